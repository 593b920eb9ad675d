import type { FieldModel } from '../model/data-model.js'
import type { Constraint } from '../plan/data-scope.js'
import type { FieldSelection, SelectionState } from '../selections/selection-state.js'

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

/** The selected elements that the field has, ascending. A selection of none that it has is a selection of nothing. */
export const knownElements = (field: FieldModel, selection: FieldSelection): ReadonlySet<number> =>
  new Set(
    [...selection.values]
      .filter((element) => Number.isInteger(element) && element >= 0 && element < field.symbolCount)
      .sort((a, b) => a - b),
  )
