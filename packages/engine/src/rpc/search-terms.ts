import { UnderstudyError } from '@understudy/contract'
import { possibleElements } from '../evaluate/field-elements.js'
import { resolveField } from '../evaluate/visible-fields.js'
import { arrayOf, type Json, type JsonObject, textOf } from '../json.js'
import { limits } from '../limits.js'
import type { FieldModel } from '../model/data-model.js'
import { quotedField } from '../objects/quoted-field.js'
import { type Scope, selectedHere, standing } from '../objects/scope.js'
import { noSelections, type SelectionState } from '../selections/selection-state.js'
import { eachInTurns } from '../turns.js'
import { arrayOfParameter, searchText } from './parameters.js'

/** Texts that are searched for in one call, each in every field. */
export const maxTerms = limits.terms.most

/** The parameter `qTerms`. */
export const terms = arrayOfParameter(searchText, maxTerms)

/** What a search over several fields is told of where it looks. */
export interface SearchOptions {
  readonly fields: readonly FieldModel[]
  /** What is selected around it: nothing, what is locked, or everything. */
  readonly selections: SelectionState
  /** Positions count bytes of UTF-8, or units of UTF-16. */
  readonly encoding: 'utf8' | 'utf16'
  readonly attributes: readonly string[]
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

export const encodingOf = (value: Json | undefined): SearchOptions['encoding'] =>
  value === 'Utf16' || value === 'CHAR_ENCODING_UTF16' || value === 1 ? 'utf16' : 'utf8'

/** Reads `SearchCombinationOptions`; a field that the principal does not have is searched by nobody. */
export const parseSearchOptions = (scope: Scope, options: JsonObject): SearchOptions => {
  const { view } = scope.moment
  const names = arrayOf(options.qSearchFields)
    .map(textOf)
    .filter((name) => name !== '')
  return {
    fields: names.length === 0 ? [...view.fields.values()] : names.flatMap((name) => resolveField(view, name) ?? []),
    selections: selectionsIn(scope, options.qContext),
    encoding: encodingOf(options.qCharEncoding),
    attributes: arrayOf(options.qAttributes).map(textOf),
  }
}

/** A value that a search finds. */
export interface Match {
  readonly elem: number
  readonly symbol: number
  readonly text: string
  readonly num: number | null
}

/** Matches of one field and term that are looked at. */
const maxMatches = 10_000

/** A term is a phrase or a pattern, and no search of another kind. */
const asPhrase = (term: string): string => `"${term.replaceAll('"', '').trim()}"`

/**
 * The values of a field in which a term begins a word, or that fit its wildcards: those that are possible under the
 * selections around the search.
 */
export const matchesIn = async (
  scope: Scope,
  { selections }: Pick<SearchOptions, 'selections'>,
  field: FieldModel,
  term: string,
): Promise<readonly Match[]> => {
  const { moment } = scope
  if (term.replaceAll('"', '').trim() === '') return []
  const outcome = await moment.list({
    definition: quotedField(field.name),
    search: asPhrase(term),
    ...standing(scope),
  })
  if (!outcome.ok)
    throw new UnderstudyError('QIX-IMPOSSIBLE', outcome.errors[0]?.message ?? 'it could not be evaluated')
  const { list } = outcome
  const possible = await possibleElements(moment.view, field, selections, moment.signal)
  const symbolsOf = await list.facts.findSymbols()
  const matches: Match[] = []
  await eachInTurns(list.page(0, maxMatches), ({ elem, num, text }) => {
    const [symbol] = symbolsOf(elem)
    if (symbol !== undefined && possible.has(symbol)) matches.push({ elem, symbol, num, text: text ?? '' })
  })
  return matches
}

const lengthIn = (text: string, encoding: SearchOptions['encoding']): number =>
  encoding === 'utf16' ? text.length : Buffer.byteLength(text)

/** Where in a text a term stands, at the beginnings of words; a pattern stands nowhere. */
export const rangesOf = (
  text: string,
  term: string,
  position: number,
  encoding: SearchOptions['encoding'],
): readonly JsonObject[] => {
  const wanted = term.replaceAll('"', '').trim().toLowerCase()
  if (wanted === '' || /[*?^]/.test(wanted)) return []
  const lower = text.toLowerCase()
  const found: JsonObject[] = []
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + wanted.length)) {
    const isBeginning = !/[\p{L}\p{N}]$/u.test(lower.slice(0, at)) || !/^[\p{L}\p{N}]/u.test(wanted)
    if (!isBeginning) continue
    found.push({
      qCharPos: lengthIn(text.slice(0, at), encoding),
      qCharCount: lengthIn(text.slice(at, at + wanted.length), encoding),
      qTerm: position,
    })
  }
  return found
}

/** A part of a list, as `qOffset` and `qCount` ask for it; -1, or nothing, asks for all. */
export const partOf = <T>(items: readonly T[], offset: Json | undefined, count: Json | undefined): readonly T[] => {
  const from = typeof offset === 'number' && offset > 0 ? offset : 0
  return items.slice(from, typeof count === 'number' && count >= 0 ? from + count : items.length)
}
