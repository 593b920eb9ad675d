import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Cell, HypercubeResult } from '../../evaluate/evaluation.js'
import { refuseManyRows } from '../layout/evaluated-cube.js'

export type Row = readonly Cell[]

/** Rows that are read before others have their turn. */
const rowsOfTurn = 5_000

/** What tells values of dimensions from others within one cube. */
export const tupleKey = (cells: readonly Cell[]): string => cells.map(({ elem }) => elem).join()

/** The rows of a cube by the values of their dimensions, in order. @throws UnderstudyError `QIX-PAGES-TOO-LARGE` */
export const rowsByTuple = async (
  { rowCount, page }: HypercubeResult,
  dimensions: number,
): Promise<ReadonlyMap<string, Row>> => {
  refuseManyRows(rowCount)
  const rows = new Map<string, Row>()
  for (let top = 0; top < rowCount; top += rowsOfTurn) {
    if (top > 0) await nextTurn()
    for (const row of await page(top, rowsOfTurn)) rows.set(tupleKey(row.slice(0, dimensions)), row)
  }
  return rows
}

/** Values of dimensions within each other. */
export interface TupleTree {
  readonly cell: Cell
  readonly path: readonly Cell[]
  readonly within: Map<number, TupleTree>
}

/** The values of the outermost dimension with those within them, in the order of rows of their tuples. */
export const tupleTree = (rows: Iterable<Row>, dimensions: number): ReadonlyMap<number, TupleTree> => {
  const root = new Map<number, TupleTree>()
  for (const row of rows) {
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
