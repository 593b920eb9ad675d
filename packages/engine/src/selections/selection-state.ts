/** What is selected in one field. Element numbers index the field's symbol table. */
export interface FieldSelection {
  readonly values: ReadonlySet<number>
  readonly locked: boolean
}

/** The selections of one session in one alternate state, by field name. A field without an entry has no selection. */
export type SelectionState = ReadonlyMap<string, FieldSelection>

export const noSelections: SelectionState = new Map()
