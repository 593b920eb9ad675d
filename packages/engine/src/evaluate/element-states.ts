import type { FieldSelection } from '../selections/selection-state.js'
import type { ElementState, StateCounts } from './evaluation.js'

/** Tells the state of a field's values under the selections of one session. */
export type StateOf = (element: number) => ElementState

/**
 * @param selection what is selected in the field itself
 * @param associated elements that are possible under the selections of all other fields
 */
export const elementStates = (selection: FieldSelection | undefined, associated: ReadonlySet<number>): StateOf => {
  if (!selection || selection.values.size === 0) return (element) => (associated.has(element) ? 'O' : 'X')
  return (element) => {
    if (!selection.values.has(element)) return associated.has(element) ? 'A' : 'X'
    if (associated.has(element)) return selection.locked ? 'L' : 'S'
    return selection.locked ? 'XL' : 'XS'
  }
}

export const countStates = (elements: Iterable<number>, stateOf: StateOf): StateCounts => {
  const counts = { selected: 0, possible: 0, alternative: 0, excluded: 0, locked: 0 }
  for (const element of elements) counts[counterOf[stateOf(element)]]++
  return counts
}

const counterOf: Readonly<Record<ElementState, keyof StateCounts>> = {
  S: 'selected',
  O: 'possible',
  A: 'alternative',
  X: 'excluded',
  XS: 'excluded',
  L: 'locked',
  XL: 'excluded',
}
