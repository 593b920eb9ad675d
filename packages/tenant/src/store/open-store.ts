import { Kysely } from 'kysely'
import { setDirectExecution } from './direct-execution.js'
import { openLibsql } from './libsql-dialect.js'
import { migrate } from './migrate.js'
import type { StoreConnections } from './opened-dialect.js'
import { openPostgres } from './postgres-dialect.js'
import type { Store, StoreSchema } from './schema.js'

const connectionsByStore = new WeakMap<Store, () => StoreConnections>()

/** The connections of a store; undefined for a file. */
export const storeConnections = (store: Store): StoreConnections | undefined => connectionsByStore.get(store)?.()

/** Whether other nodes may have the store open too; a file is one node's own. */
export const isShared = (store: Store): boolean => connectionsByStore.has(store)

/**
 * Opens the store and brings it to the newest schema. Close it with `store.destroy()`.
 *
 * @param location `postgres://…` (or `postgresql://…`) for PostgreSQL, else the path of a libSQL file
 */
export const openStore = async (location: string): Promise<Store> => {
  const { dialect, direct, connections } = /^postgres(ql)?:\/\//.test(location)
    ? openPostgres(location)
    : openLibsql(location)
  const store = new Kysely<StoreSchema>({ dialect })
  setDirectExecution(store, direct)
  if (connections !== undefined) connectionsByStore.set(store, connections)
  try {
    await migrate(store)
    return store
  } catch (error) {
    await store.destroy()
    throw error
  }
}
