import { symbolSet } from '../../model/symbol-set.js'
import type { SelectionState } from '../../selections/selection-state.js'
import type { OracleSelections } from './oracle-list.js'

/** What the oracle has selected, as the engine holds it. */
export const selectionStateOf = (selections: OracleSelections): SelectionState =>
  new Map([...selections].map(([field, { values, locked }]) => [field, { values: symbolSet(values), locked }]))
