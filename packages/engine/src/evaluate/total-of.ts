import type { TypedExpression } from '../expressions/typed-expression.js'
import { planCube } from '../plan/plan-cube.js'
import { assertComputable } from './assert-computable.js'
import { measureTotals } from './cube-cells.js'
import type { EvaluationContext } from './evaluation.js'
import { readBoundedRows } from './read-bounded-rows.js'
import { resolveScopes } from './sets/resolve-scopes.js'

/** The value of a checked expression without dimensions: its text, where it has one, else its number. */
export const totalOf = async (
  context: EvaluationContext,
  expression: TypedExpression,
): Promise<string | number | null> => {
  if (expression.kind === 'number' || expression.kind === 'text') return expression.value
  const { view, signal } = context
  assertComputable(expression)
  const checked = {
    dimensions: [],
    measures: [{ expression, order: null }],
    sortOrder: [],
    suppressZero: false,
    suppressMissing: false,
  }
  const plan = planCube(view.model, checked, await resolveScopes(context, [expression]))
  const rows = await readBoundedRows(view, plan, signal)
  const [cell] = measureTotals(plan.cube, await rows.rows(0, 1, signal), 0)
  return cell?.text ?? cell?.num ?? null
}
