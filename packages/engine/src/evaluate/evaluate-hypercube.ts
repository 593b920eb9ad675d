import { createHash } from 'node:crypto'
import { UnderstudyError } from '@understudy/contract'
import { exactText } from '../exact-text.js'
import type { CubeColumns } from '../expressions/session/session-facts.js'
import { aggregatesOf, isOfNoField } from '../expressions/typed-expression.js'
import type { CheckedCube } from '../plan/checked-cube.js'
import type { CubePlan } from '../plan/cube-plan.js'
import { plannedCube } from '../plan/planned-cubes.js'
import type { DataView } from '../security/data-view.js'
import type { SelectionState } from '../selections/selection-state.js'
import type { ResultColumns } from '../snapshot/select-runner.js'
import { cacheKey } from './cache-key.js'
import { refusedValues } from './calculated/refused-values.js'
import { checkedCube } from './checked-cubes.js'
import { namesInChart } from './column-labels.js'
import { contextSetErrors } from './context-set.js'
import { boundErrors, cellErrors } from './cube-bounds.js'
import { cubeCells, measureTotals } from './cube-cells.js'
import { type CubeRows, readCubeRows } from './cube-rows.js'
import { preparedDefinitions } from './dimension.js'
import type { Cell, EvaluationContext, HypercubeOutcome, HypercubeRequest } from './evaluation.js'
import type { EvaluateTotal } from './expansion/expand-expression.js'
import { preparedKey, prepareExpressions } from './expansion/prepare-expression.js'
import { factsOfDimension } from './facts-of-dimension.js'
import { selectionsOutside } from './field-elements.js'
import { withLimits } from './resolve-limits.js'
import { resolveColumns } from './sets/resolve-columns.js'
import type { ResolvedScopes } from './sets/resolve-scopes.js'

/**
 * Evaluates a hypercube in the name of the view's principal. A cube without dimensions has one row, its totals.
 *
 * @returns the cube, or an error for each column that cannot be evaluated
 * @throws UnderstudyError ENGINE-QUERY-* when the database gives up or the signal aborts
 */
export const evaluateHypercube = async (
  given: EvaluationContext,
  asked: HypercubeRequest,
): Promise<HypercubeOutcome> => {
  const unlimited = withValuesOfDimensions(given.view, asked)
  const context = unlimited.chart
    ? { ...given, cube: columnsOf(unlimited), names: namesInChart(given, unlimited.measures) }
    : given
  const limits = await withLimits(context, unlimited, evaluateTotal)
  if (!limits.ok) return limits
  const { request } = limits
  const wrongSet = await contextSetErrors(context, request, evaluateTotal)
  if (wrongSet.length > 0) return { ok: false, errors: wrongSet }
  const prepared = await prepareExpressions(context, sourcesOf(context.view, request), evaluateTotal)
  const outcome = checkedCube(context, request, prepared)
  if (!outcome.ok) return outcome
  const { view, signal } = context
  const { checked, dimensions: resolved } = outcome
  const tooMany = await refusedValues(context, resolved)
  if (tooMany.length > 0) return { ok: false, errors: tooMany }
  const key = preparedKey(prepared)
  const selections = selectionsOutside(context.selections, request.ignoreSelectionsIn ?? [])
  const asking = () =>
    createHash('sha256')
      .update(exactText([request, key]))
      .digest('base64url')
  const columns = await resolveColumns({ ...context, selections, asking }, checked)
  if (!columns.ok) return columns
  const { scopes } = columns
  const { plan, totals: planOfTotals, merged } = plannedCube(view.model, checked, scopes, scopes.ofSets)
  const excessive = [...cellErrors(plan, request.pivot?.cells ?? 0), ...(await boundErrors(view, plan, signal))]
  if (excessive.length > 0) return { ok: false, errors: excessive }
  const reading = cachedRows(context, selections, scopes, plan, request, key)
  const askTotals = () =>
    totalCells(context, selections, scopes, checked, { plan: planOfTotals(), merged }, [request.measures, key])
  const totalsBeside = async () => {
    const told = (await reading).totals
    return told ? cellsOfTotals(plan, told) : askTotals()
  }
  const [rows, totals, facts] = await Promise.all([
    reading,
    resolved.length === 0
      ? reading.then((only) => firstRow(plan, only, signal))
      : plan.cube.overall
        ? totalsBeside()
        : askTotals(),
    Promise.all(resolved.map((dimension) => factsOfDimension(context, { ...context, selections }, dimension, 0))),
  ])
  const dimensions = facts.map((known, index) => ({ ...known, hypercubeCardinality: rows.cardinalities[index] ?? 0 }))
  return {
    ok: true,
    cube: {
      rowCount: rows.rowCount,
      dimensions,
      measures: rows.ranges.map((range, index) => ({ ...range, ...outcome.formats[index] })),
      grandTotal: totals,
      effectiveSortOrder: checked.sortOrder,
      hasOthers: rows.hasOthers,
      page: async (top, height, pageSignal = signal) => {
        if (top < 0 || height <= 0 || top >= rows.rowCount) return []
        return cubeCells(context, resolved, plan.cube, await rows.rows(top, height, pageSignal))
      },
      parts: async function* (partsSignal) {
        for await (const part of rows.parts(partsSignal)) yield cubeCells(context, resolved, plan.cube, part)
      },
    },
  }
}

