import type { FieldModel } from '../model/data-model.js'
import type { SecurityPredicate } from '../security/security-predicate.js'
import type { FieldSelection, SelectionState } from '../selections/selection-state.js'

/** Allowed element numbers, ascending, by field id; all entries hold together. An empty entry allows nothing. */
export type Constraint = ReadonlyMap<number, readonly number[]>

/**
 * The part of the data that a query may touch: combinations of values that satisfy at least one of the alternatives, or
 * what an operation leaves of two such parts, table by table.
 */
export type DataScope =
  | { readonly kind: 'alternatives'; readonly alternatives: readonly Constraint[] }
  | {
      readonly kind: 'union' | 'intersection' | 'difference'
      readonly left: DataScope
      readonly right: DataScope
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
): DataScope => constrainedScope(predicate, selectedElements(selections, fields))

/** What is selected, by field id. */
export const selectedElements = (selections: SelectionState, fields: ReadonlyMap<string, FieldModel>): Constraint =>
  new Map(
    [...selections].flatMap(([name, selection]) => {
      const field = fields.get(name)
      return field === undefined || selection.values.size === 0
        ? []
        : [[field.id, [...knownElements(field, selection)]] as const]
    }),
  )

/** A constraint under a security predicate: nothing that it says can widen what the predicate allows. */
export const constrainedScope = (predicate: SecurityPredicate, constraint: Constraint): DataScope => {
  const alternatives = predicate.map((reduction) => {
    const both = new Map(reduction)
    for (const [field, values] of constraint) {
      const allowed = both.get(field)
      const wanted = new Set(values)
      both.set(field, allowed ? allowed.filter((element) => wanted.has(element)) : values)
    }
    return both
  })
  return { kind: 'alternatives', alternatives }
}

/** The selected elements that the field has, ascending. A selection of none that it has is a selection of nothing. */
export const knownElements = (field: FieldModel, selection: FieldSelection): ReadonlySet<number> =>
  new Set(
    [...selection.values]
      .filter((element) => Number.isInteger(element) && element >= 0 && element < field.symbolCount)
      .sort((a, b) => a - b),
  )
