import { isSameSet, noSymbols, type SymbolSet, symmetricDifference } from '../model/symbol-set.js'
import { type FieldSelection, noSelections, type SelectionState } from './selection-state.js'

const withField = (state: SelectionState, field: string, selection: FieldSelection | undefined): SelectionState => {
  const next = new Map(state)
  if (selection === undefined || selection.values.size === 0) next.delete(field)
  else next.set(field, selection)
  return next
}

const isLocked = (state: SelectionState, field: string): boolean => state.get(field)?.locked === true

/**
 * Selects values of one field: in place of what was selected, or toggled one by one. Selecting nothing clears the field.
 *
 * @param symbols each visible to the principal
 * @returns the next state; `undefined` where the field is locked and nothing may change
 */
export const selectElements = (
  state: SelectionState,
  field: string,
  symbols: SymbolSet,
  toggle: boolean,
): SelectionState | undefined => {
  if (isLocked(state, field)) return undefined
  const values = toggle ? symmetricDifference(state.get(field)?.values ?? noSymbols, symbols) : symbols
  return withField(state, field, { values, locked: false })
}

/** Clears one field. `undefined` where it is locked. */
export const clearField = (state: SelectionState, field: string): SelectionState | undefined =>
  isLocked(state, field) ? undefined : withField(state, field, undefined)

/** Clears all fields, sparing the locked ones unless `lockedAlso`. */
export const clearAll = (state: SelectionState, lockedAlso: boolean): SelectionState =>
  lockedAlso ? noSelections : new Map([...state].filter(([, selection]) => selection.locked))

/** Clears all unlocked fields but one. */
export const clearOthers = (state: SelectionState, field: string): SelectionState =>
  new Map([...state].filter(([name, selection]) => selection.locked || name === field))

/** Locks or unlocks a field. `undefined` where nothing is selected in it: only a selection can be locked. */
export const setLocked = (state: SelectionState, field: string, locked: boolean): SelectionState | undefined => {
  const selection = state.get(field)
  return selection && withField(state, field, { ...selection, locked })
}

/** Locks or unlocks every selected field. */
export const setAllLocked = (state: SelectionState, locked: boolean): SelectionState =>
  new Map([...state].map(([field, selection]) => [field, { ...selection, locked }]))

/** Whether two states select and lock the same. */
export const sameSelections = (left: SelectionState, right: SelectionState): boolean =>
  left === right ||
  (left.size === right.size &&
    [...left].every(([field, selection]) => {
      const other = right.get(field)
      return (
        other === selection ||
        (other !== undefined && other.locked === selection.locked && isSameSet(selection.values, other.values))
      )
    }))
