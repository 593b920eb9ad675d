import type { Store } from '../store/schema.js'
import { readRegister } from './chain-register.js'
import { emptyRegister, extendRegister, type JournalKey } from './hash-chain.js'

/** Whether all chains that ever began are there. */
export type RegisterVerdict =
  | {
      readonly intact: true
      readonly chains: number
      /** When chains that are older than the journal's key were entered, ISO 8601; null where there were none. */
      readonly adoptedAt: string | null
    }
  | {
      readonly intact: false
      readonly reason: 'chain missing' | 'register missing' | 'register changed' | 'tenant without chain'
      /** What is missing, in words. */
      readonly detail: string
    }

/** Attempts to read the register and the chains as they are at one time, while servers begin others. */
const attempts = 5

/**
 * Compares the chains with the register of all that began, and with the tenants: a chain that was removed as a whole, with
 * its records and its end, is noticed.
 */
export const verifyRegister = async (store: Store, key: JournalKey): Promise<RegisterVerdict> => {
  for (let attempt = 1; ; attempt++) {
    const before = await readRegister(store)
    const verdict = await compare(store, key, before)
    const after = await readRegister(store)
    if (verdict.intact || attempt === attempts || before?.mac === after?.mac) return verdict
  }
}

const compare = async (
  store: Store,
  key: JournalKey,
  register: Awaited<ReturnType<typeof readRegister>>,
): Promise<RegisterVerdict> => {
  const chains = await store
    .selectFrom('audit_chains')
    .select(['tenant_id', 'node_id', 'position', 'mac'])
    .orderBy('position')
    .execute()
  if (register === undefined) {
    // As the store is before a journal with a key opens it.
    if (chains.every(({ mac }) => mac === null)) return { intact: true, chains: chains.length, adoptedAt: null }
    return { intact: false, reason: 'register missing', detail: 'The register of all chains was removed.' }
  }
  let mac = emptyRegister(key, register.adopted_at)
  for (let position = 1; position <= register.chains; position++) {
    const chain = chains[position - 1]
    if (chain?.position !== position) {
      const detail = `Chain ${position} of ${register.chains} was removed, with all of its records.`
      return { intact: false, reason: 'chain missing', detail }
    }
    mac = extendRegister(key, mac, { tenantId: chain.tenant_id, nodeId: chain.node_id }, position)
  }
  if (mac !== register.mac || chains.length !== register.chains) {
    return { intact: false, reason: 'register changed', detail: 'The chains are not those that began.' }
  }
  const silent = await silentTenants(store)
  if (silent.length > 0) {
    const detail = `The journal has nothing of ${silent.map((id) => `tenant ${id}`).join(', ')}.`
    return { intact: false, reason: 'tenant without chain', detail }
  }
  return { intact: true, chains: register.chains, adoptedAt: register.adopted_at }
}

/** Tenants without a record: making one is recorded. */
const silentTenants = async (store: Store): Promise<string[]> => {
  const rows = await store
    .selectFrom('tenants')
    .select('tenant_id')
    .where('tenant_id', 'not in', store.selectFrom('audit_chains').select('tenant_id'))
    .where('tenant_id', 'not in', store.selectFrom('audit_outbox').select('tenant_id'))
    .execute()
  return rows.map(({ tenant_id }) => tenant_id)
}
