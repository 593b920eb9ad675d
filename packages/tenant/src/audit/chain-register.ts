import type { Store, StoreTransaction } from '../store/schema.js'
import {
  brokenHead,
  type ChainHead,
  type ChainName,
  emptyChain,
  emptyRegister,
  endMac,
  extendRegister,
  type JournalKey,
} from './hash-chain.js'

/** The one row of the register. */
const only = 1

/** Where a chain ends, as the store has it. */
export const storedEnd = (store: Store | StoreTransaction, { tenantId, nodeId }: ChainName) =>
  store
    .selectFrom('audit_chains')
    .select(['seq', 'hash', 'keyed_from', 'position', 'mac'])
    .where('tenant_id', '=', tenantId)
    .where('node_id', '=', nodeId)
    .executeTakeFirst()

/** Reads the register of chains; undefined where the store is older than the key, or somebody took it away. */
export const readRegister = (store: Store | StoreTransaction) =>
  store.selectFrom('audit_registers').selectAll().where('id', '=', only).executeTakeFirst()

/**
 * The head that a chain is continued from, begun where there is none. An end that is not authentic is continued so that
 * the break stays visible for ever.
 *
 * @param now ISO 8601, for chains that are older than the key
 */
export const openChain = async (
  transaction: StoreTransaction,
  key: JournalKey,
  name: ChainName,
  now: string,
): Promise<ChainHead> => {
  const register = (await lockRegister(transaction)) ?? (await makeRegister(transaction, key, now))
  const end = await storedEnd(transaction, name)
  if (end === undefined) {
    const position = Number(register.chains) + 1
    const mac = extendRegister(key, register.mac, name, position)
    await transaction.updateTable('audit_registers').set({ chains: position, mac }).where('id', '=', only).execute()
    return emptyChain(key, name, position)
  }
  const { seq, hash, keyed_from: keyedFrom, position, mac } = end
  const head = { seq, hash, keyedFrom: keyedFrom ?? 1, position: position ?? 0 }
  return mac === endMac(key, name, head) ? head : brokenHead(key, head)
}

/** Chains begin one after the other, on whichever node. */
const lockRegister = (transaction: StoreTransaction) =>
  transaction
    .updateTable('audit_registers')
    .set((eb) => ({ chains: eb.ref('chains') }))
    .where('id', '=', only)
    .returning(['chains', 'mac'])
    .executeTakeFirst()

/**
 * Makes the register, and enters the chains of a store that is older than the key: their records stay as they are, what
 * follows is keyed. Where some chains are keyed already the register was taken away, and nothing is entered again.
 */
const makeRegister = async (transaction: StoreTransaction, key: JournalKey, now: string) => {
  const chains = await transaction
    .selectFrom('audit_chains')
    .select(['tenant_id', 'node_id', 'seq', 'hash', 'mac'])
    .orderBy('tenant_id')
    .orderBy('node_id')
    .execute()
  const older = chains.every(({ mac }) => mac === null) ? chains : []
  const adoptedAt = older.length > 0 ? now : null
  let mac = emptyRegister(key, adoptedAt)
  for (const [index, { tenant_id, node_id, seq, hash }] of older.entries()) {
    const name = { tenantId: tenant_id, nodeId: node_id }
    const head = { seq, hash, keyedFrom: seq + 1, position: index + 1 }
    mac = extendRegister(key, mac, name, head.position)
    await transaction
      .updateTable('audit_chains')
      .set({ keyed_from: head.keyedFrom, position: head.position, mac: endMac(key, name, head) })
      .where('tenant_id', '=', tenant_id)
      .where('node_id', '=', node_id)
      .execute()
  }
  const register = { id: only, chains: older.length, adopted_at: adoptedAt, mac }
  await transaction.insertInto('audit_registers').values(register).execute()
  return register
}
