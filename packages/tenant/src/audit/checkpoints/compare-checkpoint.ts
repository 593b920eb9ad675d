import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Store } from '../../store/schema.js'
import type { Checkpoint, CheckpointChain } from './checkpoint.js'

/** A chain that does not hold the record at which a checkpoint found it. */
export interface LostRecords extends CheckpointChain {
  /** Records were cut off its end, or others stand in their place. */
  readonly reason: 'record missing' | 'another record'
}

/** Chains that are looked at before others have their turn. */
const chainsOfTurn = 100

/** Looks whether the store still has all records that a checkpoint vouches for: the chains that lack some. */
export const compareCheckpoint = async (store: Store, { chains }: Checkpoint): Promise<readonly LostRecords[]> => {
  const lost: LostRecords[] = []
  for (const [at, chain] of chains.entries()) {
    // An embedded store answers within the turn.
    if (at % chainsOfTurn === chainsOfTurn - 1) await nextTurn()
    // Before the first record there is nothing to lose.
    if (chain.seq === 0) continue
    const row = await store
      .selectFrom('audit_journal')
      .select('hash')
      .where('tenant_id', '=', chain.tenantId)
      .where('node_id', '=', chain.nodeId)
      .where('seq', '=', chain.seq)
      .executeTakeFirst()
    if (row === undefined) lost.push({ ...chain, reason: 'record missing' })
    else if (row.hash !== chain.hash) lost.push({ ...chain, reason: 'another record' })
  }
  return lost
}
