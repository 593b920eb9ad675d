import type { AppFormats } from '../../format/app-formats.js'
import { readValue } from '../../format/read-value.js'
import type { NumberBound, SymbolCondition } from '../../plan/symbol-condition.js'
import { wildcardMatch } from '../search-match.js'

const bound = /^(<=|>=|<|>)\s*([^<>=\s][^<>=]*)/

const comparisons: Readonly<Record<NumberBound['comparison'], (num: number, limit: number) => boolean>> = {
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
  const condition = searchCondition(search, formats)
  if (condition.kind === 'pattern') return ({ text }) => wildcardMatch(condition.pattern, text.toLowerCase())
  const limits = condition.kind === 'bounds' ? condition.bounds : []
  return ({ num }) =>
    num !== null && limits.length > 0 && limits.every(({ comparison, limit }) => comparisons[comparison](num, limit))
}

/** The same as a condition on the values of a field. */
export const searchCondition = (search: string, formats: AppFormats): SymbolCondition =>
  boundsOf(search.trim(), formats) ?? { kind: 'pattern', pattern: search.toLowerCase().replace(/\*+/g, '*') }

/** Bounds that no number can be read from are met by nothing. */
const boundsOf = (search: string, formats: AppFormats): SymbolCondition | undefined => {
  if (!/^[<>]/.test(search)) return undefined
  const bounds: NumberBound[] = []
  let rest = search
  for (let found = bound.exec(rest); found; found = bound.exec(rest)) {
    const limit = readValue(found[2] ?? '', formats)
    if (limit === null) return { kind: 'any', of: [] }
    bounds.push({ comparison: found[1] as NumberBound['comparison'], limit })
    rest = rest.slice(found[0].length).trimStart()
  }
  return rest === '' && bounds.length > 0 ? { kind: 'bounds', bounds } : { kind: 'any', of: [] }
}
