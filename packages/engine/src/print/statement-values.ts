import type { BoundValue } from '../snapshot/select-statement.js'

/** Collects the values of a statement while its text is printed. */
export interface StatementValues {
  /** Returns the value's position, from 1. */
  add(value: BoundValue): number
  readonly values: readonly BoundValue[]
}

export const statementValues = (): StatementValues => {
  const values: BoundValue[] = []
  return { add: (value) => values.push(value), values }
}
