/** A cell as it is written to a file. */
export interface ExportedCell {
  /** As an object shows it. */
  readonly shown: string
  /** For files that know numbers: the number, or what is shown where a number does not tell it; `null` is missing. */
  readonly value: number | string | null
}

/** A column of a table that is exported. */
export interface ExportedColumn {
  readonly title: string
  /** The pattern by which a spreadsheet writes its numbers; absent where it has none that a spreadsheet knows. */
  readonly spreadsheetFormat?: string
}

/** Some rows of a table, whose cells are made when they are written. */
export interface ExportedRows {
  readonly count: number
  readonly row: (at: number) => readonly ExportedCell[]
}

/** What is exported: rows come part by part, and are never held together. */
export interface ExportedTable {
  readonly columns: readonly ExportedColumn[]
  readonly rowCount: number
  readonly parts: AsyncIterable<ExportedRows>
}

/** A table as it is written: a few cells at a time, so that nobody waits for long. */
export interface WrittenTable {
  readonly columns: readonly ExportedColumn[]
  readonly slices: AsyncIterable<readonly (readonly ExportedCell[])[]>
}

/** Where a table is written to. */
export interface ExportedFile {
  /** Absolute; nothing is there yet. */
  readonly path: string
  readonly mostBytes: number
  readonly signal: AbortSignal
}

/** Writes a table to a file. @throws UnderstudyError `EXPORT-TOO-LARGE`, and what its rows reject with */
export type TableWriter = (table: WrittenTable, file: ExportedFile) => Promise<void>