/** Measures that are the definition of a dimension, as expressions that tell its one value. */
const withValuesOfDimensions = ({ fields }: DataView, request: HypercubeRequest): HypercubeRequest => ({
  ...request,
  measures: request.measures.map((measure) =>
    measure.ofDimension ? { ...measure, expression: oneValueOf(fields, measure.expression) } : measure,
  ),
})

const oneValueOf = (fields: DataView['fields'], definition: string): string => {
  const source = definition.trim().replace(/^=/, '').trim()
  return `Only(${fields.has(source) ? `[${source.replaceAll(']', ']]')}]` : source})`
}

const columnsOf = ({ dimensions, measures, pivot }: HypercubeRequest): CubeColumns => ({
  dimensions: pivot?.dimensions ?? dimensions.map(({ definition }) => definition),
  measures: measures.map(({ expression }) => expression),
})

const sourcesOf = (view: DataView, request: HypercubeRequest): readonly string[] => [
  ...request.measures.map(({ expression }) => expression),
  ...preparedDefinitions(view, [...request.dimensions.map(({ definition }) => definition), ...(request.omitted ?? [])]),
  ...request.dimensions.flatMap(({ sort }) => sort?.byExpression?.expression ?? []),
  ...request.dimensions.flatMap(({ limit }) => limit?.by || []),
]

/** An expression without dimensions, as expansions and variables ask for it. */
export const evaluateTotal: EvaluateTotal = async (context, expression) => {
  const outcome = await evaluateHypercube(context, { dimensions: [], measures: [{ expression }] })
  if (outcome.ok) return outcome.cube.grandTotal[0]
  throw new UnderstudyError('ENGINE-EXPRESSION', `in ${expression}: ${outcome.errors[0]?.message ?? 'an error'}`)
}

const cachedRows = (
  { view, signal, selections: made }: EvaluationContext,
  selections: SelectionState,
  scopes: ResolvedScopes,
  plan: CubePlan,
  request: HypercubeRequest,
  prepared: unknown,
): Promise<CubeRows> => {
  // Selections that the cube ignores still order it, where it sorts by state.
  const ignored = (request.ignoreSelectionsIn ?? []).map((name) => made.get(name)?.values.digest())
  return view.snapshot.results.get(
    cacheKey(view, selections, ['cube', request, prepared, ignored, scopes.key]),
    () => readCubeRows(view, plan, signal),
    (rows) => rows.weight,
    signal,
  )
}

/** Totals count each row of data in the selections once, also where it is in several rows of the cube, or in none. */
const totalCells = async (
  { view, signal }: EvaluationContext,
  selections: SelectionState,
  scopes: ResolvedScopes,
  checked: CheckedCube,
  { plan, merged }: { readonly plan: CubePlan; readonly merged: boolean },
  prepared: unknown,
): Promise<readonly Cell[]> => {
  if (checked.measures.length === 0) return []
  const keys = checked.dimensions.map(({ key }) => key)
  const totalOf = checked.totalOf ?? keys
  // An aggregation without a field counts rows of the dimensions' tables.
  const rowsCounted = checked.measures.some(({ expression }) => aggregatesOf(expression).some(isOfNoField))
  const rows = await view.snapshot.results.get(
    // Fractions that are added group by group may come to other last digits.
    cacheKey(view, selections, ['totals', prepared, scopes.key, rowsCounted ? totalOf : [], merged ? keys : []]),
    () => readCubeRows(view, plan, signal),
    (result) => result.weight,
    signal,
  )
  return firstRow(plan, rows, signal)
}

const firstRow = async (plan: CubePlan, rows: CubeRows, signal: AbortSignal | undefined): Promise<readonly Cell[]> =>
  cellsOfTotals(plan, await rows.rows(0, 1, signal))

/** The cells of the only row of totals. */
const cellsOfTotals = ({ cube: { measures } }: CubePlan, columns: ResultColumns): readonly Cell[] =>
  measures.flatMap((_, index) => measureTotals({ keys: [], measures }, columns, index).slice(0, 1))
