import type { AppFormats } from '../../format/app-formats.js'
import { readValue } from '../../format/read-value.js'
import { wildcardMatch } from '../search-match.js'

const bound = /^(<=|>=|<|>)\s*([^<>=\s][^<>=]*)/

const comparisons: Readonly<Record<string, (num: number, limit: number) => boolean>> = {
  '<': (num, limit) => num < limit,
  '<=': (num, limit) => num <= limit,
  '>': (num, limit) => num > limit,
  '>=': (num, limit) => num >= limit,
}

/**
 * Reads a search within a set: bounds such as `>=5<10` compare the number of a value, anything else has to fit its whole
 * text, with the wildcards `*` and `?`, whatever the case.
 */
export const setSearch = (
  search: string,
  formats: AppFormats,
): ((value: { readonly num: number | null; readonly text: string }) => boolean) => {
  const limits = boundsOf(search.trim(), formats)
  if (limits) return ({ num }) => num !== null && limits.every(({ compare, limit }) => compare(num, limit))
  const pattern = search.toLowerCase().replace(/\*+/g, '*')
  return ({ text }) => wildcardMatch(pattern, text.toLowerCase())
}

/** Bounds that no number can be read from are met by nothing. */
const boundsOf = (search: string, formats: AppFormats) => {
  if (!/^[<>]/.test(search)) return undefined
  const limits: { compare: (num: number, limit: number) => boolean; limit: number }[] = []
  let rest = search
  for (let found = bound.exec(rest); found; found = bound.exec(rest)) {
    const compare = comparisons[found[1] ?? '']
    const limit = readValue(found[2] ?? '', formats)
    limits.push({ compare: compare && limit !== null ? compare : () => false, limit: limit ?? 0 })
    rest = rest.slice(found[0].length).trimStart()
  }
  return rest === '' && limits.length > 0 ? limits : [{ compare: () => false, limit: 0 }]
}
