import type { Cube } from '../plan/cube.js'
import type { CubePlan } from '../plan/cube-plan.js'
import { isLimited, limitedRow } from '../plan/limited-key.js'
import { pageColumns } from '../plan/page-columns.js'
import { cubeFactsStatement } from '../print/cube-statements.js'
import { questionStatement } from '../print/wave-statement.js'
import type { DataView } from '../security/data-view.js'
import type { ResultColumns } from '../snapshot/select-runner.js'
import { eachInTurns } from '../turns.js'
import { ask } from './ask.js'
import { togetherInSpans } from './row-spans.js'

/** Cells of a cube that are held in memory; larger cubes are paged in the database. */
const maxHeldCells = 400_000

/** Cells that are read for pages of a larger cube which lie near each other: each query evaluates the cube anew. */
const maxSpanCells = 400_000

interface Range {
  readonly min: number | null
  readonly max: number | null
}

/** The rows of a cube as the columns of its pages; the values of dimensions that are fields are element numbers. */
export interface CubeRows {
  readonly rowCount: number
  /** Distinct values of each dimension. */
  readonly cardinalities: readonly number[]
  /** Of the measures; rows of others have no part in them. */
  readonly ranges: readonly Range[]
  readonly hasOthers: boolean
  /** Cells that are held; a text of some length weighs as much as several. */
  readonly weight: number
  /** The totals as the only row of a cube without keys, where the rows told them. */
  readonly totals?: ResultColumns
  rows(top: number, height: number, signal?: AbortSignal): Promise<ResultColumns>
  /** All rows, part by part; those of a larger cube are never held together. */
  parts(signal: AbortSignal): AsyncIterable<ResultColumns>
}

/** Evaluates the rows of a cube, up to a bound in one query; beyond it, each page is a query of its own. */
export const readCubeRows = async (view: DataView, plan: CubePlan, signal?: AbortSignal): Promise<CubeRows> => {
  const columnCount = pageColumns(plan.cube).count
  if (columnCount === 0) return heldRows(plan, [], 0, signal)
  const maxRows = Math.floor(maxHeldCells / columnCount)
  const page = { offset: 0, limit: maxRows + 1 }
  const columns = await ask(view, { kind: 'cube page', plan, page }, signal)
  const rowCount = columns[0]?.length ?? 0
  return rowCount > maxRows ? pagedRows(view, plan, signal) : heldRows(plan, columns, rowCount, signal)
}

/** A cell takes about as much memory as so many characters. */
const charactersOfCell = 16

const charactersOf = async (columns: ResultColumns, signal: AbortSignal | undefined): Promise<number> => {
  let characters = 0
  for (const column of columns) {
    const add = (value: unknown) => {
      if (typeof value === 'string') characters += value.length
    }
    await eachInTurns(column, add, signal)
  }
  return characters
}

const heldRows = async (
  { cube }: CubePlan,
  read: ResultColumns,
  rowCount: number,
  signal: AbortSignal | undefined,
): Promise<CubeRows> => {
  const [firstTotal] = pageColumns(cube).totals
  const columns = firstTotal ? read.slice(0, firstTotal.at) : read
  const totals = firstTotal && rowCount > 0 ? read.slice(firstTotal.at).map(([value = null]) => [value]) : undefined
  const cardinalities: number[] = []
  for (const { at, text, limited } of pageColumns(cube).keys) {
    const values = await distinctValues(columns[at] ?? [], text === undefined ? undefined : columns[text], signal)
    cardinalities.push(values + Number(isOutside(limited === undefined ? [] : (columns[limited] ?? []))))
  }
  const ranges: Range[] = []
  for (const [index] of cube.measures.entries())
    ranges.push(await rangeOf(withoutOthers(cube, columns, columns[cube.keys.length + index] ?? []), signal))
  return {
    rowCount,
    ...(totals && { totals }),
    cardinalities,
    ranges,
    hasOthers: limitedColumns(cube, columns).some(isOutside),
    weight: rowCount * columns.length + Math.ceil((await charactersOf(columns, signal)) / charactersOfCell),
    rows: async (top, height) => rowsAt(columns, top, height),
    parts: async function* () {
      for (let top = 0; top < rowCount; top += rowsOfPart) yield rowsAt(columns, top, rowsOfPart)
    },
  }
}

/** Rows of a part of a cube that is held: as many as the database gives of one that is not. */
const rowsOfPart = 2_048

const rowsAt = (columns: ResultColumns, top: number, height: number): ResultColumns =>
  columns.map((column) => column.slice(top, top + height))

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
    ranges: await Promise.all(
      measures.map((_, index) => {
        const first = 1 + keys.length + 2 * index
        return rangeOf([facts[first] ?? null, facts[first + 1] ?? null], signal)
      }),
    ),
    weight: pageColumns(plan.cube).count,
    rows: togetherInSpans(Math.floor(maxSpanCells / pageColumns(plan.cube).count), ({ top, height }, pageSignal) =>
      ask(view, { kind: 'cube page', plan, page: { offset: top, limit: height } }, pageSignal),
    ),
    parts: (partsSignal) =>
      runner.stream(
        questionStatement(view.model, {
          kind: 'cube page',
          plan,
          page: { offset: 0, limit: Number(facts[0]) },
        }),
        partsSignal,
      ),
  }
}

/** A value that is a number and a text is missing where both are. */
const distinctValues = async (
  column: ResultColumns[number],
  texts: ResultColumns[number] | undefined,
  signal: AbortSignal | undefined,
): Promise<number> => {
  const values = new Set<unknown>()
  await eachInTurns(
    column,
    (first, row) => {
      const value = texts ? (first === null ? (texts[row] ?? null) : `${first} ${texts[row]}`) : first
      if (value !== null) values.add(value)
    },
    signal,
  )
  return values.size
}

/** Texts and values beyond the range of numbers have no part in it. */
const rangeOf = async (column: readonly unknown[], signal: AbortSignal | undefined): Promise<Range> => {
  let min: number | null = null
  let max: number | null = null
  await eachInTurns(
    column,
    (value) => {
      if (typeof value !== 'number' || !Number.isFinite(value)) return
      if (min === null || value < min) min = value
      if (max === null || value > max) max = value
    },
    signal,
  )
  return { min, max }
}
