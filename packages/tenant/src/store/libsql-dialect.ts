import { type Dialect, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { DirectExecution } from './direct-execution.js'
import { libsqlDriver } from './libsql-driver.js'
import { type LibsqlHandle, openHandle } from './libsql-handle.js'
import type { OpenedDialect } from './opened-dialect.js'
import { turnMemory } from './turn-memory.js'

/**
 * The embedded store: one SQLite file, written by libSQL.
 *
 * @param file absolute path of the database file
 */
export const openLibsql = (file: string): OpenedDialect => {
  const reading = openHandle(file)
  const memory = turnMemory()
  const writing = forgetful(openHandle(file), memory.forget)
  const dialect: Dialect = {
    createDriver: () => libsqlDriver(reading, writing),
    createAdapter: () => new LibsqlAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
  const direct: DirectExecution = <Row>(query: Parameters<DirectExecution>[0]) =>
    memory.recall(query.sql, query.parameters, () => reading.execute<Row>(query).rows)
  return { dialect, direct }
}

/** A handle that drops what was remembered before it changes anything. */
const forgetful = (handle: LibsqlHandle, forget: () => void): LibsqlHandle => ({
  ...handle,
  execute: (compiled) => {
    forget()
    return handle.execute(compiled)
  },
  run: (sql) => {
    forget()
    handle.run(sql)
  },
})

/** Lets migrations run in one transaction, which SQLite can; Kysely's own adapter leaves a failed one half applied. */
class LibsqlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}
