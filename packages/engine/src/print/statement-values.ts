import type { BoundValue } from '../snapshot/select-statement.js'
import type { BoundType } from './dialect.js'

/** A value of a statement, and what it is there. */
export interface AddedValue {
  readonly value: BoundValue
  readonly type: BoundType
}

/** Collects the values of a statement while its text is printed. */
export interface StatementValues {
  /**
   * Returns the value's position, from 1. The same list or text of the same type has one, so that what is printed with it twice is
   * the same text.
   */
  add(value: BoundValue, type: BoundType): number
  /** Returns the position that a value has among those that are read: a text that was printed need not be in the statement. */
  read(position: number): number
  /** All values that were added, read or not. */
  added(): readonly AddedValue[]
  /** The values that have been read. */
  values(): readonly BoundValue[]
}

/** Elements, bytes or characters of values that are compared. */
const maxCompared = 1_000

/** @param before values that were added to a statement which this one continues */
export const statementValues = (before: readonly AddedValue[] = []): StatementValues => {
  const added: AddedValue[] = []
  const positions = new Map<string, number>()
  const read = new Map<number, number>()
  const add = (value: BoundValue, type: BoundType): number => {
    const identity = identityOf({ value, type })
    const known = identity === undefined ? undefined : positions.get(identity)
    if (known !== undefined) return known
    const position = added.push({ value, type })
    if (identity !== undefined) positions.set(identity, position)
    return position
  }
  for (const { value, type } of before) add(value, type)
  return {
    add,
    added: () => added,
    read: (position) => {
      const known = read.get(position) ?? read.size + 1
      read.set(position, known)
      return known
    },
    values: () => [...read.keys()].flatMap((position) => added.slice(position - 1, position).map(({ value }) => value)),
  }
}

/** Equal for the same value of the same type; `undefined` for numbers, and where it takes too long to compare. */
const identityOf = ({ value, type }: AddedValue): string | undefined => {
  if (typeof value === 'number' || value.length > maxCompared) return undefined
  return JSON.stringify([type, value instanceof Uint8Array ? { bits: [...value] } : value])
}
