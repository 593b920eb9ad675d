import { type Dialect, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import { libsqlDriver } from './libsql-driver.js'
import { openHandle } from './libsql-handle.js'
import type { OpenedDialect } from './opened-dialect.js'

/**
 * The embedded store: one SQLite file, written by libSQL.
 *
 * @param file absolute path of the database file
 */
export const openLibsql = (file: string): OpenedDialect => {
  const writing = openHandle(file)
  const reading = openHandle(file)
  const dialect: Dialect = {
    createDriver: () => libsqlDriver(reading, writing),
    createAdapter: () => new LibsqlAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
  return { dialect, direct: <Row>(query: Parameters<typeof reading.execute>[0]) => reading.execute<Row>(query).rows }
}

/** Lets migrations run in one transaction, which SQLite can; Kysely's own adapter leaves a failed one half applied. */
class LibsqlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}
