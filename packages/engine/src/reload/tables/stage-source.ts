import type { DuckDBConnection } from '@duckdb/node-api'
import { UnderstudyError } from '@understudy/contract'
import { sourceSchema } from '../../check/undeclared-sources.js'
import { quoteIdentifier, quoteText } from '../sql-text.js'
import type { OpenSource, SourceType } from './source-table.js'

/** As many columns as a table of a source may have. */
const maxColumns = 2_000

/** Rows that go to the database together. */
const flushedRows = 20_000

/**
 * Makes `sources.<name>` of a source's rows.
 *
 * @param signal stops reading
 * @param onRows told how many rows have been read
 * @throws UnderstudyError ENGINE-RELOAD-SOURCE
 */
export const stageSource = async (
  connection: DuckDBConnection,
  name: string,
  open: OpenSource,
  signal: AbortSignal,
  onRows: (count: number) => void,
): Promise<void> => {
  const table = await open(signal)
  const raw = `${name} as read`
  const columns = table.columns.map(quoteIdentifier)
  const batches = table.batches[Symbol.asyncIterator]()
  try {
    // Only what has been begun can be ended: a source that is refused lets go of its file or connection.
    let next = await batches.next()
    refuseColumns(name, table.columns)
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${sourceSchema}`)
    await connection.run(
      `CREATE TABLE ${sourceSchema}.${quoteIdentifier(raw)} (${columns.map((column) => `${column} VARCHAR`).join(', ')})`,
    )
    const appender = await connection.createAppender(raw, sourceSchema)
    let count = 0
    try {
      for (; !next.done; next = await batches.next()) {
        signal.throwIfAborted()
        for (const row of next.value) {
          for (const value of row) {
            if (value === null) appender.appendNull()
            else appender.appendVarchar(value)
          }
          appender.endRow()
          if (++count % flushedRows === 0) appender.flushSync()
        }
        onRows(count)
      }
    } finally {
      appender.closeSync()
    }
  } finally {
    await batches.return?.()
  }
  const types = table.types()
  const typed = columns.map((column, index) => `${cast(column, types[index] ?? 'VARCHAR')} AS ${column}`)
  await connection.run(
    `CREATE TABLE ${sourceSchema}.${quoteIdentifier(name)} AS SELECT ${typed.join(', ')} FROM ${sourceSchema}.${quoteIdentifier(raw)} ORDER BY rowid`,
  )
  await connection.run(`DROP TABLE ${sourceSchema}.${quoteIdentifier(raw)}`)
}

/** What no type of ours can hold, such as a day of year 0, is missing. */
const cast = (column: string, type: SourceType): string => {
  if (type === 'VARCHAR') return column
  return `TRY_CAST(${column} AS ${typeText(type)})`
}

const typeText = (type: SourceType): string => {
  if (typeof type === 'string') return type
  if ('digits' in type) return `DECIMAL(${type.digits}, ${type.fraction})`
  return `ENUM (${type.inOrder.map(quoteText).join(', ')})`
}

const refuseColumns = (name: string, columns: readonly string[]): void => {
  const refuse = (problem: string) => {
    throw new UnderstudyError('ENGINE-RELOAD-SOURCE', `source '${name}' ${problem}`)
  }
  if (columns.length === 0) refuse('has no columns')
  if (columns.length > maxColumns) refuse(`has ${columns.length} columns, more than ${maxColumns}`)
  const seen = new Set<string>()
  for (const column of columns) {
    if (column === '') refuse('has a column without a name')
    if (seen.has(column.toLowerCase())) refuse(`has the column [${column}] twice`)
    seen.add(column.toLowerCase())
  }
}
