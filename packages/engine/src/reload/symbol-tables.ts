import type { DuckDBConnection } from '@duckdb/node-api'
import { UnderstudyError } from '@understudy/contract'
import type { FieldModel, NumberType, SymbolType } from '../model/data-model.js'
import { fieldTags } from '../model/field-tags.js'
import { symbolTable } from '../snapshot/snapshot-schema.js'
import { quoteIdentifier } from './sql-text.js'
import type { StagedTable } from './staged-tables.js'

/** A field before its values are read: the tables that hold it, as indexes. */
export interface FieldPlan {
  readonly id: number
  readonly name: string
  readonly tables: readonly number[]
}

/** Temporary table that maps the values of one staged column to element numbers: `value`, `elem`. */
export const valueMap = (table: number, field: number): string => `map_${table}_${field}`

/**
 * Writes the symbol table of a field, numbering its values in load order (table by table, row by row), and the maps from
 * staged values to element numbers.
 *
 * @throws UnderstudyError ENGINE-RELOAD-MODEL when tables hold values of different kinds under the same name
 */
export const writeSymbols = async (
  connection: DuckDBConnection,
  tables: readonly StagedTable[],
  plan: FieldPlan,
): Promise<FieldModel> => {
  const columns = plan.tables.map((index) => stagedColumn(tables, index, plan.name))
  const kind = columns[0]?.conversion.kind ?? 'text'
  const deviating = columns.find((column) => column.conversion.kind !== kind)
  if (deviating) {
    throw new UnderstudyError(
      'ENGINE-RELOAD-MODEL',
      `[${plan.name}] is of kind ${kind} in ${columns[0]?.table.name} and of kind ${deviating.conversion.kind} in ${deviating.table.name}`,
    )
  }
  const firstSeen: string[] = []
  for (const [order, { table, conversion, index }] of columns.entries()) {
    const column = quoteIdentifier(plan.name)
    const seen = `seen_${index}_${plan.id}`
    const loadOrder = conversion.loadOrder?.(column) ?? 'rowid'
    await connection.run(
      `CREATE TEMP TABLE ${seen} AS SELECT value, first_row
       FROM (SELECT ${conversion.value(column)} AS value, min(${loadOrder}) AS first_row FROM ${table.reference} GROUP BY 1)
       WHERE value IS NOT NULL`,
    )
    const num = conversion.num ? conversion.num('value') : 'CAST(NULL AS DOUBLE)'
    firstSeen.push(
      `SELECT ${conversion.text('value')} AS text, ${num} AS num, ${order} AS table_order, first_row FROM ${seen}`,
    )
  }
  await connection.run(
    `CREATE TABLE ${symbolTable(plan.id)} AS
     SELECT CAST(row_number() OVER (ORDER BY first_seen) - 1 AS INTEGER) AS elem, num, text,
            CAST(row_number() OVER (ORDER BY lower(text), text) - 1 AS INTEGER) AS text_rank
     FROM (SELECT text, any_value(num) AS num, min((table_order, first_row)) AS first_seen
           FROM (${firstSeen.join(' UNION ALL ')}) GROUP BY text)
     ORDER BY elem`,
  )
  for (const { conversion, index } of columns) {
    const seen = `seen_${index}_${plan.id}`
    await connection.run(
      `CREATE TEMP TABLE ${valueMap(index, plan.id)} AS
       SELECT value, elem FROM ${seen} JOIN ${symbolTable(plan.id)} AS symbols ON symbols.text = ${conversion.text('value')}`,
    )
    await connection.run(`DROP TABLE ${seen}`)
  }
  return describeField(connection, plan, kind)
}

const stagedColumn = (tables: readonly StagedTable[], index: number, name: string) => {
  const table = tables[index]
  const column = table?.columns.find((candidate) => candidate.name === name)
  if (!table || !column) throw new Error(`field ${name} is not in table ${index}`)
  return { table, conversion: column.conversion, index }
}

const describeField = async (
  connection: DuckDBConnection,
  plan: FieldPlan,
  kind: FieldModel['kind'],
): Promise<FieldModel> => {
  const reader = await connection.runAndReadAll(
    `SELECT CAST(count(*) AS INTEGER), min(num), max(num), CAST(coalesce(max(length(text)), 0) AS INTEGER),
            coalesce(bool_and(num = trunc(num)), FALSE), coalesce(bool_and(length(text) = strlen(text)), TRUE)
     FROM ${symbolTable(plan.id)}`,
  )
  const [symbolCount, min, max, maxGlyphCount, integer, ascii] = reader.getRowsJS()[0] as [
    number,
    number | null,
    number | null,
    number,
    boolean,
    boolean,
  ]
  return {
    id: plan.id,
    name: plan.name,
    kind,
    symbolCount,
    symbolType: symbolTypeFor(symbolCount),
    numberType: kind === 'text' ? null : numberTypeFor(integer, min ?? 0, max ?? 0),
    min,
    max,
    maxGlyphCount,
    tags: fieldTags({ kind, integer, ascii, key: plan.tables.length > 1 }),
    tables: plan.tables,
  }
}

const symbolTypeFor = (count: number): SymbolType => {
  if (count <= 256) return 'UTINYINT'
  return count <= 65_536 ? 'USMALLINT' : 'INTEGER'
}

const numberTypeFor = (integer: boolean, min: number, max: number): NumberType => {
  if (!integer) return 'DOUBLE'
  if (min >= -32_768 && max <= 32_767) return 'SMALLINT'
  return min >= -2_147_483_648 && max <= 2_147_483_647 ? 'INTEGER' : 'DOUBLE'
}
