import { expect, it } from 'vitest'
import { turnsDuring } from '../../testing/turns-during.js'
import { fitPolynomial } from './fit-curve.js'
import { fitTrendLine } from './trend-line.js'

const pointsOf = (xs: readonly number[], y: (x: number) => number) => xs.map((x) => ({ x, y: y(x) }))

it('a polynomial of the fourth degree goes through five points', async () => {
  const points = pointsOf([-2, 0, 1, 3, 4], (x) => x ** 4 - 2 * x ** 3 + 5)
  const curve = await fitPolynomial(points, 4)
  expect(curve?.coefficients).toEqual([5, 0, 0, -2, 1].map((number) => expect.closeTo(number, 6)))
  expect(curve?.r2).toBeCloseTo(1)
})

it('a parabola over numbers of days keeps its digits', async () => {
  const days = Array.from({ length: 1000 }, (_, day) => 45000 + day)
  const curve = await fitPolynomial(
    pointsOf(days, (x) => (x - 45400) ** 2),
    2,
  )
  const [c0 = 0, c1 = 0, c2 = 0] = curve?.coefficients ?? []
  for (const x of [45000, 45400, 45999]) expect(c0 + c1 * x + c2 * x * x).toBeCloseTo((x - 45400) ** 2, 2)
})

it('points at fewer places than a polynomial has coefficients decide none', async () => {
  const same = (x: number) => x
  expect(await fitPolynomial(pointsOf([1, 1, 1], same), 1)).toBeUndefined()
  expect(await fitPolynomial(pointsOf([1, 2, 1, 2], same), 2)).toBeUndefined()
  expect(await fitPolynomial([], 0)).toBeUndefined()
})

it.each(['POLYNOMIAL4', 'POWER'] as const)(
  'a curve of type %s through many points lets others have their turns',
  async (kind) => {
    const numbers = Array.from({ length: 1_000_000 }, (_, index) => index + 1)
    const points = pointsOf(numbers, (x) => x)
    expect(await turnsDuring(() => fitTrendLine(kind, points))).toBeGreaterThan(5)
  },
)
