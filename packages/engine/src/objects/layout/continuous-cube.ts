import type { Cell } from '../../evaluate/evaluation.js'
import { type JsonObject, numberOf } from '../../json.js'
import { limits } from '../../limits.js'
import { eachInTurns, mapInTurns, sortInTurns } from '../../turns.js'
import { allRows, type EvaluatedCube } from './evaluated-cube.js'
import { outline } from './outline.js'

/** What part of a continuous axis is asked for, and in how many points. */
export interface ContinuousOptions {
  readonly start: number
  readonly end: number
  /** Points of each line; a line of more of them is drawn by the first, least, greatest and last of each part. */
  readonly points: number
  /** Values of a second dimension that have a line. */
  readonly lines: number
}

const maxRows = limits.continuousRows.most
const maxCells = limits.continuousCells.most
const defaultPoints = 2_000
const defaultLines = 12

const countOf = (value: JsonObject[string], otherwise: number): number => {
  const count = Math.trunc(numberOf(value) ?? 0)
  return count > 0 ? Math.min(count, maxRows) : otherwise
}

/** Reads `NxContinuousDataOptions`; what is no number counts as not given. */
export const parseContinuousOptions = (options: JsonObject): ContinuousOptions => ({
  start: numberOf(options.qStart) ?? Number.NEGATIVE_INFINITY,
  end: numberOf(options.qEnd) ?? Number.POSITIVE_INFINITY,
  points: countOf(options.qNbrPoints, defaultPoints),
  lines: countOf(options.qMaxNumberLines, defaultLines),
})

type Row = readonly Cell[]

const place = (row: Row): number => row[0]?.num ?? 0

const byPlace = (a: Row, b: Row): number => place(a) - place(b)

/** The rows of each line in the order of the axis; values without a number have no place on it. */
const linesOf = async ({ definition, result }: EvaluatedCube, most: number): Promise<readonly (readonly Row[])[]> => {
  const lines = new Map<number, Row[]>()
  await eachInTurns(await allRows(result), (row) => {
    if (row[0]?.num == null) return
    const line = definition.dimensions.length > 1 ? (row[1]?.elem ?? 0) : 0
    const rows = lines.get(line)
    if (rows) rows.push(row)
    else if (lines.size < most) lines.set(line, [row])
  })
  return Promise.all([...lines.values()].map((rows) => sortInTurns(rows, byPlace)))
}

/** The rows within the bounds, with the one before and the one after: a line goes on to both edges. */
const within = (rows: readonly Row[], { start, end }: ContinuousOptions): readonly Row[] => {
  const first = rows.findIndex((row) => place(row) >= start)
  const next = rows.findIndex((row) => place(row) > end)
  if (first < 0) return rows.slice(-1)
  return rows.slice(Math.max(first - 1, 0), next < 0 ? rows.length : next + 1)
}

/**
 * The page of a cube along the numbers of its first dimension: its lines, one for each value of a second dimension, in the
 * order of the axis.
 *
 * @param reversed from the end of the axis to its start
 * @throws UnderstudyError `QIX-PAGES-TOO-LARGE` for a cube of too many rows
 */
export const continuousPages = async (
  cube: EvaluatedCube,
  options: ContinuousOptions,
  reversed: boolean,
): Promise<readonly JsonObject[]> => {
  const { definition, columns, rowLayout } = cube
  const mostRows = Math.min(maxRows, Math.floor(maxCells / columns))
  const lines = await linesOf(cube, Math.min(options.lines, mostRows))
  const most = Math.min(options.points, Math.floor(mostRows / Math.max(lines.length, 1)))
  const kept = lines.map((rows) => outline(within(rows, options), most, definition.dimensions.length))
  const rows = kept.flat().sort(byPlace)
  const matrix = await mapInTurns(reversed ? rows.reverse() : rows, (row) => rowLayout(row).slice(0, columns))
  const isReduced = kept.some((line, index) => line.length < (lines[index]?.length ?? 0))
  const qArea = { qLeft: 0, qTop: 0, qWidth: columns, qHeight: matrix.length }
  return [{ qMatrix: matrix, qTails: [], qArea, qIsReduced: isReduced }]
}
