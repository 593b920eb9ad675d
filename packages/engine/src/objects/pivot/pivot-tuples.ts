import type { Cell, HypercubeResult } from '../../evaluate/evaluation.js'
import { eachInTurns, inPace } from '../../turns.js'
import { refuseManyRows } from '../layout/evaluated-cube.js'

export type Row = readonly Cell[]

/** Rows that are read at a time: each page of a cube that is not held is a query of its own. */
const rowsOfPage = 50_000

/** What tells values of dimensions from others within one cube. */
export const tupleKey = (cells: readonly Cell[]): string => cells.map(({ elem }) => elem).join()

/** The rows of a cube by the values of their dimensions, in order. @throws UnderstudyError `QIX-PAGES-TOO-LARGE` */
export const rowsByTuple = async (result: HypercubeResult, dimensions: number): Promise<ReadonlyMap<string, Row>> => {
  refuseManyRows(result)
  const { rowCount, page } = result
  const rows = new Map<string, Row>()
  for (let top = 0; top < rowCount; top += rowsOfPage)
    await eachInTurns(await page(top, rowsOfPage), (row) => rows.set(tupleKey(row.slice(0, dimensions)), row))
  return rows
}

/** Values of dimensions within each other. */
export interface TupleTree {
  readonly cell: Cell
  readonly path: readonly Cell[]
  readonly within: Map<number, TupleTree>
}

/** The values of the outermost dimension with those within them, in the order of rows of their tuples. */
export const tupleTree = async (rows: Iterable<Row>, dimensions: number): Promise<ReadonlyMap<number, TupleTree>> => {
  const root = new Map<number, TupleTree>()
  const pace = inPace()
  for (const row of rows) {
    await pace()
    let level = root
    for (let depth = 0; depth < dimensions; depth++) {
      const cell = row[depth]
      if (!cell) break
      const known = level.get(cell.elem)
      const next = known ?? { cell, path: row.slice(0, depth + 1), within: new Map() }
      if (!known) level.set(cell.elem, next)
      level = next.within
    }
  }
  return root
}
