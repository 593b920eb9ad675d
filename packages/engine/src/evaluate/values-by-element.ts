import { needsOrder, type TypedExpression } from '../expressions/typed-expression.js'
import type { FieldModel } from '../model/data-model.js'
import { fieldKey } from '../plan/group-key.js'
import { planCube } from '../plan/plan-cube.js'
import { eachInTurns } from '../turns.js'
import { cacheKey } from './cache-key.js'
import type { EvaluationContext } from './evaluation.js'
import type { ElementValues } from './list-order.js'
import { readBoundedRows } from './read-bounded-rows.js'
import { resolveScopes } from './sets/resolve-scopes.js'

/**
 * An expression's value for each value of a field.
 *
 * @param source what the expression is in cache keys: its text
 * @param which values are wanted: all, or those of an expression that is not zero
 */
export const valuesByElement = async (
  context: EvaluationContext,
  field: FieldModel,
  source: string,
  expression: TypedExpression,
  which: 'all' | 'not zero' = 'all',
): Promise<ElementValues> => {
  const { view, selections, signal } = context
  // Functions of other rows follow the order in which the person's values were loaded.
  const ordered = needsOrder(expression)
  const scopes = await resolveScopes(context, [expression], ordered ? [field] : [])
  const checked = {
    dimensions: [{ key: fieldKey(field), nullSuppression: true, order: {} }],
    measures: [{ expression, order: null }],
    sortOrder: ordered ? [0] : [],
    suppressZero: which === 'not zero',
    suppressMissing: false,
  }
  const plan = planCube(view.model, checked, scopes)
  const rows = await view.snapshot.results.get(
    cacheKey(view, selections, ['values', field.id, source, which, scopes.key]),
    () => readBoundedRows(view, plan, signal),
    (result) => result.weight,
    signal,
  )
  const [elements = [], values = []] = await rows.rows(0, rows.rowCount, signal)
  const found = new Map<number, number | string | null>()
  await eachInTurns(
    elements,
    (element, row) => found.set(Number(element), values[row] as number | string | null),
    signal,
  )
  return found
}
