import type { SymbolSet } from '../model/symbol-set.js'

/** What is selected in one field: symbols, which index its symbol table. */
export interface FieldSelection {
  readonly values: SymbolSet
  readonly locked: boolean
  /** Exactly one value is always selected: choosing another takes its place, and nothing clears it. */
  readonly onlyOne?: true
}

/** The selections of one session in one alternate state, by field name. A field without an entry has no selection. */
export type SelectionState = ReadonlyMap<string, FieldSelection>

/** The state that everything is in that names none. */
export const defaultState = '$'

/** What is selected in each alternate state, by its name; a state without an entry has no selections. */
export type Selections = ReadonlyMap<string, SelectionState>

export const noSelections: SelectionState = new Map()

export const selectedIn = (selections: Selections, state: string): SelectionState =>
  selections.get(state) ?? noSelections

/** The same, but for one state. */
export const withState = (selections: Selections, state: string, next: SelectionState): Selections =>
  new Map(selections).set(state, next)
