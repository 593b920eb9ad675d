import { UnderstudyError } from '@understudy/contract'
import type { Store } from '../../store/schema.js'
import { type ChainName, checkpointMac, endMac, type JournalKey } from '../hash-chain.js'

/** Where one chain stood. */
export interface CheckpointChain extends ChainName {
  /** The number of its last record; 0 while it had none. */
  readonly seq: number
  readonly hash: string
}

/** Where chains stood at one time. Kept outside of the store, it tells whether records were cut off there later. */
export interface Checkpoint {
  /** ISO 8601. */
  readonly takenAt: string
  readonly chains: readonly CheckpointChain[]
}

/** A checkpoint as it is kept: with the code that nobody without the master key can make. */
export interface SealedCheckpoint {
  readonly checkpoint: Checkpoint
  readonly mac: string
}

/**
 * Takes a checkpoint of the chains of a store.
 *
 * @param takenAt ISO 8601
 * @param tenantId of this tenant alone; of all unless given
 * @throws UnderstudyError `AUDIT-JOURNAL-BROKEN` where the end of a chain is not authentic: it must not be vouched for
 */
export const takeCheckpoint = async (
  store: Store,
  key: JournalKey,
  takenAt: string,
  tenantId?: string,
): Promise<SealedCheckpoint> => {
  let ends = store
    .selectFrom('audit_chains')
    .select(['tenant_id', 'node_id', 'seq', 'hash', 'position', 'keyed_from', 'mac'])
    .orderBy('tenant_id')
    .orderBy('node_id')
  if (tenantId !== undefined) ends = ends.where('tenant_id', '=', tenantId)
  const chains: CheckpointChain[] = []
  for (const { tenant_id, node_id, seq, hash, position, keyed_from, mac } of await ends.execute()) {
    const name = { tenantId: tenant_id, nodeId: node_id }
    const isOlderThanKey = position === null && keyed_from === null && mac === null
    const head = { seq, hash, keyedFrom: keyed_from ?? 1, position: position ?? 0 }
    if (!isOlderThanKey && mac !== endMac(key, name, head)) {
      throw new UnderstudyError(
        'AUDIT-JOURNAL-BROKEN',
        `The end of the chain of tenant ${tenant_id}, node ${node_id}, is not authentic.`,
      )
    }
    chains.push({ ...name, seq, hash })
  }
  const checkpoint = { takenAt, chains }
  return { checkpoint, mac: checkpointMac(key, JSON.stringify(checkpoint)) }
}
