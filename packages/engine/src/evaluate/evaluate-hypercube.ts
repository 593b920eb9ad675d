import type { CubePlan } from '../compile/cube-select.js'
import type { TypedExpression } from '../expressions/typed-expression.js'
import type { SelectionState } from '../selections/selection-state.js'
import { cacheKey } from './cache-key.js'
import { cubeCells, measureCells } from './cube-cells.js'
import { type CubeRows, readCubeRows } from './cube-rows.js'
import { dimensionFacts, fieldStates } from './dimension-facts.js'
import type { Cell, EvaluationContext, HypercubeOutcome, HypercubeRequest, MeasureFacts } from './evaluation.js'
import { selectionsOutside } from './field-elements.js'
import { planCube } from './plan-cube.js'
import { type ResolvedScopes, resolveScopes } from './sets/resolve-scopes.js'

/**
 * Evaluates a hypercube in the name of the view's principal. A cube without dimensions has one row, its totals.
 *
 * @returns the cube, or an error for each column that cannot be evaluated
 * @throws UnderstudyError ENGINE-QUERY-* when the database gives up or the signal aborts
 */
export const evaluateHypercube = async (
  context: EvaluationContext,
  request: HypercubeRequest,
): Promise<HypercubeOutcome> => {
  const planned = planCube(context, request)
  if (!planned.ok) return planned
  const { view, signal } = context
  const { plan } = planned
  const selections = selectionsOutside(context.selections, request.ignoreSelectionsIn ?? [])
  const scopes = await resolveScopes({ ...context, selections }, expressionsOf(plan))
  const [rows, totals, states] = await Promise.all([
    cachedRows(context, selections, scopes, plan, request),
    totalCells(context, selections, scopes, plan, request),
    Promise.all(plan.dimensions.map((dimension) => fieldStates(context, dimension.field))),
  ])
  const dimensions = await Promise.all(
    plan.dimensions.map(({ field }, index) => {
      const state = states[index]
      if (!state) throw new Error('a dimension has no states')
      return dimensionFacts(context, field, state, rows.cardinalities[index] ?? 0)
    }),
  )
  return {
    ok: true,
    cube: {
      rowCount: rows.rowCount,
      dimensions,
      measures: rows.ranges.map((range, index) => measureFacts(range, planned.numPatterns[index] ?? null)),
      grandTotal: totals,
      effectiveSortOrder: plan.sortOrder,
      page: async (top, height) => {
        if (top < 0 || height <= 0 || top >= rows.rowCount) return []
        return cubeCells(view, plan, await rows.rows(top, height, signal))
      },
    },
  }
}

const measureFacts = (range: Pick<MeasureFacts, 'min' | 'max'>, numPattern: string | null): MeasureFacts =>
  numPattern === null ? range : { ...range, numPattern }

/** All that a cube computes: its measures, and what it sorts by. */
const expressionsOf = (plan: CubePlan): readonly TypedExpression[] => [
  ...plan.measures.map(({ expression }) => expression),
  ...plan.dimensions.flatMap(({ order }) => order.expression?.value ?? []),
]

const cachedRows = (
  { view, signal, selections: made }: EvaluationContext,
  selections: SelectionState,
  scopes: ResolvedScopes,
  plan: CubePlan,
  request: HypercubeRequest,
): Promise<CubeRows> => {
  // Selections that the cube ignores still order it, where it sorts by state.
  const ignored = (request.ignoreSelectionsIn ?? []).map((name) => [...(made.get(name)?.values ?? [])])
  return view.snapshot.results.get(
    cacheKey(view, selections, ['cube', request, ignored, scopes.key]),
    () => readCubeRows(view, plan, scopes, signal),
    (rows) => rows.weight,
    signal,
  )
}

/** Totals are computed over all rows of the selections, not from the cube's rows: each row of data counts once. */
const totalCells = async (
  { view, signal }: EvaluationContext,
  selections: SelectionState,
  scopes: ResolvedScopes,
  plan: CubePlan,
  request: HypercubeRequest,
): Promise<readonly Cell[]> => {
  if (plan.measures.length === 0) return []
  const totals: CubePlan = { ...plan, dimensions: [], sortOrder: [] }
  const expressions = request.measures.map((measure) => measure.expression)
  const rows = await view.snapshot.results.get(
    cacheKey(view, selections, ['totals', expressions, scopes.key]),
    () => readCubeRows(view, totals, scopes, signal),
    (result) => result.weight,
    signal,
  )
  const columns = await rows.rows(0, 1, signal)
  return plan.measures.flatMap((_, index) => measureCells(totals, columns, index, -1).slice(0, 1))
}
