import { Kysely } from 'kysely'
import { libsqlDialect } from './libsql-dialect.js'
import { migrate } from './migrate.js'
import { postgresDialect } from './postgres-dialect.js'
import type { Store, StoreSchema } from './schema.js'

/**
 * Opens the store and brings it to the newest schema. Close it with `store.destroy()`.
 *
 * @param location `postgres://…` (or `postgresql://…`) for PostgreSQL, else the path of a libSQL file
 */
export const openStore = async (location: string): Promise<Store> => {
  const dialect = /^postgres(ql)?:\/\//.test(location) ? postgresDialect(location) : libsqlDialect(location)
  const store = new Kysely<StoreSchema>({ dialect })
  await migrate(store)
  return store
}
