import type { SecurityPredicate } from '../security/security-predicate.js'
import type { SelectionState } from '../selections/selection-state.js'

/** Allowed element numbers, ascending, by field id; all entries hold together. */
export type Constraint = ReadonlyMap<number, readonly number[]>

/** The part of the data that a query may touch: combinations of values that satisfy at least one of the constraints. */
export interface DataScope {
  readonly alternatives: readonly Constraint[]
}

/**
 * Selections under a security predicate. They are intersected reduction by reduction, so that a combination has to
 * satisfy the selections and one and the same reduction.
 *
 * @param fieldIds ids of the selected fields, by name
 */
export const dataScope = (
  predicate: SecurityPredicate,
  selections: SelectionState,
  fieldIds: ReadonlyMap<string, number>,
): DataScope => {
  const selected = [...selections].flatMap(([name, selection]) => {
    const field = fieldIds.get(name)
    return field === undefined || selection.values.size === 0 ? [] : [[field, selection.values] as const]
  })
  const alternatives = predicate.map((reduction) => {
    const constraint = new Map(reduction)
    for (const [field, values] of selected) {
      const allowed = constraint.get(field)
      constraint.set(
        field,
        allowed ? allowed.filter((element) => values.has(element)) : [...values].sort((a, b) => a - b),
      )
    }
    return constraint
  })
  return { alternatives }
}
