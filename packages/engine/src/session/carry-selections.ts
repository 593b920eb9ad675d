import { evaluateListObject } from '../evaluate/evaluate-list-object.js'
import { lookupElements } from '../evaluate/visible-fields.js'
import { quotedField } from '../objects/quoted-field.js'
import type { DataView } from '../security/data-view.js'
import {
  type FieldSelection,
  noSelections,
  type SelectionState,
  type Selections,
} from '../selections/selection-state.js'

const textsOf = async (view: DataView, name: string, { values }: FieldSelection): Promise<readonly string[]> => {
  const outcome = await evaluateListObject({ view, selections: noSelections }, { definition: quotedField(name) })
  if (!outcome.ok) return []
  return outcome.list
    .page(0, outcome.list.rowCount)
    .flatMap(({ symbol, text }) => (symbol !== undefined && values.has(symbol) ? (text ?? []) : []))
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
    const values = new Set(await lookupElements(to, field, { texts: await textsOf(from, name, selection) }))
    return values.size === 0 ? [] : [[name, { ...selection, values }]]
  })
  return new Map((await Promise.all(carried)).flat())
}
