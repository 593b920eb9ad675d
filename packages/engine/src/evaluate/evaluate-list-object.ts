import { checkMeasure } from '../expressions/check-measure.js'
import { fieldOfDefinition } from '../expressions/field-name.js'
import type { TypedExpression } from '../expressions/typed-expression.js'
import type { FieldModel } from '../model/data-model.js'
import type { SelectionState } from '../selections/selection-state.js'
import { readSymbols } from '../snapshot/symbol-store.js'
import { cacheKey } from './cache-key.js'
import { checkColumn } from './column-error.js'
import { readCubeRows } from './cube-rows.js'
import { dimensionFacts, fieldStates } from './dimension-facts.js'
import { rowCount } from './dimension-order.js'
import type {
  ColumnError,
  EvaluationContext,
  ListObjectOutcome,
  ListObjectRequest,
  ListObjectRow,
} from './evaluation.js'
import { selectedScope, selectionsOutside } from './field-elements.js'
import { type ElementValues, orderedElements } from './list-order.js'
import { assertAssociated } from './plan-cube.js'
import { searchMatch } from './search-match.js'

/**
 * Evaluates a list box in the name of the view's principal: the visible values of a field with their states.
 *
 * @returns the list, or an error where the definition or the sort expression cannot be evaluated
 * @throws UnderstudyError ENGINE-QUERY-* when the database gives up or the signal aborts
 */
export const evaluateListObject = async (
  context: EvaluationContext,
  request: ListObjectRequest,
): Promise<ListObjectOutcome> => {
  const { view } = context
  const errors: ColumnError[] = []
  const checked = checkColumn(0, errors, () => {
    const field = fieldOfDefinition(view.fields, request.definition)
    const source = request.sort?.byExpression?.expression
    const sortBy = source === undefined ? undefined : checkMeasure(view.model, view.fields, source).expression
    if (sortBy) assertAssociated(view.model, [field], sortBy)
    return { field, sortBy }
  })
  if (!checked) return { ok: false, errors }
  const { field, sortBy } = checked
  // States of the list's own field are told beside each other, so its own selection does not restrict its numbers.
  const outside = selectionsOutside(context.selections, [field.name])
  const counted = request.frequency || request.sort?.byFrequency
  const [states, symbols, frequencies, expressionValues] = await Promise.all([
    fieldStates(context, field),
    readSymbols(view.snapshot.symbols, view.snapshot.runner, field),
    counted
      ? valuesByElement(context, outside, field, { kind: 'aggregate', aggregate: rowCount(view, field) })
      : noValues,
    sortBy ? valuesByElement(context, outside, field, sortBy) : noValues,
  ])
  const matches = request.search === undefined || request.search === '' ? undefined : searchMatch(request.search)
  const valueOf = (element: number) => ({ num: symbols.nums[element] ?? null, text: symbols.texts[element] ?? '' })
  const found = matches ? states.visible.filter((element) => matches(valueOf(element))) : states.visible
  const keys = { symbols, stateOf: states.stateOf, frequencies, expressionValues }
  const ordered = orderedElements(found, request.sort ?? {}, keys)
  const rowOf = (element: number): ListObjectRow => ({
    ...valueOf(element),
    elem: element,
    state: states.stateOf(element),
    ...(request.frequency ? { frequency: Number(frequencies.get(element) ?? 0) } : {}),
  })
  return {
    ok: true,
    list: {
      facts: await dimensionFacts(context, field, states, ordered.length),
      rowCount: ordered.length,
      page: (top, height) => (top < 0 ? [] : ordered.slice(top, top + Math.max(height, 0)).map(rowOf)),
    },
  }
}

const noValues: ElementValues = new Map()

/** An expression's value for each value of a field. */
const valuesByElement = async (
  { view, signal }: EvaluationContext,
  selections: SelectionState,
  field: FieldModel,
  expression: TypedExpression,
): Promise<ElementValues> => {
  const scope = selectedScope(view, selections)
  const plan = {
    dimensions: [{ field, nullSuppression: true, order: {} }],
    measures: [{ expression, order: null }],
    sortOrder: [],
    suppressZero: false,
    suppressMissing: false,
  }
  const rows = await view.snapshot.results.get(
    cacheKey(view, selections, ['values', field.id, expression]),
    () => readCubeRows(view, plan, scope, signal),
    (result) => result.weight,
    signal,
  )
  const [elements = [], values = []] = await rows.rows(0, rows.rowCount, signal)
  return new Map(elements.map((element, row) => [Number(element), values[row] as number | string | null]))
}
