import type { AuditJournalRow, Store } from '../store/schema.js'
import { type ChainHead, emptyChain, extendChain } from './hash-chain.js'

/** A chain that was found whole, or the first record that is not what was written. */
export type ChainVerdict =
  | { readonly tenantId: string; readonly nodeId: string; readonly intact: true; readonly records: number }
  | {
      readonly tenantId: string
      readonly nodeId: string
      readonly intact: false
      /** Number of the first record that is changed, missing or added. */
      readonly brokenAt: number
      readonly reason: 'record missing' | 'record changed' | 'record added'
    }

/** Records read at a time. */
const pageSize = 5_000

/** Recomputes every chain of the store, of all tenants and nodes; servers may go on writing meanwhile. */
export const verifyChains = async (store: Store): Promise<ChainVerdict[]> => {
  const chains = await store
    .selectFrom('audit_chains')
    .select(['tenant_id', 'node_id'])
    .union(store.selectFrom('audit_journal').select(['tenant_id', 'node_id']))
    .execute()
  const verdicts: ChainVerdict[] = []
  for (const chain of chains) verdicts.push(await verifyChain(store, chain.tenant_id, chain.node_id))
  return verdicts
}

const verifyChain = async (store: Store, tenantId: string, nodeId: string): Promise<ChainVerdict> => {
  let head = emptyChain(tenantId, nodeId)
  for (;;) {
    const rows = await recordsAfter(store, tenantId, nodeId, head.seq)
    for (const row of rows) {
      const next = extendChain(head, row.record)
      const broken = { tenantId, nodeId, intact: false, brokenAt: next.seq } as const
      if (row.seq !== next.seq) return { ...broken, reason: 'record missing' }
      if (row.hash !== next.hash) return { ...broken, reason: 'record changed' }
      head = next
    }
    const end = await recordedEnd(store, tenantId, nodeId)
    if (end.seq === head.seq && end.hash === head.hash) return { tenantId, nodeId, intact: true, records: head.seq }
    if (end.seq <= head.seq) return { tenantId, nodeId, intact: false, brokenAt: end.seq + 1, reason: 'record added' }
    if (rows.length === 0 && (await recordsAfter(store, tenantId, nodeId, head.seq)).length === 0) {
      return { tenantId, nodeId, intact: false, brokenAt: head.seq + 1, reason: 'record missing' }
    }
  }
}

const recordsAfter = (
  store: Store,
  tenantId: string,
  nodeId: string,
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
const recordedEnd = async (store: Store, tenantId: string, nodeId: string): Promise<ChainHead> => {
  const end = await store
    .selectFrom('audit_chains')
    .select(['seq', 'hash'])
    .where('tenant_id', '=', tenantId)
    .where('node_id', '=', nodeId)
    .executeTakeFirst()
  return end ?? { seq: 0, hash: '' }
}
