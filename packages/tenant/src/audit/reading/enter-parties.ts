import { runTransaction } from '../../store/run-transaction.js'
import type { AuditPartyRow, Store } from '../../store/schema.js'
import type { AuditEvent } from '../audit-event.js'
import type { ChainName } from '../hash-chain.js'
import { clientsOf, userOf } from './audit-item.js'

/** Records whose parties are entered by one statement: few enough that an embedded store holds nobody up. */
const batchSize = 100

/** How a user, or a client, stands in the table of parties. */
export const partyName = {
  user: (id: string) => `user:${storable(id)}`,
  client: (id: string) => `client:${storable(id)}`,
}

/** Without what PostgreSQL keeps in no text: the record of a refusal may name as a client whatever was sent. */
const storable = (id: string): string => id.replaceAll('\0', '')

/** A chain that has records of which the parties have not been entered. */
export interface UnenteredChain extends ChainName {
  /** The number of the last record that has been. */
  readonly entered: number
}

/**
 * The chains that have records to be entered.
 *
 * @param nodeId those that this node writes; all unless given
 */
export const unenteredChains = async (store: Store, nodeId?: string): Promise<readonly UnenteredChain[]> => {
  let chains = store
    .selectFrom('audit_chains as c')
    .leftJoin('audit_entered as e', (join) =>
      join.onRef('e.tenant_id', '=', 'c.tenant_id').onRef('e.node_id', '=', 'c.node_id'),
    )
    .select((eb) => ['c.tenant_id', 'c.node_id', eb.fn.coalesce('e.seq', eb.lit(0)).as('entered')])
    .whereRef('c.seq', '>', (eb) => eb.fn.coalesce('e.seq', eb.lit(0)))
  if (nodeId !== undefined) chains = chains.where('c.node_id', '=', nodeId)
  const rows = await chains.execute()
  return rows.map(({ tenant_id, node_id, entered }) => ({
    tenantId: tenant_id,
    nodeId: node_id,
    entered: Number(entered),
  }))
}

/**
 * Enters the parties of the next records of a chain. Done twice, by two nodes at once, it does no harm.
 *
 * @returns how far the chain is entered now; as before where there is nothing more
 */
export const enterParties = async (store: Store, chain: UnenteredChain): Promise<number> => {
  const { tenantId, nodeId, entered } = chain
  const records = await store
    .selectFrom('audit_journal')
    .select(['seq', 'record'])
    .where('tenant_id', '=', tenantId)
    .where('node_id', '=', nodeId)
    .where('seq', '>', entered)
    .orderBy('seq')
    .limit(batchSize)
    .execute()
  const last = records.at(-1)?.seq
  if (last === undefined) return entered
  const rows = records.flatMap(({ seq, record }) => partyRows(chain, seq, record))
  await runTransaction(store, async (transaction) => {
    if (rows.length > 0) {
      await transaction
        .insertInto('audit_parties')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
    await transaction
      .insertInto('audit_entered')
      .values({ tenant_id: tenantId, node_id: nodeId, seq: last })
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'node_id']).doUpdateSet({ seq: last }).where('audit_entered.seq', '<', last),
      )
      .execute()
  })
  return last
}

const partyRows = ({ tenantId, nodeId }: ChainName, seq: number, record: string): AuditPartyRow[] => {
  const { time, ...event }: AuditEvent & { time: string } = JSON.parse(record)
  const user = userOf(event)
  const parties = [
    ...(user === undefined ? [] : [partyName.user(user)]),
    ...clientsOf(event).map((id) => partyName.client(id)),
  ]
  return parties.map((party) => ({ tenant_id: tenantId, party, time, node_id: nodeId, seq }))
}
