import type { ColumnError, ListObjectResult, ListObjectRow } from '../../evaluate/evaluation.js'
import { type Json, type JsonObject, objectOf, textOf } from '../../json.js'
import { formatProblem } from '../column-definition.js'
import { areaLayout, clampedPage, type Page, refuseLargePages } from '../data-page.js'
import { listWithFields } from '../definitions-with-fields.js'
import { type ListObjectDefinition, listObjectRequest } from '../list-object-definition.js'
import type { SteppedFields } from '../object-store.js'
import { toldOfColumn } from '../properties/told-properties.js'
import { inState, type Scope, selectedHere, standing } from '../scope.js'
import { attributeInfos } from './attributes.js'
import { dimensionText, numberLayout, stateLayout } from './cell-layout.js'
import { columnErrorCodes, errorLayout } from './column-error-layout.js'
import { dimensionInfo, dimensionTitles } from './column-info.js'
import { heldSelection } from './dimension-selection.js'
import { type ListExpression, listExpressions } from './list-expressions.js'

/** A list object with its values, ready to be laid out. */
export interface EvaluatedList {
  readonly definition: ListObjectDefinition
  readonly result: ListObjectResult
  readonly expressions: readonly ListExpression[]
  /** The alternate state that it selects in. */
  readonly state: string
}

export type ListOutcome =
  | { readonly ok: true; readonly list: EvaluatedList }
  | { readonly ok: false; readonly errors: readonly ColumnError[] }

const noDefinition: ColumnError = {
  column: 0,
  code: columnErrorCodes.notFound,
  message: 'The list object has no field, or its master item does not exist.',
}

/** Evaluates a list object under the scope's selections and an open search. */
export const evaluateList = async (
  scope: Scope,
  definition: ListObjectDefinition,
  search: string | undefined,
): Promise<ListOutcome> => {
  if (definition.column.definition.trim() === '') return { ok: false, errors: [noDefinition] }
  const [told] = toldOfColumn(definition.column.told)
  if (told) return { ok: false, errors: [{ column: 0, code: columnErrorCodes.unsupported, message: told.message }] }
  const problem = formatProblem(definition.column)
  if (problem !== undefined)
    return { ok: false, errors: [{ column: 0, code: columnErrorCodes.invalidDefinition, message: problem }] }
  const outcome = await scope.moment.list({ ...listObjectRequest(definition, search), ...standing(scope) })
  if (!outcome.ok) return outcome
  const expressions = await listExpressions(scope, definition, outcome.list)
  return { ok: true, list: { definition, result: outcome.list, expressions, state: scope.state } }
}

/** What frequencies are told in relation to: nothing, their sum, or the largest of them. */
const frequencyWhole = ({ definition, result }: EvaluatedList): number | null => {
  if (definition.frequencyMode === 'P') return result.frequencies.sum
  return definition.frequencyMode === 'R' ? result.frequencies.largest : null
}

const frequencyMembers = ({ frequency }: ListObjectRow, whole: number | null): JsonObject => {
  if (frequency === undefined) return {}
  if (whole === null) return { qFrequency: String(frequency) }
  return { qFrequency: `${(whole === 0 ? 0 : (100 * frequency) / whole).toFixed(1)}%` }
}

const shownState = (row: ListObjectRow, { showAlternatives }: ListObjectDefinition): string =>
  row.state === 'A' && !showAlternatives ? 'X' : row.state

const cellLayout = (row: ListObjectRow, list: EvaluatedList, whole: number | null): JsonObject => ({
  qText: dimensionText(row, list.definition.column.numberFormat),
  qNum: numberLayout(row.num),
  qElemNumber: row.elem,
  qState: shownState(row, list.definition),
  ...frequencyMembers(row, whole),
})

/** The values, and those of each expression. */
const columnsOf = ({ expressions }: EvaluatedList): number => 1 + expressions.length

/** `NxDataPage`s of a list object. */
export const listPages = (list: EvaluatedList, pages: readonly Page[]): readonly JsonObject[] => {
  const areas = pages.map((page) => clampedPage(page, columnsOf(list), list.result.rowCount))
  refuseLargePages(areas)
  const whole = frequencyWhole(list)
  const rowLayout = (row: ListObjectRow): readonly JsonObject[] => [
    cellLayout(row, list, whole),
    ...list.expressions.map(({ cellOf }) => cellOf(row.elem)),
  ]
  return areas.map((area) => ({
    qMatrix:
      area.width === 0
        ? []
        : list.result.page(area.top, area.height).map((row) => rowLayout(row).slice(area.left, area.left + area.width)),
    qTails: [],
    qArea: areaLayout(area),
    qIsReduced: false,
  }))
}

/** `qListObject` of a `qListObjectDef`. Errors are told in it, as for hypercubes. */
export const listObjectLayout = async (
  around: Scope,
  value: Json,
  search: string | undefined,
  frozen = false,
  steppedTo: SteppedFields = new Map(),
): Promise<JsonObject> => {
  const scope = inState(around, textOf(objectOf(value).qStateName))
  const definition = await listWithFields(scope, value, steppedTo, frozen)
  const title = await dimensionTitles(scope, definition.column)
  const outcome = await evaluateList(scope, definition, search)
  if (!outcome.ok) {
    const [error = noDefinition] = outcome.errors
    const layout = errorLayout(error.code, error.message)
    return {
      qSize: { qcx: 0, qcy: 0 },
      qError: layout,
      qDimensionInfo: dimensionInfo(definition.column, title, undefined, undefined, layout, attributeInfos([])),
      qExpressions: [],
      qDataPages: [],
    }
  }
  const { facts, rowCount } = outcome.list.result
  const selection = heldSelection(selectedHere(scope), facts)
  return {
    qSize: { qcx: columnsOf(outcome.list), qcy: rowCount },
    qDimensionInfo: dimensionInfo(definition.column, title, facts, selection, undefined, attributeInfos([])),
    qExpressions: outcome.list.expressions.map(({ layout }) => layout),
    qDataPages: listPages(outcome.list, definition.initialFetch),
    ...stateLayout(definition.stateName),
  }
}
