import type { DuckDBConnection } from '@duckdb/node-api'
import { UnderstudyError } from '@understudy/contract'
import { type DualConversion, dualConversion } from './dual-value.js'
import { isSectionAccess } from './section-access-place.js'
import { quoteIdentifier, quoteText } from './sql-text.js'

/** A column of a staged table and how its values become dual. */
export interface StagedColumn {
  /** Name of the field. */
  readonly name: string
  /** Name by which the table's reference has it. */
  readonly columnName: string
  readonly conversion: DualConversion
}

/** A table that the data script left behind. */
export interface StagedTable {
  readonly name: string
  /** Quoted name by which the snapshot's connection reads it. */
  readonly reference: string
  readonly columns: readonly StagedColumn[]
}

export interface StagedData {
  /** The model's tables in order of creation. */
  readonly tables: readonly StagedTable[]
  readonly sectionAccess: StagedTable | null
}

/**
 * Lists the staged base tables. Views and temporary tables are the script's own business.
 *
 * @param catalog name under which the staging file is attached
 * @param order names of the tables in order of creation
 * @throws UnderstudyError ENGINE-RELOAD-MODEL for a column type that holds no single values, a table that was never committed,
 *   or SECTION_ACCESS alone
 */
export const listStagedTables = async (
  connection: DuckDBConnection,
  catalog: string,
  order: readonly string[],
): Promise<StagedData> => {
  const rows = await connection.runAndReadAll(
    `SELECT t.table_name, c.column_name, c.data_type
     FROM duckdb_tables() t JOIN duckdb_columns() c USING (database_name, schema_name, table_name)
     WHERE t.database_name = ${quoteText(catalog)} AND t.schema_name = 'main' AND NOT t.temporary
     ORDER BY c.column_index`,
  )
  const columns = new Map<string, StagedColumn[]>(order.map((name) => [name, []]))
  for (const [table, name, type] of rows.getRowsJS() as string[][]) {
    if (table === undefined || name === undefined || type === undefined) continue
    columns.set(table, [
      ...(columns.get(table) ?? []),
      { name, columnName: name, conversion: conversionOf(table, name, type) },
    ])
  }
  const staged = [...columns].map(([name, list]): StagedTable => {
    // To leave the table out could leave out the one that restricts the others.
    if (list.length === 0) throw new UnderstudyError('ENGINE-RELOAD-MODEL', `table ${name} was never committed`)
    return { name, reference: `${quoteIdentifier(catalog)}.main.${quoteIdentifier(name)}`, columns: list }
  })
  for (const [index, table] of staged.entries()) staged[index] = await withRowNumbers(connection, table, index)
  const tables = staged.filter(({ name }) => !isSectionAccess(name))
  // Nothing at all is an app without data; a table that restricts nothing is a mistake.
  if (tables.length === 0 && staged.length > 0)
    throw new UnderstudyError('ENGINE-RELOAD-MODEL', 'data.sql creates no table')
  return { tables, sectionAccess: staged.find(({ name }) => isSectionAccess(name)) ?? null }
}

/**
 * A column named like the database's own row numbers hides them, and the load order is read from them: such a table is
 * copied with names of our own.
 */
const withRowNumbers = async (
  connection: DuckDBConnection,
  table: StagedTable,
  index: number,
): Promise<StagedTable> => {
  if (!table.columns.some(({ name }) => name.toLowerCase() === 'rowid')) return table
  const reference = `renamed_${index}`
  const columns = table.columns.map((column, position) => ({ ...column, columnName: `c${position}` }))
  const selected = columns.map(({ name, columnName }) => `${quoteIdentifier(name)} AS ${columnName}`)
  await connection.run(`CREATE TEMP TABLE ${reference} AS SELECT ${selected.join(', ')} FROM ${table.reference}`)
  return { ...table, reference, columns }
}

const conversionOf = (table: string, column: string, type: string): DualConversion => {
  const conversion = dualConversion(type)
  if (conversion) return conversion
  throw new UnderstudyError('ENGINE-RELOAD-MODEL', `[${column}] of table ${table} is of type ${type}`)
}
