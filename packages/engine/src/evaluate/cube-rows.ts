import { type CubePlan, cubeFactsStatement, cubeRowsStatement, dualMeasures } from '../compile/cube-select.js'
import type { CubeScopes } from '../compile/query-frame.js'
import type { DataView } from '../security/data-view.js'
import type { ResultColumns } from '../snapshot/select-runner.js'

/** Cells of a cube that are held in memory; larger cubes are paged in the database. */
const maxHeldCells = 400_000

/** The rows of a cube as columns: element numbers of dimensions (`null`: missing), then values of measures, then texts of
 * dual measures. */
export interface CubeRows {
  readonly rowCount: number
  /** Distinct values of each dimension. */
  readonly cardinalities: readonly number[]
  readonly ranges: readonly { readonly min: number | null; readonly max: number | null }[]
  /** Cells that are held. */
  readonly weight: number
  rows(top: number, height: number, signal?: AbortSignal): Promise<ResultColumns>
}

/** Evaluates the rows of a cube, up to a bound in one query; beyond it, each page is a query of its own. */
export const readCubeRows = async (
  view: DataView,
  plan: CubePlan,
  scopes: CubeScopes,
  signal?: AbortSignal,
): Promise<CubeRows> => {
  const columnCount = columnCountOf(plan)
  if (columnCount === 0) return heldRows(plan, [], 0)
  const maxRows = Math.floor(maxHeldCells / columnCount)
  const window = { offset: 0, limit: maxRows + 1 }
  const columns = await view.snapshot.runner.run(cubeRowsStatement(view.model, plan, scopes, window), signal)
  const rowCount = columns[0]?.length ?? 0
  return rowCount > maxRows ? pagedRows(view, plan, scopes, signal) : heldRows(plan, columns, rowCount)
}

const heldRows = (plan: CubePlan, columns: ResultColumns, rowCount: number): CubeRows => ({
  rowCount,
  cardinalities: plan.dimensions.map(
    (_, index) => new Set((columns[index] ?? []).filter((element) => element !== null)).size,
  ),
  ranges: plan.measures.map((_, index) => range(columns[plan.dimensions.length + index] ?? [])),
  weight: rowCount * columns.length,
  rows: async (top, height) => columns.map((column) => column.slice(top, top + height)),
})

const pagedRows = async (
  view: DataView,
  plan: CubePlan,
  scopes: CubeScopes,
  signal: AbortSignal | undefined,
): Promise<CubeRows> => {
  const { runner } = view.snapshot
  const facts = (await runner.run(cubeFactsStatement(view.model, plan, scopes), signal)).map(
    (column) => column[0] ?? null,
  )
  const dimensionCount = plan.dimensions.length
  return {
    rowCount: Number(facts[0]),
    cardinalities: plan.dimensions.map((_, index) => Number(facts[1 + index])),
    ranges: plan.measures.map((_, index) => {
      const first = 1 + dimensionCount + 2 * index
      return range([facts[first] ?? null, facts[first + 1] ?? null])
    }),
    weight: columnCountOf(plan),
    rows: (top, height, pageSignal) =>
      runner.run(cubeRowsStatement(view.model, plan, scopes, { offset: top, limit: height }), pageSignal),
  }
}

const columnCountOf = (plan: CubePlan): number =>
  plan.dimensions.length + plan.measures.length + dualMeasures(plan).length

/** Texts and values beyond the range of numbers have no part in it. */
const range = (column: readonly unknown[]) => {
  let min: number | null = null
  let max: number | null = null
  for (const value of column) {
    if (typeof value !== 'number' || !Number.isFinite(value)) continue
    if (min === null || value < min) min = value
    if (max === null || value > max) max = value
  }
  return { min, max }
}
