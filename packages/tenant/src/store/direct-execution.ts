import type { CompiledQuery } from 'kysely'
import type { Store } from './schema.js'

/**
 * Runs a compiled query of the hot path on the database's own client, past Kysely's executor, which costs more than a
 * point query of the embedded store. Always outside a transaction.
 */
export type DirectExecution = <Row>(query: Pick<CompiledQuery, 'sql' | 'parameters'>) => Row[] | Promise<Row[]>

const executionByStore = new WeakMap<Store, DirectExecution>()

/** Tells how a store's database is asked directly; called once, when the store is opened. */
export const setDirectExecution = (store: Store, execution: DirectExecution): void => {
  executionByStore.set(store, execution)
}

/** How the store's database is asked directly. */
export const directExecution = (store: Store): DirectExecution => {
  const execution = executionByStore.get(store)
  if (execution === undefined) throw new Error('The store was not opened by openStore.')
  return execution
}
