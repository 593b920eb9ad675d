import { countOfBoth, intersection, noSymbols, type SymbolSet } from '../model/symbol-set.js'
import type { FieldSelection } from '../selections/selection-state.js'
import type { ElementState, StateCounts } from './evaluation.js'

/** Tells the state of a field's values under the selections of one session. */
export type StateOf = (element: number) => ElementState

/**
 * @param selection what is selected in the field itself
 * @param associated elements that are possible under the selections of all other fields
 */
export const elementStates = (selection: FieldSelection | undefined, associated: SymbolSet): StateOf => {
  if (!selection || selection.values.size === 0) return (element) => (associated.has(element) ? 'O' : 'X')
  return (element) => {
    if (!selection.values.has(element)) return associated.has(element) ? 'A' : 'X'
    if (associated.has(element)) return selection.locked ? 'L' : 'S'
    return selection.locked ? 'XL' : 'XS'
  }
}

/** How many values are in each state. */
export type ElementCounts = Readonly<Record<ElementState, number>>

/** The same for all values that can be seen, without going through them. */
export const elementCounts = (
  selection: FieldSelection | undefined,
  associated: SymbolSet,
  visible: SymbolSet,
): ElementCounts => {
  const values = selection?.values ?? noSymbols
  const reached = countOfBoth(visible, associated)
  const selected = countOfBoth(visible, values)
  const both = selected === 0 ? 0 : countOfBoth(intersection(visible, values), associated)
  const open = values.size === 0
  const locked = selection?.locked === true
  return {
    O: open ? reached : 0,
    A: open ? 0 : reached - both,
    S: locked ? 0 : both,
    L: locked ? both : 0,
    XS: locked ? 0 : selected - both,
    XL: locked ? selected - both : 0,
    X: visible.size - reached - (selected - both),
  }
}

/** The same as QIX tells it. */
export const stateCounts = (counts: ElementCounts): StateCounts => ({
  selected: counts.S,
  possible: counts.O,
  alternative: counts.A,
  excluded: counts.X + counts.XS + counts.XL,
  locked: counts.L,
})
