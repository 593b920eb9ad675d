import type { Aggregate, TypedExpression } from '../expressions/typed-expression.js'
import type { FieldModel } from '../model/data-model.js'
import { symbolTable } from '../snapshot/snapshot-schema.js'
import type { StatementValues } from './statement-values.js'
import { valueFilter } from './value-filter.js'

/** What a dimension column is sorted by; the criteria that are given, in the order of QIX. */
export interface DimensionOrder {
  /** Elements that come first (1) or last (-1): those selected. */
  readonly state?: { readonly direction: 1 | -1; readonly selected: readonly number[] }
  readonly expression?: { readonly value: TypedExpression; readonly direction: 1 | -1 }
  /** By the count of rows with the value. */
  readonly frequency?: { readonly count: Aggregate; readonly direction: 1 | -1 }
  readonly numeric?: 1 | -1
  readonly text?: 1 | -1
  readonly loadOrder?: 1 | -1
}

/** Sort keys of one dimension: joins to add to the cube and terms of its ORDER BY. */
export interface SortKeys {
  readonly joins: readonly string[]
  readonly terms: readonly string[]
}

/** NULL is last in either direction. */
const term = (key: string, direction: 1 | -1): string => `${key} ${direction === 1 ? 'ASC' : 'DESC'} NULLS LAST`

/**
 * Prints the sort keys of a dimension column.
 *
 * @param valueByElement prints a SELECT of `d0` and `m0`: an expression's value for each value of the dimension
 */
export const dimensionSortKeys = (
  index: number,
  field: FieldModel,
  order: DimensionOrder,
  values: StatementValues,
  valueByElement: (value: TypedExpression) => string,
): SortKeys => {
  const column = `cube.d${index}`
  const joins: string[] = []
  const terms: string[] = []
  const label = `k${index}`
  const byValue = (name: string, value: TypedExpression, direction: 1 | -1) => {
    joins.push(`LEFT JOIN (${valueByElement(value)}) AS ${name} ON ${name}.d0 IS NOT DISTINCT FROM ${column}`)
    terms.push(term(`${name}.m0`, direction))
  }
  if (order.state) {
    const selected = valueFilter(column, field, order.state.selected, values)
    terms.push(`CASE WHEN ${selected} THEN ${-order.state.direction} ELSE 0 END`)
  }
  if (order.expression) byValue(`e${index}`, order.expression.value, order.expression.direction)
  if (order.frequency) {
    byValue(`q${index}`, { kind: 'aggregate', aggregate: order.frequency.count }, order.frequency.direction)
  }
  if (order.numeric || order.text)
    joins.push(`LEFT JOIN ${symbolTable(field.id)} AS ${label} ON ${label}.elem = ${column}`)
  if (order.numeric) terms.push(term(`${label}.num`, order.numeric))
  if (order.text) terms.push(term(`${label}.text_rank`, order.text))
  // Two values never tie: rows of one value stay together, whatever later columns are sorted by.
  terms.push(term(column, order.loadOrder ?? 1))
  return { joins, terms }
}

/** The term of a measure column. */
export const measureSortTerm = (index: number, direction: 1 | -1): string => term(`cube.m${index}`, direction)
