import type { Geometry } from 'geojson'
import { loadShapes } from './shapes.js'

/** Finds the shape of a place by its name or code; undefined for one that is not known. */
export type FindPlace = (name: string) => Geometry | undefined

const keyOf = (name: string): string => name.trim().toLocaleLowerCase('en').normalize('NFKD').replaceAll(/\p{M}/gu, '')

/** Places by their names. */
export interface Places {
  /**
   * Makes what finds the places of a layer. A name that a state of the USA and a country have, such as Georgia, is the
   * state's where more of the layer's other names are states' than countries'.
   *
   * @param names all names of the layer
   */
  readonly among: (names: readonly string[]) => FindPlace
}

/**
 * Loads the places: countries by their names in English and in a language and by the codes of ISO 3166, and states of the USA
 * by their names.
 *
 * @param language locale, such as `de-DE`
 */
export const loadPlaces = async (language: string): Promise<Places> => {
  const [countries, states, { default: codes }] = await Promise.all([
    loadShapes('fine countries'),
    loadShapes('states'),
    import('i18n-iso-countries/codes.json'),
  ])
  const ofStates = new Map(states.map(({ geometry, properties }) => [keyOf(properties.name), geometry]))
  const ofCountries = new Map(countries.map(({ geometry, properties }) => [keyOf(properties.name), geometry]))
  const byNumber = new Map(countries.map(({ id, geometry }) => [String(id), geometry]))
  const names = ['en', language].map((locale) => new Intl.DisplayNames([locale], { type: 'region' }))
  for (const [two, three, number] of codes) {
    const geometry = byNumber.get(number)
    if (geometry === undefined) continue
    for (const name of [two, three, number, ...names.map((of) => of.of(two) ?? two)])
      ofCountries.set(keyOf(name), geometry)
  }
  return {
    among: (names) => {
      const keys = [...new Set(names.map(keyOf))]
      const only = (these: ReadonlyMap<string, Geometry>, those: ReadonlyMap<string, Geometry>): number =>
        keys.filter((key) => these.has(key) && !those.has(key)).length
      const statesFirst = only(ofStates, ofCountries) > only(ofCountries, ofStates)
      const [first, second] = statesFirst ? [ofStates, ofCountries] : [ofCountries, ofStates]
      return (name) => first.get(keyOf(name)) ?? second.get(keyOf(name))
    },
  }
}
