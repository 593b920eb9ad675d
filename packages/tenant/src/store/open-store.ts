import { Kysely } from 'kysely'
import { setDirectExecution } from './direct-execution.js'
import { openLibsql } from './libsql-dialect.js'
import { migrate } from './migrate.js'
import { openPostgres } from './postgres-dialect.js'
import type { Store, StoreSchema } from './schema.js'

/**
 * Opens the store and brings it to the newest schema. Close it with `store.destroy()`.
 *
 * @param location `postgres://…` (or `postgresql://…`) for PostgreSQL, else the path of a libSQL file
 */
export const openStore = async (location: string): Promise<Store> => {
  const { dialect, direct } = /^postgres(ql)?:\/\//.test(location) ? openPostgres(location) : openLibsql(location)
  const store = new Kysely<StoreSchema>({ dialect })
  setDirectExecution(store, direct)
  try {
    await migrate(store)
    return store
  } catch (error) {
    await store.destroy()
    throw error
  }
}
