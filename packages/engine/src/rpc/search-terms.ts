import { UnderstudyError } from '@understudy/contract'
import { possibleElements } from '../evaluate/field-elements.js'
import { resolveField } from '../evaluate/visible-fields.js'
import { arrayOf, type Json, type JsonObject, textOf } from '../json.js'
import { limits } from '../limits.js'
import type { FieldModel } from '../model/data-model.js'
import { intersection, noSymbols, type SymbolSet } from '../model/symbol-set.js'
import { quotedField } from '../objects/quoted-field.js'
import { type Scope, selectedHere, standing } from '../objects/scope.js'
import { noSelections, type SelectionState } from '../selections/selection-state.js'
import { mapOneByOne } from '../turns.js'
import { arrayOfParameter, searchText } from './parameters.js'
import { type Encoding, encodingOf } from './search-ranges.js'
import { symbolsOfValues } from './selecting.js'

/** Texts that are searched for in one call, each in every field. */
export const maxTerms = limits.terms.most

/** The parameter `qTerms`. */
export const terms = arrayOfParameter(searchText, maxTerms)

/** What a search over several fields is told of where it looks. */
export interface SearchOptions {
  readonly fields: readonly FieldModel[]
  /** What is selected around it: nothing, what is locked, or everything. */
  readonly selections: SelectionState
  readonly encoding: Encoding
  readonly attributes: ReadonlySet<string>
}

const contexts: ReadonlyMap<Json | undefined, 'nothing' | 'locked' | 'everything'> = new Map<
  Json | undefined,
  'nothing' | 'locked' | 'everything'
>([
  ['Cleared', 'nothing'],
  ['CONTEXT_CLEARED', 'nothing'],
  [0, 'nothing'],
  ['CurrentSelections', 'everything'],
  ['CONTEXT_CURRENT_SELECTIONS', 'everything'],
  [2, 'everything'],
])

const selectionsIn = (scope: Scope, context: Json | undefined): SelectionState => {
  const asked = contexts.get(context) ?? 'locked'
  if (asked === 'nothing') return noSelections
  return asked === 'everything'
    ? selectedHere(scope)
    : new Map([...selectedHere(scope)].filter(([, { locked }]) => locked))
}

/** Fields that a search names; a client may name each as often as it likes. */
const maxNamed = limits.elements.most

const namedFields = async ({ moment: { view, signal } }: Scope, names: readonly string[]) => {
  if (names.length > maxNamed)
    throw new UnderstudyError('QIX-PARAMS', `qSearchFields must be an array of at most ${maxNamed} elements`)
  const found = await mapOneByOne([...new Set(names)], (name) => resolveField(view, name), signal)
  return [...new Set(found)].filter((field) => field !== undefined)
}

/**
 * Reads `SearchCombinationOptions`; a field that the principal does not have is searched by nobody.
 *
 * @throws UnderstudyError `QIX-PARAMS` where too many fields are named
 */
export const parseSearchOptions = async (scope: Scope, options: JsonObject): Promise<SearchOptions> => {
  const names = arrayOf(options.qSearchFields)
    .map(textOf)
    .filter((name) => name !== '')
  return {
    fields: names.length === 0 ? [...scope.moment.view.fields.values()] : await namedFields(scope, names),
    selections: selectionsIn(scope, options.qContext),
    encoding: encodingOf(options.qCharEncoding),
    attributes: new Set(arrayOf(options.qAttributes).map(textOf)),
  }
}

/** A term is a phrase or a pattern, and no search of another kind. */
const asPhrase = (term: string): string => `"${term.replaceAll('"', '').trim()}"`

const valuesLike = async (
  scope: Scope,
  { selections }: SearchOptions,
  field: FieldModel,
  term: string,
): Promise<SymbolSet> => {
  const { moment } = scope
  if (term.replaceAll('"', '').trim() === '') return noSymbols
  const outcome = await moment.list({
    definition: quotedField(field.name),
    search: asPhrase(term),
    ...standing(scope),
  })
  if (!outcome.ok)
    throw new UnderstudyError('QIX-IMPOSSIBLE', outcome.errors[0]?.message ?? 'it could not be evaluated')
  if (outcome.list.rowCount === 0) return noSymbols
  const matching = await symbolsOfValues(outcome.list.facts, await outcome.list.elementsWhere(() => true))
  return intersection(matching, await possibleElements(moment.view, field, selections, moment.signal))
}

/** What a search finds in one field. */
export interface FieldHits {
  readonly field: FieldModel
  /** For each term the values in which it begins a word, or that fit its wildcards. */
  readonly byTerm: readonly SymbolSet[]
}

/** The values that a search finds in each field: those that are possible under the selections around it. */
export const hitsIn = (scope: Scope, asked: SearchOptions, terms: readonly string[]): Promise<readonly FieldHits[]> =>
  mapOneByOne(
    asked.fields,
    async (field) => ({ field, byTerm: await Promise.all(terms.map((term) => valuesLike(scope, asked, field, term))) }),
    scope.moment.signal,
  )

/** A part of a list, as `qOffset` and `qCount` ask for it; -1, or nothing, asks for all. */
export const partOf = <T>(items: readonly T[], offset: Json | undefined, count: Json | undefined): readonly T[] => {
  const from = typeof offset === 'number' && offset > 0 ? offset : 0
  return items.slice(from, typeof count === 'number' && count >= 0 ? from + count : items.length)
}
