import { isSameSet, noSymbols, type SymbolSet, symmetricDifference } from '../model/symbol-set.js'
import type { FieldSelection, SelectionState } from './selection-state.js'

const withField = (state: SelectionState, field: string, selection: FieldSelection | undefined): SelectionState => {
  const next = new Map(state)
  if (selection === undefined || selection.values.size === 0) next.delete(field)
  else next.set(field, selection)
  return next
}

export const isOnlyOne = (state: SelectionState, field: string): boolean => state.get(field)?.onlyOne === true

const isLocked = (state: SelectionState, field: string): boolean => state.get(field)?.locked === true

/**
 * Selects values of one field: in place of what was selected, or toggled one by one. Selecting nothing clears the field.
 *
 * @param symbols each visible to the principal
 * @returns the next state; `undefined` where the field is locked, or has always one value and these are not one
 */
export const selectElements = (
  state: SelectionState,
  field: string,
  symbols: SymbolSet,
  toggle: boolean,
): SelectionState | undefined => {
  if (isLocked(state, field)) return undefined
  if (isOnlyOne(state, field))
    return symbols.size === 1 ? withField(state, field, { values: symbols, locked: false, onlyOne: true }) : undefined
  const values = toggle ? symmetricDifference(state.get(field)?.values ?? noSymbols, symbols) : symbols
  return withField(state, field, { values, locked: false })
}

/** Clears one field. `undefined` where it is locked, or has always one value. */
export const clearField = (state: SelectionState, field: string): SelectionState | undefined =>
  isLocked(state, field) || isOnlyOne(state, field) ? undefined : withField(state, field, undefined)

/** Clears all fields but those that have always one value, sparing the locked ones unless `lockedAlso`. */
export const clearAll = (state: SelectionState, lockedAlso: boolean): SelectionState =>
  new Map([...state].filter(([, { locked, onlyOne }]) => onlyOne || (locked && !lockedAlso)))

/** Clears all unlocked fields but one and those that have always one value. */
export const clearOthers = (state: SelectionState, field: string): SelectionState =>
  new Map([...state].filter(([name, { locked, onlyOne }]) => locked || onlyOne || name === field))

/**
 * Says whether a field always has exactly one value.
 *
 * @returns `undefined` where it has not one value now
 */
export const setOnlyOne = (state: SelectionState, field: string, onlyOne: boolean): SelectionState | undefined => {
  const selection = state.get(field)
  if (!onlyOne) return selection?.onlyOne ? withField(state, field, withoutOnlyOne(selection)) : state
  return selection?.values.size === 1 ? withField(state, field, { ...selection, onlyOne }) : undefined
}

const withoutOnlyOne = ({ values, locked }: FieldSelection): FieldSelection => ({ values, locked })

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
        (other !== undefined &&
          other.locked === selection.locked &&
          other.onlyOne === selection.onlyOne &&
          isSameSet(selection.values, other.values))
      )
    }))
