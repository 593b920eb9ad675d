import type { DuckDBConnection } from '@duckdb/node-api'
import type { SharedFields } from '../model/associations.js'
import type { Association, FieldModel, TableModel } from '../model/data-model.js'
import { dataTable, elementColumn, numberColumn, unitColumn } from '../snapshot/snapshot-schema.js'
import { quoteIdentifier } from './sql-text.js'
import type { StagedTable } from './staged-tables.js'
import { valueMap } from './symbol-tables.js'

/**
 * Writes a table with element numbers in place of its values, and raw numbers beside them for measures. Its rows are in load
 * order: what views number by it, and sums, must not depend on how the values were looked up.
 */
export const encodeTable = async (
  connection: DuckDBConnection,
  id: number,
  table: StagedTable,
  fields: readonly FieldModel[],
): Promise<TableModel> => {
  const columns: string[] = []
  const maps: string[] = []
  for (const column of table.columns) {
    const field = fields.find((candidate) => candidate.name === column.name)
    if (!field) throw new Error(`no symbols for ${column.name}`)
    const source = `staged.${quoteIdentifier(column.columnName)}`
    const map = valueMap(id, field.id)
    columns.push(`CAST(${map}.elem AS ${field.symbolType}) AS ${elementColumn(field.id)}`)
    maps.push(`LEFT JOIN ${map} ON ${map}.value = ${column.conversion.value(source)}`)
    if (column.conversion.num && field.numberType) {
      const number = column.conversion.num(column.conversion.value(source))
      columns.push(`CAST(${number} AS ${field.numberType}) AS ${numberColumn(field.id)}`)
      const { units } = field
      if (units)
        columns.push(`CAST(round(${number} * 1e${units.decimals}) AS ${units.type}) AS ${unitColumn(field.id)}`)
    }
  }
  // Looking values up turns the order of rows; to sort them while the table is written is cheaper than to sort it afterwards.
  await connection.run(
    `CREATE TABLE ${dataTable(id)} AS SELECT * EXCLUDE (${loadedRow})
     FROM (SELECT ${columns.join(', ')}, staged.rowid AS ${loadedRow} FROM ${table.reference} AS staged ${maps.join(' ')})
     ORDER BY ${loadedRow}`,
  )
  const own = table.columns.flatMap((column) => fields.find((field) => field.name === column.name)?.id ?? [])
  const counts = ['*', ...own.map(elementColumn)].map((of) => `CAST(count(${of}) AS DOUBLE)`)
  const reader = await connection.runAndReadAll(`SELECT ${counts.join(', ')} FROM ${dataTable(id)}`)
  const rowCount = Number(reader.value(0, 0))
  const filled = own.filter((_, index) => Number(reader.value(index + 1, 0)) === rowCount)
  return { id, name: table.name, rowCount, fields: own, filled: filled.sort((a, b) => a - b) }
}

/** The number of the staged row, while a table is written. */
const loadedRow = 'loaded_row'

/** Measures how often a key repeats in each table: joining towards those where it never does cannot duplicate rows. */
export const measureAssociation = async (
  connection: DuckDBConnection,
  shared: SharedFields,
  fields: readonly FieldModel[],
): Promise<Association> => {
  const ids = shared.fields.flatMap((name) => fields.find((field) => field.name === name)?.id ?? [])
  const keys = ids.map(elementColumn)
  const mostRows: number[] = []
  for (const table of shared.tables) {
    const reader = await connection.runAndReadAll(
      `SELECT CAST(coalesce(max(n), 0) AS DOUBLE) FROM (SELECT count(*) AS n FROM ${dataTable(table)}
       WHERE ${keys.map((key) => `${key} IS NOT NULL`).join(' AND ')} GROUP BY ${keys.join(', ')})`,
    )
    mostRows.push(Number(reader.value(0, 0)))
  }
  const uniqueIn = shared.tables.filter((_, index) => (mostRows[index] ?? 0) <= 1)
  const pairs = shared.tables.flatMap((from) => shared.tables.map((to) => [from, to] as const))
  const covered: (readonly [number, number])[] = []
  for (const [from, to] of pairs)
    if (from !== to && (await covers(connection, keys, from, to))) covered.push([from, to])
  return { fields: ids, tables: shared.tables, uniqueIn, mostRows, covered }
}

/** Whether each row of a table has a partner in another; one whose key is missing has none. */
const covers = async (
  connection: DuckDBConnection,
  keys: readonly string[],
  from: number,
  to: number,
): Promise<boolean> => {
  const reader = await connection.runAndReadAll(
    `SELECT 1 FROM ${dataTable(from)} ANTI JOIN ${dataTable(to)} USING (${keys.join(', ')}) LIMIT 1`,
  )
  return reader.currentRowCount === 0
}
