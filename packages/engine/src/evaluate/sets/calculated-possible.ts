import { exactText } from '../../exact-text.js'
import { expressionProblem } from '../../expressions/expression-problem.js'
import type { ElementSet } from '../../expressions/sets/set-expression.js'
import { type TypedExpression, typeOf } from '../../expressions/typed-expression.js'
import { constrainedScope, type DataScope, scopeText } from '../../plan/data-scope.js'
import { pageColumns } from '../../plan/page-columns.js'
import { planCube } from '../../plan/plan-cube.js'
import { mapInTurns } from '../../turns.js'
import { cacheKey } from '../cache-key.js'
import { identityOf, type KeyValue, keyValueOf } from '../calculated/key-value.js'
import type { EvaluationContext } from '../evaluation.js'
import { selectedScope } from '../field-elements.js'
import { readBoundedRows } from '../read-bounded-rows.js'
import { resolveSet } from './resolve-set.js'

/** Values that an expression may make where those of a field are to be the same. */
const maxValues = 10_000

/** The values that `P()` and `E()` of an expression name: what it makes of the records of a set, or of all others only. */
export const calculatedPossible = async (
  context: EvaluationContext,
  expression: TypedExpression,
  { set, excluded }: Extract<ElementSet, { kind: 'possible' }>,
): Promise<readonly KeyValue[]> => {
  const { view, selections } = context
  const possible = await madeIn(
    context,
    expression,
    set ? await resolveSet(context, set) : selectedScope(view, selections),
  )
  if (!excluded) return possible
  const known = new Set(possible.map(identityOf))
  const every = await madeIn(context, expression, constrainedScope(view.predicate, new Map()))
  return every.filter((value) => !known.has(identityOf(value)))
}

const madeIn = async (
  { view, selections, signal }: EvaluationContext,
  expression: TypedExpression,
  scope: DataScope,
): Promise<readonly KeyValue[]> => {
  const checked = {
    dimensions: [{ key: { kind: 'calculated', expression } as const, nullSuppression: true, order: {} }],
    measures: [],
    sortOrder: [],
    suppressZero: false,
    suppressMissing: false,
  }
  const plan = planCube(view.model, checked, { selected: scope, of: () => scope, loaded: () => undefined })
  const rows = await view.snapshot.results.get(
    cacheKey(view, selections, ['made', exactText(expression), scopeText(scope)]),
    () => readBoundedRows(view, plan, signal),
    (result) => result.weight,
    signal,
  )
  if (rows.rowCount > maxValues)
    throw expressionProblem(0, `P() and E() of an expression are for at most ${maxValues} values`)
  const columns = await rows.rows(0, rows.rowCount, signal)
  const [own] = pageColumns(plan.cube).keys
  const at = (column: number | undefined, row: number) =>
    column === undefined ? null : (columns[column]?.[row] ?? null)
  const values = await mapInTurns(
    columns[0] ?? [],
    (_, row) => keyValueOf(typeOf(expression), at(own?.at, row), at(own?.text, row)),
    signal,
  )
  return values.flatMap((value) => value ?? [])
}
