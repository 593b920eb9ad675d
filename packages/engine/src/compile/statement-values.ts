import type { BoundValue } from '../snapshot/select-runner.js'

/** Collects the values of a statement while its text is printed. */
export interface StatementValues {
  /** Returns the placeholder, e.g. `$3`, that stands for the value. */
  bind(value: BoundValue): string
  readonly values: readonly BoundValue[]
}

export const statementValues = (): StatementValues => {
  const values: BoundValue[] = []
  return {
    bind: (value) => `$${values.push(value)}`,
    values,
  }
}
