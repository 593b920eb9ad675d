import type { FieldModel } from '../model/data-model.js'
import { everySymbol, intersection, type SymbolSet } from '../model/symbol-set.js'
import type { Constraint } from '../plan/data-scope.js'
import { type AllowedElements, allowedSymbols } from '../plan/symbol-condition.js'
import type { FieldSelection, SelectionState } from '../selections/selection-state.js'

/** What is selected, by field id. */
export const selectedElements = (selections: SelectionState, fields: ReadonlyMap<string, FieldModel>): Constraint =>
  new Map(
    [...selections].flatMap(([name, selection]) => {
      const field = fields.get(name)
      return field === undefined || selection.values.size === 0
        ? []
        : [[field.id, allowedIn(field, selection)] as const]
    }),
  )

/** A selection never changes: what it allows is the same object each time, which is how plans know it again. */
const known = new WeakMap<FieldSelection, AllowedElements>()

const allowedIn = (field: FieldModel, selection: FieldSelection): AllowedElements => {
  const before = known.get(selection)
  if (before) return before
  const allowed = allowedSymbols(knownElements(field, selection))
  known.set(selection, allowed)
  return allowed
}

/** The selected elements that the field has. A selection of none that it has is a selection of nothing. */
export const knownElements = ({ symbolCount }: FieldModel, { values }: FieldSelection): SymbolSet =>
  values.last < symbolCount ? values : intersection(values, everySymbol(symbolCount))
