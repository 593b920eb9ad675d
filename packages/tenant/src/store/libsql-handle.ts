import type { CompiledQuery, QueryResult } from 'kysely'
import Database from 'libsql'

/** One handle on a database file. */
export interface LibsqlHandle {
  readonly execute: <Row>(compiled: Pick<CompiledQuery, 'sql' | 'parameters'>) => QueryResult<Row>
  /** Runs a statement without parameters and result. */
  readonly run: (sql: string) => void
  readonly close: () => void
}

/** Filters make SQL texts of many shapes; the first ones seen are the hot ones, and the cache stays bounded. */
const statementCacheSize = 500

/**
 * Opens a handle. `synchronous=FULL` makes a returned commit survive a power cut, which the audit journal promises.
 *
 * @param file absolute path of the database file
 */
export const openHandle = (file: string): LibsqlHandle => {
  const database = new Database(file)
  // First: another process may be about to close the file, which the other settings wait for.
  database.pragma('busy_timeout = 5000')
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')

  const statements = new Map<string, ReturnType<typeof prepare>>()
  const statementOf = (sql: string): ReturnType<typeof prepare> => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const statement = prepare(database, sql)
    if (statements.size < statementCacheSize) statements.set(sql, statement)
    return statement
  }
  return {
    execute: <Row>({ sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>) =>
      statementOf(sql)(parameters) as QueryResult<Row>,
    run: (sql) => void statementOf(sql)([]),
    close: () => void database.close(),
  }
}

/**
 * Prepares a statement once. Rows are read as arrays and their columns named here: the binding would make every column
 * name a new string for every row, which took half the time of a point query.
 */
const prepare = (
  database: Database.Database,
  sql: string,
): ((parameters: readonly unknown[]) => QueryResult<unknown>) => {
  const statement = database.prepare(sql)
  if (!statement.reader) {
    return (parameters) => ({ rows: [], numAffectedRows: BigInt(statement.run(parameters).changes) })
  }
  const names = statement.columns().map((column) => column.name)
  const named = (values: unknown): Record<string, unknown> => {
    const row: Record<string, unknown> = {}
    for (let index = 0; index < names.length; index++) row[names[index] as string] = (values as unknown[])[index]
    return row
  }
  statement.raw(true)
  if (!singleRow.test(sql)) return (parameters) => ({ rows: statement.all(parameters).map(named) })
  return (parameters) => {
    const values: unknown = statement.get(parameters)
    return { rows: values === undefined ? [] : [named(values)] }
  }
}

/** A query that can have one row only is read in one call of the binding in place of three. */
const singleRow = /^select .* limit 1$/s
