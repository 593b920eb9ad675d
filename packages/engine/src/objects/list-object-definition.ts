import type { ListObjectRequest, SortCriteria } from '../evaluate/evaluation.js'
import { arrayOf, booleanOf, type Json, type JsonObject, numberOf, objectOf, textOf } from '../json.js'
import { type DimensionColumn, parseDimension, parseMeasure } from './column-definition.js'
import { type Page, parsePages } from './data-page.js'
import type { Library } from './library.js'

/** How often values occur is counted (V), or told in relation to the largest (R) or to the sum (P), or not at all (N). */
export type FrequencyMode = 'N' | 'V' | 'P' | 'R'

/** A parsed `qListObjectDef`. */
export interface ListObjectDefinition {
  /** The alternate state; `''` for that of the object. */
  readonly stateName: string
  readonly column: DimensionColumn
  readonly frequencyMode: FrequencyMode
  /** Alternative values are told apart from excluded ones. */
  readonly showAlternatives: boolean
  readonly sort: SortCriteria
  /** What is selected comes first where the list has more values than this; 0 for never. */
  readonly stateFirstAbove: number
  readonly initialFetch: readonly Page[]
  /** Expressions whose values stand beside each value, in columns of their own; `undefined` for a master measure that there is not. */
  readonly expressions: readonly (string | undefined)[]
}

const frequencyModes: ReadonlyMap<string, FrequencyMode> = new Map(
  Object.entries<FrequencyMode>({
    V: 'V',
    P: 'P',
    R: 'R',
    EQ_NX_FREQUENCY_VALUE: 'V',
    EQ_NX_FREQUENCY_PERCENT: 'P',
    EQ_NX_FREQUENCY_RELATIVE: 'R',
    NX_FREQUENCY_VALUE: 'V',
    NX_FREQUENCY_PERCENT: 'P',
    NX_FREQUENCY_RELATIVE: 'R',
  }),
)

const listExpression = ({ qLibraryId, qExpr }: JsonObject, library: Library): string | undefined => {
  const libraryId = textOf(qLibraryId)
  if (libraryId === '') return textOf(qExpr)
  const item = library.measure(libraryId)
  return item && parseMeasure({ qLibraryId: libraryId }, library).expression
}

/**
 * Reads a `qListObjectDef`, resolving its library item.
 *
 * @param active which of its fields is shown; default: what the definition says
 */
export const parseListObject = (value: Json | undefined, library: Library, active?: number): ListObjectDefinition => {
  const definition = objectOf(value)
  const column = parseDimension(definition, library, 'ListObjectDef', active)
  return {
    stateName: textOf(definition.qStateName),
    column,
    frequencyMode: frequencyModes.get(textOf(definition.qFrequencyMode)) ?? 'N',
    showAlternatives: booleanOf(definition.qShowAlternatives),
    sort: column.sort,
    stateFirstAbove: Math.max(numberOf(objectOf(definition.qAutoSortByState).qDisplayNumberOfRows) ?? 0, 0),
    initialFetch: parsePages(arrayOf(definition.qInitialDataFetch)),
    expressions: arrayOf(definition.qExpressions).map((expression) => listExpression(objectOf(expression), library)),
  }
}

/** What to evaluate for a list object; `search` is the text of a search that is open in it. */
export const listObjectRequest = (definition: ListObjectDefinition, search: string | undefined): ListObjectRequest => ({
  definition: definition.column.definition,
  sort: definition.sort,
  ...(definition.stateFirstAbove > 0 ? { stateFirstAbove: definition.stateFirstAbove } : {}),
  frequency: definition.frequencyMode !== 'N',
  ...(search === undefined || search === '' ? {} : { search }),
})
