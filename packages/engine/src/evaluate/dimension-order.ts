import type { DimensionOrder } from '../compile/sort-keys.js'
import { checkMeasure } from '../expressions/check-measure.js'
import { grainOf } from '../expressions/grain.js'
import type { Aggregate, TypedExpression } from '../expressions/typed-expression.js'
import type { FieldModel } from '../model/data-model.js'
import type { DataView } from '../security/data-view.js'
import type { SortCriteria } from './evaluation.js'

/**
 * Reads the sort criteria of a dimension column.
 *
 * @param selected elements that sorting by state brings first
 * @param assertAssociated throws where the sort expression is not associated with the dimension
 * @throws UnderstudyError ENGINE-EXPRESSION for the sort expression
 */
export const dimensionOrder = (
  view: DataView,
  field: FieldModel,
  sort: SortCriteria | undefined,
  selected: readonly number[],
  assertAssociated: (expression: TypedExpression) => void,
): DimensionOrder => {
  if (!sort) return {}
  const { byState, byNumeric, byAscii, byLoadOrder, byFrequency, byExpression } = sort
  return {
    ...(byState && selected.length > 0 ? { state: { direction: byState, selected } } : {}),
    ...(byExpression ? { expression: sortExpression(view, byExpression, assertAssociated) } : {}),
    ...(byFrequency ? { frequency: { count: rowCount(view, field), direction: byFrequency } } : {}),
    ...(byNumeric ? { numeric: byNumeric } : {}),
    ...(byAscii ? { text: byAscii } : {}),
    ...(byLoadOrder ? { loadOrder: byLoadOrder } : {}),
  }
}

/** The frequency of a field's value: the rows that hold it. */
export const rowCount = (view: DataView, field: FieldModel): Aggregate => {
  const question = { function: 'count', distinct: false, fields: [field], bareField: true } as const
  return { ...question, argument: { kind: 'field', field }, grain: grainOf(view.model, question) ?? [] }
}

const sortExpression = (
  view: DataView,
  { expression, direction }: NonNullable<SortCriteria['byExpression']>,
  assertAssociated: (expression: TypedExpression) => void,
) => {
  const value = checkMeasure(view.model, view.fields, expression).expression
  assertAssociated(value)
  return { value, direction }
}
