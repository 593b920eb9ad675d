/** Selections as they are kept over reloads: the texts of values, by field, by alternate state. */
export type StoredSelections = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>
