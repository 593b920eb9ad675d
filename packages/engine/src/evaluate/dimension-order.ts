import { rowCountOf } from '../expressions/check-aggregate.js'
import { checkMeasure } from '../expressions/check-measure.js'
import type { FieldModel } from '../model/data-model.js'
import type { DimensionOrder } from '../plan/checked-cube.js'
import type { DataView } from '../security/data-view.js'
import { assertComputable } from './assert-computable.js'
import type { SortCriteria } from './evaluation.js'
import { type PreparedExpressions, preparedFor } from './expansion/prepare-expression.js'

/**
 * Reads the sort criteria of a dimension column.
 *
 * @param selected elements that sorting by state brings first
 * @throws UnderstudyError ENGINE-EXPRESSION for the sort expression
 */
export const dimensionOrder = (
  view: DataView,
  field: FieldModel,
  sort: SortCriteria | undefined,
  selected: readonly number[],
  prepared: PreparedExpressions,
): DimensionOrder => {
  if (!sort) return {}
  const { byState, byNumeric, byAscii, byLoadOrder, byFrequency, byExpression } = sort
  return {
    ...(byState && selected.length > 0 ? { state: { direction: byState, selected } } : {}),
    ...(byExpression ? { expression: sortExpression(view, byExpression, prepared) } : {}),
    ...(byFrequency ? { frequency: { count: rowCountOf(view.model, field), direction: byFrequency } } : {}),
    ...(byNumeric ? { numeric: byNumeric } : {}),
    ...(byAscii ? { text: byAscii } : {}),
    ...(byLoadOrder ? { loadOrder: byLoadOrder } : {}),
  }
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
