import { firstElementOf, rowCountOf } from '../expressions/check-aggregate.js'
import { checkMeasure } from '../expressions/check-measure.js'
import type { SymbolSet } from '../model/symbol-set.js'
import type { DimensionOrder } from '../plan/checked-cube.js'
import type { DataView } from '../security/data-view.js'
import { assertComputable } from './assert-computable.js'
import { byDimension, type Dimension, fieldsOfDimension } from './dimension.js'
import type { SortCriteria } from './evaluation.js'
import { type PreparedExpressions, preparedFor } from './expansion/prepare-expression.js'

/**
 * Reads the sort criteria of a dimension column.
 *
 * @param dimension where its values hang on several fields, the rows that hold the first one are counted
 * @param selected elements that sorting by state brings first
 * @throws UnderstudyError ENGINE-EXPRESSION for the sort expression
 */
export const dimensionOrder = (
  view: DataView,
  dimension: Dimension,
  sort: SortCriteria | undefined,
  selected: SymbolSet,
  prepared: PreparedExpressions,
): DimensionOrder => {
  if (!sort) return loadOrderOf(view, dimension, 1)
  const { byState, byNumeric, byAscii, byLoadOrder, byFrequency, byExpression } = sort
  const [counted] = fieldsOfDimension(dimension)
  return {
    ...(byState && selected.size > 0 ? { state: { direction: byState, selected } } : {}),
    ...(byExpression ? { expression: sortExpression(view, byExpression, prepared) } : {}),
    ...(byFrequency && counted
      ? { frequency: { count: rowCountOf(view.model, counted), direction: byFrequency } }
      : {}),
    ...(byNumeric ? { numeric: byNumeric } : {}),
    ...(byAscii ? { text: byAscii } : {}),
    ...loadOrderOf(view, dimension, byLoadOrder || (byNumeric || byAscii || byExpression || byFrequency ? 0 : 1)),
  }
}

/** Values of fields have numbers in load order; those that are calculated follow the first values of their fields. */
const loadOrderOf = (view: DataView, dimension: Dimension, direction: -1 | 0 | 1): Partial<DimensionOrder> => {
  if (direction === 0) return {}
  return byDimension<Partial<DimensionOrder>>(dimension, {
    field: () => ({ loadOrder: direction }),
    calculated: ({ fields }) => ({
      first: { positions: fields.map((field) => firstElementOf(view.model, field)), direction },
      loadOrder: direction,
    }),
  })
}

const sortExpression = (
  view: DataView,
  { expression, direction }: NonNullable<SortCriteria['byExpression']>,
  prepared: PreparedExpressions,
) => {
  const { source, names } = preparedFor(prepared, expression)
  const value = checkMeasure(view.model, view.fields, source, names).expression
  assertComputable(value)
  return { value, direction }
}
