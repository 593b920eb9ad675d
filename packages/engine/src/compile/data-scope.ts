import type { FieldModel } from '../model/data-model.js'
import type { SecurityPredicate } from '../security/security-predicate.js'
import type { FieldSelection, SelectionState } from '../selections/selection-state.js'

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
 * @param fields the selected fields, by name
 */
export const dataScope = (
  predicate: SecurityPredicate,
  selections: SelectionState,
  fields: ReadonlyMap<string, FieldModel>,
): DataScope => {
  const selected = [...selections].flatMap(([name, selection]) => {
    const field = fields.get(name)
    return field === undefined || selection.values.size === 0
      ? []
      : [[field.id, knownElements(field, selection)] as const]
  })
  const alternatives = predicate.map((reduction) => {
    const constraint = new Map(reduction)
    for (const [field, values] of selected) {
      const allowed = constraint.get(field)
      constraint.set(field, allowed ? allowed.filter((element) => values.has(element)) : [...values])
    }
    return constraint
  })
  return { alternatives }
}

/** The selected elements that the field has, ascending. A selection of none that it has is a selection of nothing. */
export const knownElements = (field: FieldModel, selection: FieldSelection): ReadonlySet<number> =>
  new Set(
    [...selection.values]
      .filter((element) => Number.isInteger(element) && element >= 0 && element < field.symbolCount)
      .sort((a, b) => a - b),
  )
