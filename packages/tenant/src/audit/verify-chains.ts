import type { AuditJournalRow, Store } from '../store/schema.js'
import { storedEnd } from './chain-register.js'
import {
  type ChainHead,
  type ChainName,
  emptyChain,
  emptyUnkeyedChain,
  endMac,
  extendChain,
  type JournalKey,
} from './hash-chain.js'

/** A chain that was found whole, or the first record that is not what was written. */
export type ChainVerdict =
  | {
      readonly tenantId: string
      readonly nodeId: string
      readonly intact: true
      readonly records: number
      /** How many of them are older than the journal's key: vouched for by hashes that anybody can compute. */
      readonly unkeyedRecords: number
    }
  | {
      readonly tenantId: string
      readonly nodeId: string
      readonly intact: false
      /** Number of the first record that is changed, missing or added. */
      readonly brokenAt: number
      readonly reason: 'record missing' | 'record changed' | 'record added' | 'end not authentic'
    }

/** Records read at a time. */
const pageSize = 5_000

/** Recomputes every chain of the store, of all tenants and nodes; servers may go on writing meanwhile. */
export const verifyChains = async (store: Store, key: JournalKey): Promise<ChainVerdict[]> => {
  const chains = await store
    .selectFrom('audit_chains')
    .select(['tenant_id', 'node_id'])
    .union(store.selectFrom('audit_journal').select(['tenant_id', 'node_id']))
    .execute()
  const verdicts: ChainVerdict[] = []
  for (const { tenant_id, node_id } of chains) {
    verdicts.push(await verifyChain(store, key, { tenantId: tenant_id, nodeId: node_id }))
  }
  return verdicts
}

const verifyChain = async (store: Store, key: JournalKey, name: ChainName): Promise<ChainVerdict> => {
  let head = await startOf(store, key, name)
  for (;;) {
    const rows = await recordsAfter(store, name, head.seq)
    for (const row of rows) {
      const next = extendChain(key, head, row.record)
      const broken = { ...name, intact: false, brokenAt: next.seq } as const
      if (row.seq !== next.seq) return { ...broken, reason: 'record missing' }
      if (row.hash !== next.hash) return { ...broken, reason: 'record changed' }
      head = next
    }
    const end = await recordedEnd(store, name)
    if (end.seq === head.seq && end.hash === head.hash) {
      if (end.keyed && end.mac !== endMac(key, name, head)) {
        return { ...name, intact: false, brokenAt: head.seq + 1, reason: 'end not authentic' }
      }
      return { ...name, intact: true, records: head.seq, unkeyedRecords: Math.min(head.keyedFrom - 1, head.seq) }
    }
    if (end.seq <= head.seq) return { ...name, intact: false, brokenAt: end.seq + 1, reason: 'record added' }
    if (rows.length === 0 && (await recordsAfter(store, name, head.seq)).length === 0) {
      return { ...name, intact: false, brokenAt: head.seq + 1, reason: 'record missing' }
    }
  }
}

/** A store that no journal with a key has opened yet has none at its ends either. */
const startOf = async (store: Store, key: JournalKey, name: ChainName): Promise<ChainHead> => {
  const end = await storedEnd(store, name)
  const keyedFrom = end === undefined ? 1 : (end.keyed_from ?? Number.POSITIVE_INFINITY)
  const start = { ...emptyChain(key, name, end?.position ?? 0), keyedFrom }
  return keyedFrom === 1 ? start : { ...start, hash: emptyUnkeyedChain(name) }
}

const recordsAfter = (
  store: Store,
  { tenantId, nodeId }: ChainName,
  seq: number,
): Promise<Pick<AuditJournalRow, 'seq' | 'record' | 'hash'>[]> =>
  store
    .selectFrom('audit_journal')
    .select(['seq', 'record', 'hash'])
    .where('tenant_id', '=', tenantId)
    .where('node_id', '=', nodeId)
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(pageSize)
    .execute()

/** Read after the records: what a server appended meanwhile makes the end later, never earlier. */
const recordedEnd = async (store: Store, name: ChainName) => {
  const end = await storedEnd(store, name)
  if (end === undefined) return { seq: 0, hash: '', mac: null, keyed: true }
  return { ...end, keyed: end.position !== null || end.keyed_from !== null || end.mac !== null }
}
