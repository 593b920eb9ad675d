import { rowCountOf } from '../expressions/check-aggregate.js'
import { checkMeasure } from '../expressions/check-measure.js'
import type { TypedExpression } from '../expressions/typed-expression.js'
import { formatsAround } from '../format/field-format.js'
import type { FieldModel } from '../model/data-model.js'
import { intersection, noSymbols } from '../model/symbol-set.js'
import type { DataView } from '../security/data-view.js'
import { readSymbols } from '../snapshot/symbol-store.js'
import { filterInTurns, mapInTurns } from '../turns.js'
import { assertComputable } from './assert-computable.js'
import { calculatedList } from './calculated/calculated-list.js'
import { refusedValues } from './calculated/refused-values.js'
import { checkColumn, evaluateColumn } from './column-error.js'
import { byDimension, type Dimension, preparedDefinitions, preparedDimension } from './dimension.js'
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
import { type CheckedSearch, findValues, rankedByLikeness } from './search/find-values.js'
import { parseSearch, type Search, searchedExpression } from './search/parse-search.js'
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
  const searchSource = searchedExpression(request.search ?? '')
  const sources = [
    ...preparedDefinitions(view, [request.definition]),
    ...(sortSource === undefined ? [] : [sortSource]),
    ...(searchSource === undefined ? [] : [searchSource]),
  ]
  const prepared = await prepareExpressions(context, sources, evaluateTotal)
  const checked = checkColumn(0, errors, () => {
    const dimension = preparedDimension(view, request.definition, prepared)
    const expressionOf = (written: string) => {
      const { source, names } = preparedFor(prepared, written)
      const { expression } = checkMeasure(view.model, view.fields, source, names)
      assertComputable(expression)
      return expression
    }
    const search = parsedSearch(view, dimension, request)
    return {
      dimension,
      sortBy: sortSource === undefined ? undefined : expressionOf(sortSource),
      found: search?.kind === 'expression' ? { ...search, expression: expressionOf(search.source) } : search,
    }
  })
  if (!checked) return { ok: false, errors }
  const { dimension, sortBy, found } = checked
  const tooMany = await refusedValues(context, [dimension])
  if (tooMany.length > 0) return { ok: false, errors: tooMany }
  const key = JSON.stringify(preparedKey(prepared))
  const sorted = sortBy && { expression: sortBy, source: key }
  const searched: CheckedSearch | undefined =
    found?.kind === 'expression' ? { ...found, source: JSON.stringify(['search', found.source, key]) } : found
  const list = await evaluateColumn(0, errors, () =>
    byDimension(dimension, {
      field: ({ field }) => fieldList(context, field, request, sorted, searched),
      calculated: (calculated) => calculatedList(context, calculated, request, sorted, searched),
    }),
  )
  return list ? { ok: true, list } : { ok: false, errors }
}

/** Bounds are written as the field writes its values. */
const parsedSearch = (
  { model }: DataView,
  dimension: Dimension,
  { search = '', searchManner = 'words' }: ListObjectRequest,
): Search | undefined => {
  const formats = byDimension(dimension, {
    field: ({ field }) => formatsAround(field.format, model.formats),
    calculated: () => model.formats,
  })
  return search.trim() === '' ? undefined : parseSearch(search, searchManner, formats)
}

const fieldList = async (
  context: EvaluationContext,
  field: FieldModel,
  request: ListObjectRequest,
  sortBy: { readonly expression: TypedExpression; readonly source: string } | undefined,
  search: CheckedSearch | undefined,
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
  const valueOf = (element: number) => ({ num: symbols.nums[element] ?? null, text: symbols.texts[element] ?? '' })
  const { numbering, stateOf } = states
  const found = await findValues(
    search,
    request.selectedUpTo === undefined ? numbering.symbols : await selectedValues(context, field, request),
    valueOf,
    ({ source, expression }) => valuesByElement({ ...context, selections: outside }, field, source, expression),
    context.signal,
  )
  const keys = { symbols, stateOf, elementOf: numbering.elementOf, frequencies, expressionValues }
  const sorting = listSort(request, numbering.symbols.length)
  const sorted = await orderedElements(found.positions, sorting, keys, context.signal)
  const { positions: ordered, accepted } = rankedByLikeness(sorted, found)
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
      return mapInTurns(await filterInTurns(accepted, picked, context.signal), numbering.elementOf, context.signal)
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
