import { type Dialect, type SqliteDatabase, SqliteDialect } from 'kysely'
import Database from 'libsql'

/**
 * The embedded store: one SQLite file, written by libSQL.
 *
 * `synchronous=FULL` makes a returned commit survive a power cut, which the audit journal promises.
 *
 * @param file absolute path of the database file, or `:memory:`
 */
export const libsqlDialect = (file: string): Dialect => new SqliteDialect({ database: () => openDatabase(file) })

const openDatabase = async (file: string): Promise<SqliteDatabase> => {
  const database = new Database(file)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('busy_timeout = 5000')

  const statements = new Map<string, ReturnType<SqliteDatabase['prepare']>>()
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const known = statements.get(sql)
      if (known !== undefined) return known
      // A deferred transaction that turns from reading to writing fails at once when another process wrote meanwhile;
      // an immediate one waits its turn.
      const statement = database.prepare(sql === 'begin' ? 'begin immediate' : sql) as unknown as ReturnType<
        SqliteDatabase['prepare']
      >
      if (statements.size < statementCacheSize) statements.set(sql, statement)
      return statement
    },
  }
}

/** Filters make SQL texts of many shapes; the first ones seen are the hot ones, and the cache stays bounded. */
const statementCacheSize = 500
