import { rowCountOf } from '../expressions/check-aggregate.js'
import { checkMeasure } from '../expressions/check-measure.js'
import type { TypedExpression } from '../expressions/typed-expression.js'
import type { FieldModel } from '../model/data-model.js'
import { intersection, noSymbols } from '../model/symbol-set.js'
import { readSymbols } from '../snapshot/symbol-store.js'
import { filterInTurns, mapInTurns } from '../turns.js'
import { assertComputable } from './assert-computable.js'
import { calculatedList } from './calculated/calculated-list.js'
import { refusedValues } from './calculated/refused-values.js'
import { checkColumn, evaluateColumn } from './column-error.js'
import { byDimension, preparedDefinitions, preparedDimension } from './dimension.js'
import { dimensionFacts, fieldStates } from './dimension-facts.js'
import { evaluateTotal } from './evaluate-hypercube.js'
import type {
  ColumnError,
  EvaluationContext,
  ListObjectOutcome,
  ListObjectRequest,
  ListObjectResult,
  ListObjectRow,
} from './evaluation.js'
import { preparedFor, preparedKey, prepareExpressions } from './expansion/prepare-expression.js'
import { selectionsOutside } from './field-elements.js'
import { type ElementValues, listSort, orderedElements, wholeOf } from './list-order.js'
import { numberingOf } from './numbering.js'
import { searchMatch } from './search-match.js'
import { valuesByElement } from './values-by-element.js'

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
  const sortSource = request.sort?.byExpression?.expression
  const sources = [
    ...preparedDefinitions(view, [request.definition]),
    ...(sortSource === undefined ? [] : [sortSource]),
  ]
  const prepared = await prepareExpressions(context, sources, evaluateTotal)
  const checked = checkColumn(0, errors, () => {
    const dimension = preparedDimension(view, request.definition, prepared)
    if (sortSource === undefined) return { dimension, sortBy: undefined }
    const { source, names } = preparedFor(prepared, sortSource)
    const sortBy = checkMeasure(view.model, view.fields, source, names).expression
    assertComputable(sortBy)
    return { dimension, sortBy }
  })
  if (!checked) return { ok: false, errors }
  const { dimension, sortBy } = checked
  const tooMany = await refusedValues(context, [dimension])
  if (tooMany.length > 0) return { ok: false, errors: tooMany }
  const sorted = sortBy && { expression: sortBy, source: JSON.stringify(preparedKey(prepared)) }
  const list = await evaluateColumn(0, errors, () =>
    byDimension(dimension, {
      field: ({ field }) => fieldList(context, field, request, sorted),
      calculated: (calculated) => calculatedList(context, calculated, request, sorted),
    }),
  )
  return list ? { ok: true, list } : { ok: false, errors }
}

const fieldList = async (
  context: EvaluationContext,
  field: FieldModel,
  request: ListObjectRequest,
  sortBy: { readonly expression: TypedExpression; readonly source: string } | undefined,
): Promise<ListObjectResult> => {
  const { view } = context
  // States of the list's own field are told beside each other, so its own selection does not restrict its numbers.
  const outside = selectionsOutside(context.selections, [field.name])
  const counted = request.frequency || request.sort?.byFrequency
  const [states, symbols, frequencies, expressionValues] = await Promise.all([
    fieldStates(context, field),
    readSymbols(view.snapshot.symbols, view.snapshot.runner, field),
    counted
      ? valuesByElement({ ...context, selections: outside }, field, 'frequency', {
          kind: 'aggregate',
          aggregate: rowCountOf(view.model, field),
        })
      : noValues,
    sortBy ? valuesByElement({ ...context, selections: outside }, field, sortBy.source, sortBy.expression) : noValues,
  ])
  const matches = request.search === undefined || request.search === '' ? undefined : searchMatch(request.search)
  const valueOf = (element: number) => ({ num: symbols.nums[element] ?? null, text: symbols.texts[element] ?? '' })
  const { numbering, stateOf } = states
  const listed = request.selectedUpTo === undefined ? numbering.symbols : await selectedValues(context, field, request)
  const found = matches ? await filterInTurns(listed, (symbol) => matches(valueOf(symbol)), context.signal) : listed
  const keys = { symbols, stateOf, elementOf: numbering.elementOf, frequencies, expressionValues }
  const ordered = await orderedElements(found, listSort(request, numbering.symbols.length), keys, context.signal)
  const rowOf = (symbol: number): ListObjectRow => ({
    ...valueOf(symbol),
    elem: numbering.elementOf(symbol),
    symbol,
    state: stateOf(symbol),
    ...(request.frequency ? { frequency: Number(frequencies.get(symbol) ?? 0) } : {}),
  })
  return {
    facts: await dimensionFacts(context, field, states, ordered.length),
    rowCount: ordered.length,
    page: (top, height) => (top < 0 ? [] : ordered.slice(top, top + Math.max(height, 0)).map(rowOf)),
    elementsWhere: async (picks) => {
      const picked = (symbol: number) => picks({ state: stateOf(symbol), num: symbols.nums[symbol] ?? null })
      return mapInTurns(await filterInTurns(ordered, picked, context.signal), numbering.elementOf, context.signal)
    },
    frequencies: await wholeOf(ordered, frequencies),
  }
}

/** What is selected and visible, in load order. */
const selectedValues = async (
  { view, selections, signal }: EvaluationContext,
  field: FieldModel,
  { selectedUpTo = 0 }: ListObjectRequest,
): Promise<readonly number[]> => {
  const selected = selections.get(field.name)?.values ?? noSymbols
  if (selected.size > selectedUpTo) return []
  const { visible, elementOf } = await numberingOf(view, field, signal)
  return [...intersection(selected, visible)].sort((a, b) => elementOf(a) - elementOf(b))
}

const noValues: ElementValues = new Map()
