import { geoContains } from 'd3-geo'
import { expect, it } from 'vitest'
import { loadPlaces } from './places.js'

const [atlanta, tbilisi]: readonly [number, number][] = [
  [-84.4, 33.7],
  [44.8, 41.7],
]

it.each([
  [['Georgia'], tbilisi],
  [['Georgia', 'Texas', 'Ohio', 'Canada'], atlanta],
  [['Georgia', 'Texas', 'Ohio', 'Ohio', 'ohio', 'Canada', 'DE', 'FR'], tbilisi],
  [['Georgia', 'Texas', 'Canada'], tbilisi],
  [['georgia', 'Texas', 'Nowhere', 'Nothing'], atlanta],
] as const)('among %j, Georgia is the one that the others say', async (names, inside) => {
  const geometry = (await loadPlaces('de-DE')).among(names)('Georgia')
  expect(geometry && geoContains(geometry, inside as [number, number])).toBe(true)
})

it('the others are found whichever are first', async () => {
  const { among } = await loadPlaces('de-DE')
  for (const names of [['Texas', 'Ohio'], ['Frankreich']])
    for (const name of ['Texas', 'Frankreich', 'France', 'fra', ' FR ', '250', 'Cote d’Ivoire'])
      expect(among(names)(name)).toBeDefined()
  expect(among([])('Nowhere')).toBeUndefined()
})
