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

const typesOfApps = new WeakMap<OracleApp, ReadonlyMap<string, OracleColumn['type']>>()

/** Types of fields; the generators ask for them thousands of times a scene. */
const fieldTypes = (app: OracleApp): ReadonlyMap<string, OracleColumn['type']> => {
  const known = typesOfApps.get(app)
  if (known) return known
  const types = new Map<string, OracleColumn['type']>()
  for (const { columns } of app.tables)
    for (const { name, type } of columns) if (!types.has(name)) types.set(name, type)
  typesOfApps.set(app, types)
  return types
}

/** All field names, in order of first occurrence. */
export const fieldNames = (app: OracleApp): readonly string[] => [...fieldTypes(app).keys()]

export const fieldType = (app: OracleApp, field: string): OracleColumn['type'] => fieldTypes(app).get(field) ?? 'text'

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
