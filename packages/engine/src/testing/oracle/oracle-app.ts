/** A value as a person would write it down; `null` is a missing value. */
export type OracleValue = number | string | null

export interface OracleColumn {
  readonly name: string
  readonly type: 'number' | 'text'
}

export interface OracleTable {
  readonly name: string
  readonly columns: readonly OracleColumn[]
  readonly rows: readonly (readonly OracleValue[])[]
}

/** The rows of a SECTION_ACCESS table; columns as in contract section 6. */
export interface OracleSectionAccess {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
}

/** An app small enough to reason about with nested loops. */
export interface OracleApp {
  readonly tables: readonly OracleTable[]
  readonly sectionAccess: OracleSectionAccess | null
}

/** The value of a column in a row. */
export const valueAt = (table: OracleTable, row: number, column: string): OracleValue =>
  table.rows[row]?.[table.columns.findIndex((candidate) => candidate.name === column)] ?? null

export const holds = (table: OracleTable, field: string): boolean =>
  table.columns.some((column) => column.name === field)

/** All field names, in order of first occurrence. */
export const fieldNames = (app: OracleApp): readonly string[] => [
  ...new Set(app.tables.flatMap((table) => table.columns.map((column) => column.name))),
]

export const fieldType = (app: OracleApp, field: string): OracleColumn['type'] =>
  app.tables.flatMap((table) => table.columns).find((column) => column.name === field)?.type ?? 'text'

/** The distinct values of a field in load order: table by table, row by row. The index is the element number. */
export const symbolsOf = (app: OracleApp, field: string): readonly (number | string)[] => {
  const symbols = new Set<number | string>()
  for (const table of app.tables) {
    if (!holds(table, field)) continue
    for (let row = 0; row < table.rows.length; row++) {
      const value = valueAt(table, row, field)
      if (value !== null) symbols.add(value)
    }
  }
  return [...symbols]
}
