import { UnderstudyError } from '@understudy/contract'
import { othersElement } from '../../evaluate/cube-cells.js'
import type { Cell } from '../../evaluate/evaluation.js'
import { type Json, type JsonObject, numberOf, objectOf } from '../../json.js'
import { eachInTurns, mapInTurns } from '../../turns.js'
import { allRows, type EvaluatedCube } from './evaluated-cube.js'

/** A rectangle of the plane that the first two measures span. */
interface Rectangle {
  readonly left: number
  readonly right: number
  readonly bottom: number
  readonly top: number
}

/** What is asked of a binned cube. */
export interface BinOptions {
  /** Where points are looked for; everywhere where there is none. */
  readonly ranges: readonly Rectangle[]
  /** Cells of the grid that are answered at most, and points before they are counted in cells. */
  readonly mostCells: number
  /** The grid has 2 to the power of this columns and rows over all points. */
  readonly level: number
}

/** Cells and points that one call answers, and the finest grid. */
const maxAnswered = 10_000
const maxLevel = 20
const defaultCells = 1_000

/** @throws UnderstudyError `QIX-PARAMS`: a rectangle that cannot be read means no place, and least of all every place */
const rectangle = (value: Json, index: number): Rectangle => {
  const { qLeft, qTop, qWidth, qHeight } = objectOf(value)
  const [left, top, width, height] = [qLeft, qTop, qWidth, qHeight].map((member) => numberOf(member))
  if (left == null || top == null || width == null || height == null || width < 0 || height < 0)
    throw new UnderstudyError(
      'QIX-PARAMS',
      `qDataRanges[${index}] must have the numbers qLeft, qTop, qWidth and qHeight, the last two not negative`,
    )
  // qTop is the upper edge, from which the rectangle reaches down.
  return { left, right: left + width, top, bottom: top - height }
}

/**
 * Reads what `GetHyperCubeBinnedData` is told; a number of cells or a level that is no number counts as not given.
 *
 * @throws UnderstudyError `QIX-PARAMS` for a rectangle that is none
 */
export const parseBinOptions = (ranges: readonly Json[], cells: Json, level: Json): BinOptions => ({
  ranges: ranges.map(rectangle),
  mostCells: Math.min(Math.max(Math.trunc(numberOf(cells) ?? 0) || defaultCells, 1), maxAnswered),
  level: Math.min(Math.max(Math.trunc(numberOf(level) ?? 0), 1), maxLevel),
})

type Row = readonly Cell[]

const contains = ({ left, right, bottom, top }: Rectangle, x: number, y: number): boolean =>
  x >= left && x <= right && y >= bottom && y <= top

/** Whether a row stands for values that a limit leaves out: it is none of the points, and may lie far from all of them. */
const isOfOthers = (row: Row, dimensions: number): boolean =>
  row.slice(0, dimensions).some(({ elem }) => elem === othersElement)

/** The points that lie in the plane, within the ranges; a measure that is missing has no place in it. */
const pointsOf = async (cube: EvaluatedCube, ranges: readonly Rectangle[]): Promise<readonly Row[]> => {
  const first = cube.definition.dimensions.length
  const points: Row[] = []
  await eachInTurns(await allRows(cube.result), (row) => {
    const [x, y] = [row[first]?.num, row[first + 1]?.num]
    if (x == null || y == null || isOfOthers(row, first)) return
    if (ranges.length === 0 || ranges.some((range) => contains(range, x, y))) points.push(row)
  })
  return points
}

/** All points lie in it. */
const extent = ({ result }: EvaluatedCube): Rectangle => {
  const [x, y] = result.measures
  return { left: x?.min ?? 0, right: x?.max ?? 0, bottom: y?.min ?? 0, top: y?.max ?? 0 }
}

/** Numbers of points by cell, in a grid of `size` columns and rows. */
interface Grid {
  readonly size: number
  readonly counts: ReadonlyMap<number, number>
}

const gridOf = async (points: readonly Row[], first: number, all: Rectangle, level: number): Promise<Grid> => {
  const size = 2 ** level
  const counts = new Map<number, number>()
  const place = (value: number, from: number, to: number): number =>
    to === from ? 0 : Math.min(Math.floor(((value - from) / (to - from)) * size), size - 1)
  await eachInTurns(points, (row) => {
    const x = place(row[first]?.num ?? 0, all.left, all.right)
    const cell = place(row[first + 1]?.num ?? 0, all.bottom, all.top) * size + x
    counts.set(cell, (counts.get(cell) ?? 0) + 1)
  })
  return { size, counts }
}

/** The finest grid up to a level that has no more cells than may be answered. */
const gridWithin = async (
  points: readonly Row[],
  first: number,
  all: Rectangle,
  { level, mostCells }: BinOptions,
): Promise<Grid> => {
  const grid = await gridOf(points, first, all, level)
  return grid.counts.size <= mostCells || level === 0
    ? grid
    : gridWithin(points, first, all, { level: level - 1, mostCells, ranges: [] })
}

const numberCell = (num: number, elem: number, text?: string): JsonObject => ({
  ...(text === undefined ? {} : { qText: text }),
  qNum: num,
  qElemNumber: elem,
  qState: 'L',
})

const gridRows = (
  { size, counts }: Grid,
  { left, right, bottom, top }: Rectangle,
): readonly (readonly JsonObject[])[] => {
  const [width, height] = [(right - left) / size, (top - bottom) / size]
  const rectangleOf = (cell: number): string => {
    const [x, y] = [left + (cell % size) * width, bottom + Math.floor(cell / size) * height]
    return JSON.stringify([x, y + height, x + width, y])
  }
  const densest = Math.max(...counts.values(), 0)
  const cells = [...counts].map(([cell, count]) => [numberCell(count, cell, rectangleOf(cell))])
  return cells.length === 0 ? [] : [[numberCell(densest, 0)], ...cells]
}

const page = (matrix: readonly (readonly JsonObject[])[], width: number): JsonObject => ({
  qMatrix: matrix,
  qTails: [],
  qArea: { qLeft: 0, qTop: 0, qWidth: width, qHeight: matrix.length },
  qIsReduced: false,
})

/**
 * Two pages of a cube that a scatter plot shows: cells of a grid, each with the number of its points, after one with the
 * number of those in the densest cell; and the points themselves, where they are few enough to be shown one by one.
 *
 * @throws UnderstudyError `QIX-PAGES-TOO-LARGE` for a cube of too many rows
 */
export const binnedPages = async (cube: EvaluatedCube, options: BinOptions): Promise<readonly JsonObject[]> => {
  const { definition, columns, rowLayout } = cube
  const points = await pointsOf(cube, options.ranges)
  if (points.length <= Math.min(options.mostCells, Math.floor(maxAnswered / columns))) {
    const rows = await mapInTurns(points, (row) => {
      const cells = rowLayout(row)
      return definition.columnOrder.flatMap((column): readonly JsonObject[] => cells.slice(column, column + 1))
    })
    return [page([], 0), page(rows, columns)]
  }
  const all = extent(cube)
  const grid = await gridWithin(points, definition.dimensions.length, all, options)
  return [page(gridRows(grid, all), 1), page([], columns)]
}
