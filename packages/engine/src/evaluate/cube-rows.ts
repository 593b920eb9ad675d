import type { Cube } from '../plan/cube.js'
import type { CubePlan } from '../plan/cube-plan.js'
import { isLimited, limitedRow } from '../plan/limited-key.js'
import { pageColumns } from '../plan/page-columns.js'
import { cubeFactsStatement } from '../print/cube-statements.js'
import type { DataView } from '../security/data-view.js'
import type { ResultColumns } from '../snapshot/select-runner.js'
import { ask } from './ask.js'

/** Cells of a cube that are held in memory; larger cubes are paged in the database. */
const maxHeldCells = 400_000

/** The rows of a cube as the columns of its pages; the values of dimensions that are fields are element numbers. */
export interface CubeRows {
  readonly rowCount: number
  /** Distinct values of each dimension. */
  readonly cardinalities: readonly number[]
  /** Of the measures; rows of others have no part in them. */
  readonly ranges: readonly { readonly min: number | null; readonly max: number | null }[]
  readonly hasOthers: boolean
  /** Cells that are held; a text of some length weighs as much as several. */
  readonly weight: number
  rows(top: number, height: number, signal?: AbortSignal): Promise<ResultColumns>
}

/** Evaluates the rows of a cube, up to a bound in one query; beyond it, each page is a query of its own. */
export const readCubeRows = async (view: DataView, plan: CubePlan, signal?: AbortSignal): Promise<CubeRows> => {
  const columnCount = pageColumns(plan.cube).count
  if (columnCount === 0) return heldRows(plan, [], 0)
  const maxRows = Math.floor(maxHeldCells / columnCount)
  const page = { offset: 0, limit: maxRows + 1 }
  const columns = await ask(view, { kind: 'cube page', plan, page }, signal)
  const rowCount = columns[0]?.length ?? 0
  return rowCount > maxRows ? pagedRows(view, plan, signal) : heldRows(plan, columns, rowCount)
}

/** A cell takes about as much memory as so many characters. */
const charactersOfCell = 16

const charactersOf = (columns: ResultColumns): number => {
  let characters = 0
  for (const column of columns) for (const value of column) if (typeof value === 'string') characters += value.length
  return characters
}

const heldRows = ({ cube }: CubePlan, columns: ResultColumns, rowCount: number): CubeRows => ({
  rowCount,
  cardinalities: pageColumns(cube).keys.map(
    ({ at, text, limited }) =>
      distinctValues(columns[at] ?? [], text === undefined ? undefined : columns[text]) +
      Number(isOutside(limited === undefined ? [] : (columns[limited] ?? []))),
  ),
  ranges: cube.measures.map((_, index) => range(withoutOthers(cube, columns, columns[cube.keys.length + index] ?? []))),
  hasOthers: limitedColumns(cube, columns).some(isOutside),
  weight: rowCount * columns.length + Math.ceil(charactersOf(columns) / charactersOfCell),
  rows: async (top, height) => columns.map((column) => column.slice(top, top + height)),
})

/** What rows are of the limited keys of a cube. */
const limitedColumns = (cube: Cube, columns: ResultColumns): readonly ResultColumns[number][] =>
  pageColumns(cube).keys.flatMap(({ limited }) => (limited === undefined ? [] : [columns[limited] ?? []]))

/** Whether some row has none of the values of a key that are kept. */
const isOutside = (column: ResultColumns[number]): boolean => column.some((row) => row !== limitedRow.kept)

const withoutOthers = (cube: Cube, columns: ResultColumns, values: ResultColumns[number]): ResultColumns[number] => {
  const limited = limitedColumns(cube, columns)
  return limited.length === 0
    ? values
    : values.filter((_, row) => limited.every((column) => column[row] === limitedRow.kept))
}

const pagedRows = async (view: DataView, plan: CubePlan, signal: AbortSignal | undefined): Promise<CubeRows> => {
  const { runner } = view.snapshot
  const facts = (await runner.run(cubeFactsStatement(view.model, plan), signal)).map((column) => column[0] ?? null)
  const { keys, measures } = plan.cube
  const outside = facts.slice(1 + keys.length + 2 * measures.length).map(Number)
  const limited = keys.flatMap((key, position) => (isLimited(key) ? [position] : []))
  return {
    rowCount: Number(facts[0]),
    hasOthers: outside.some((count) => count > 0),
    cardinalities: keys.map(
      (_, index) => Number(facts[1 + index]) + Number((outside[limited.indexOf(index)] ?? 0) > 0),
    ),
    ranges: measures.map((_, index) => {
      const first = 1 + keys.length + 2 * index
      return range([facts[first] ?? null, facts[first + 1] ?? null])
    }),
    weight: pageColumns(plan.cube).count,
    rows: (top, height, pageSignal) =>
      ask(view, { kind: 'cube page', plan, page: { offset: top, limit: height } }, pageSignal),
  }
}

/** A value that is a number and a text is missing where both are. */
const distinctValues = (column: ResultColumns[number], texts: ResultColumns[number] | undefined): number => {
  if (!texts) return new Set(column.filter((value) => value !== null)).size
  const values = column.map((value, row) => (value === null ? (texts[row] ?? null) : `${value} ${texts[row]}`))
  return new Set(values.filter((value) => value !== null)).size
}

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
