import { visibleElements } from '../evaluate/field-elements.js'
import { labelsOf, lookupElements } from '../evaluate/visible-fields.js'
import { intersection } from '../model/symbol-set.js'
import type { DataView } from '../security/data-view.js'
import type { FieldSelection, SelectionState, Selections } from '../selections/selection-state.js'
import { mapInTurns } from '../turns.js'

/** The texts of what is selected, as far as it is visible. */
const textsOf = async (view: DataView, name: string, { values }: FieldSelection): Promise<readonly string[]> => {
  const field = view.fields.get(name)
  if (!field) return []
  const labels = await labelsOf(view, field, [...intersection(values, await visibleElements(view, field))])
  return mapInTurns([...labels.values()], ({ text }) => text)
}

/**
 * The same selections on newer data, where values have other element numbers. Values, or whole fields, that are no more
 * are no longer selected.
 */
export const carrySelections = async (from: DataView, to: DataView, selections: Selections): Promise<Selections> => {
  const carried = [...selections].map(async ([name, state]) => [name, await carryState(from, to, state)] as const)
  return new Map(await Promise.all(carried))
}

const carryState = async (from: DataView, to: DataView, state: SelectionState): Promise<SelectionState> => {
  const carried = [...state].map(async ([name, selection]): Promise<readonly (readonly [string, FieldSelection])[]> => {
    const field = to.fields.get(name)
    if (!field) return []
    const values = await lookupElements(to, field, { texts: new Set(await textsOf(from, name, selection)) })
    return values.size === 0 ? [] : [[name, { ...selection, values }]]
  })
  return new Map((await Promise.all(carried)).flat())
}
