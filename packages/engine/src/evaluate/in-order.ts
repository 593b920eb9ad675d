import type { ColumnOrder } from '../plan/order-of-few.js'
import type { ResultColumns } from '../snapshot/select-runner.js'

/** Puts few rows in order: by the first of some columns, where they tie by the next. */
export const inOrder = (columns: ResultColumns, orders: readonly ColumnOrder[]): ResultColumns => {
  const sorted = orders.map(({ at, direction }) => ({ values: columns[at] ?? [], direction }))
  const compare = (a: number, b: number): number => {
    for (const { values, direction } of sorted) {
      const order = compared(values[a], values[b], direction)
      if (order !== 0) return order
    }
    return 0
  }
  const rows = Array.from(columns[0] ?? [], (_, row) => row).sort(compare)
  return columns.map((column) => rows.map((row) => column[row] ?? null))
}

const compared = (a: unknown, b: unknown, direction: 1 | -1): number => {
  if (typeof a !== 'number' || typeof b !== 'number')
    return Number(typeof a !== 'number') - Number(typeof b !== 'number')
  return a === b ? 0 : a < b ? -direction : direction
}
