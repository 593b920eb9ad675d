import type { FieldSelection } from '../selections/selection-state.js'
import type { ElementState, StateCounts } from './evaluation.js'

/** Tells the state of a field's values under the selections of one session. */
export type StateOf = (element: number) => ElementState

/**
 * @param selection what is selected in the field itself
 * @param associated elements that are possible under the selections of all other fields; ascending
 */
export const elementStates = (selection: FieldSelection | undefined, associated: readonly number[]): StateOf => {
  const isAssociated = membership(associated)
  if (!selection || selection.values.size === 0) return (element) => (isAssociated(element) ? 'O' : 'X')
  return (element) => {
    if (!selection.values.has(element)) return isAssociated(element) ? 'A' : 'X'
    if (isAssociated(element)) return selection.locked ? 'L' : 'S'
    return selection.locked ? 'XL' : 'XS'
  }
}

/** Element numbers are dense: a table of bytes is asked faster than a set, and built far faster. */
const membership = (elements: readonly number[]): ((element: number) => boolean) => {
  const members = new Uint8Array((elements.at(-1) ?? -1) + 1)
  for (const element of elements) members[element] = 1
  return (element) => members[element] === 1
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
