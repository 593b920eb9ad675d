import { possibleElements } from '../evaluate/field-elements.js'
import { limits } from '../limits.js'
import type { FieldModel } from '../model/data-model.js'
import { intersection, type SymbolSet } from '../model/symbol-set.js'
import type { Scope } from '../objects/scope.js'
import type { FieldSelection, SelectionState } from '../selections/selection-state.js'
import { turnIfOver } from '../turns.js'
import { hitsIn, type SearchOptions } from './search-terms.js'

/** What of one field belongs to a result. */
export interface FieldMatch {
  readonly field: FieldModel
  /** Positions of the terms that its values match, each of them. */
  readonly terms: readonly number[]
  readonly matches: SymbolSet
}

/** A result of a search over several fields: values that occur together, of one field or several. */
export interface Association {
  /** Positions of its terms. */
  readonly terms: readonly number[]
  readonly fields: readonly FieldMatch[]
}

/** Results of one search, and ways to give its terms fields that are tried. */
const maxResults = limits.searchResults.most
const maxTried = 400

type Hits = ReadonlyMap<FieldModel, SymbolSet>

/** Sets of terms, those of most terms first. */
const termSets = (count: number): readonly (readonly number[])[] =>
  Array.from({ length: 2 ** count - 1 }, (_, bits) =>
    Array.from({ length: count }, (_, term) => term).filter((term) => ((bits + 1) >> term) & 1),
  ).sort((a, b) => b.length - a.length || a.join().localeCompare(b.join()))

/** Every way to give each of some terms a field that has matches of it. */
function* assignments(terms: readonly number[], hits: readonly Hits[]): Generator<ReadonlyMap<number, FieldModel>> {
  const [term, ...others] = terms
  if (term === undefined) return yield new Map()
  for (const field of hits[term]?.keys() ?? [])
    for (const rest of assignments(others, hits)) yield new Map([[term, field], ...rest])
}

/** The values of each field that match all of its terms; `undefined` where a field has none. */
const fieldMatches = (
  assignment: ReadonlyMap<number, FieldModel>,
  hits: readonly Hits[],
): readonly FieldMatch[] | undefined => {
  const found: FieldMatch[] = []
  for (const field of new Set(assignment.values())) {
    const terms = [...assignment].flatMap(([term, of]) => (of === field ? [term] : [])).sort((a, b) => a - b)
    const matches = terms.flatMap((term) => hits[term]?.get(field) ?? []).reduce(intersection)
    if (matches.size === 0) return undefined
    found.push({ field, terms, matches })
  }
  return found
}

/** What is selected where the values of a result are, on top of what is selected around the search. */
export const selectionsWith = (around: SelectionState, { fields }: Association): SelectionState =>
  new Map<string, FieldSelection>([
    ...around,
    ...fields
      .filter(({ field: { name } }) => !around.get(name)?.locked && !around.get(name)?.onlyOne)
      .map((match) => [match.field.name, { values: match.matches, locked: false }] as const),
  ])

/** Those values of each field that occur together with those of the others; `undefined` where some field has none left. */
const occurringTogether = async (
  { moment }: Scope,
  around: SelectionState,
  association: Association,
): Promise<Association | undefined> => {
  if (association.fields.length < 2) return association
  const selections = selectionsWith(around, association)
  const left = await Promise.all(
    association.fields.map(async (match): Promise<FieldMatch> => {
      const others = new Map([...selections].filter(([name]) => name !== match.field.name))
      const possible = await possibleElements(moment.view, match.field, others, moment.signal)
      return { ...match, matches: intersection(possible, match.matches) }
    }),
  )
  return left.every(({ matches }) => matches.size > 0) ? { ...association, fields: left } : undefined
}

/**
 * The results of a search: for each set of terms, those with most terms first, the ways to find each of them in a field so
 * that the values occur together.
 */
export const associationsOf = async (
  scope: Scope,
  options: SearchOptions,
  terms: readonly string[],
): Promise<readonly Association[]> => {
  const found = await hitsIn(scope, options, terms)
  const hits = terms.map(
    (_, term): Hits =>
      new Map(
        found.flatMap(({ field, byTerm }) => {
          const matches = byTerm[term]
          return matches && matches.size > 0 ? [[field, matches] as const] : []
        }),
      ),
  )
  const results: Association[] = []
  let tried = 0
  for (const set of termSets(terms.length)) {
    for (const assignment of assignments(set, hits)) {
      if (results.length >= maxResults || tried >= maxTried) return results
      tried += 1
      await turnIfOver()
      const fields = fieldMatches(assignment, hits)
      const result = fields && (await occurringTogether(scope, options.selections, { terms: set, fields }))
      if (result) results.push(result)
    }
  }
  return results
}
