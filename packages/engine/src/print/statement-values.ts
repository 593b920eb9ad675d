import type { BoundValue } from '../snapshot/select-statement.js'

/** Collects the values of a statement while its text is printed. */
export interface StatementValues {
  /** Returns the value's position, from 1. */
  add(value: BoundValue): number
  /** Returns the position that a value has among those that are read: a text that was printed need not be in the statement. */
  read(position: number): number
  /** All values that were added, read or not. */
  added(): readonly BoundValue[]
  /** The values that have been read. */
  values(): readonly BoundValue[]
}

/** @param before values that were added to a statement which this one continues */
export const statementValues = (before: readonly BoundValue[] = []): StatementValues => {
  const added = [...before]
  const read = new Map<number, number>()
  return {
    add: (value) => added.push(value),
    added: () => added,
    read: (position) => {
      const known = read.get(position) ?? read.size + 1
      read.set(position, known)
      return known
    },
    values: () => [...read.keys()].flatMap((position) => added.slice(position - 1, position)),
  }
}
