import type { Geometry } from 'geojson'
import { loadShapes } from './shapes.js'

/** Finds the shape of a place by its name or code; undefined for one that is not known. */
export type FindPlace = (name: string) => Geometry | undefined

const keyOf = (name: string): string => name.trim().toLocaleLowerCase('en').normalize('NFKD').replaceAll(/\p{M}/gu, '')

/**
 * Makes what finds countries by their names in English and in a language and by the codes of ISO 3166, and states of the USA
 * by their names. A name that both have is the country's.
 *
 * @param language locale, such as `de-DE`
 */
export const placeFinder = async (language: string): Promise<FindPlace> => {
  const [countries, states, { default: codes }] = await Promise.all([
    loadShapes('fine countries'),
    loadShapes('states'),
    import('i18n-iso-countries/codes.json'),
  ])
  const places = new Map<string, Geometry>()
  for (const { geometry, properties } of [...states, ...countries]) places.set(keyOf(properties.name), geometry)
  const byNumber = new Map(countries.map(({ id, geometry }) => [String(id), geometry]))
  const names = ['en', language].map((locale) => new Intl.DisplayNames([locale], { type: 'region' }))
  for (const [two, three, number] of codes) {
    const geometry = byNumber.get(number)
    if (geometry === undefined) continue
    for (const name of [two, three, number, ...names.map((of) => of.of(two) ?? two)]) places.set(keyOf(name), geometry)
  }
  return (name) => places.get(keyOf(name))
}
