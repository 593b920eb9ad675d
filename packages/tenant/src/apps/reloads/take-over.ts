import { isNodeGone } from '../../store/node-lock.js'
import { runTransaction } from '../../store/run-transaction.js'
import type { Store } from '../../store/schema.js'
import type { Reload } from './reload-rows.js'

/**
 * Takes the reloads over that waited or ran on nodes which live no more; of several nodes that look, one gets each.
 *
 * @param nodeId of this node
 * @returns what this node has to run now
 */
export const takeOverReloads = async (store: Store, nodeId: string, now: string): Promise<readonly Reload[]> => {
  const nodes = await store
    .selectFrom('reloads')
    .select('node_id')
    .distinct()
    .where('status', 'in', ['QUEUED', 'RELOADING', 'CANCELING'])
    .where('node_id', 'not in', [nodeId, ''])
    .execute()
  const taken: Reload[] = []
  for (const { node_id: gone } of nodes) {
    const reloads = await runTransaction(store, async (transaction) => {
      if (!(await isNodeGone(transaction, gone))) return []
      await transaction
        .updateTable('reloads')
        .set({ status: 'CANCELED', ended_at: now })
        .where('node_id', '=', gone)
        .where('status', '=', 'CANCELING')
        .execute()
      return transaction
        .updateTable('reloads')
        .set({ status: 'QUEUED', node_id: nodeId })
        .where('node_id', '=', gone)
        .where('status', 'in', ['QUEUED', 'RELOADING'])
        .returningAll()
        .execute()
    })
    taken.push(...reloads)
  }
  return taken
}
