import type { CompiledQuery } from 'kysely'
import type { AuditJournalRow, Store, StoreTransaction } from '../store/schema.js'
import { isUniqueViolation } from '../store/unique-violation.js'
import { type ChainHead, emptyChain, extendChain } from './hash-chain.js'

/** Something to append: a record, or the id of one that waits in the outbox. */
export type JournalEntry =
  | { readonly kind: 'record'; readonly tenantId: string; readonly record: string }
  | { readonly kind: 'outbox'; readonly tenantId: string; readonly outboxId: string }

/**
 * Appends a batch to the node's chains in one transaction.
 *
 * @param heads where the chains end as far as known; updated after the commit
 * @throws the database's error; nothing was appended then, unless the commit's answer itself was lost
 */
export const writeBatch = async (
  store: Store,
  nodeId: string,
  heads: Map<string, ChainHead>,
  entries: readonly JournalEntry[],
): Promise<void> => {
  const write = async (): Promise<void> => {
    const next = await store.transaction().execute((transaction) => append(transaction, nodeId, heads, entries))
    for (const [tenantId, head] of next) heads.set(tenantId, head)
  }
  try {
    await write()
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    // Another process writes with the same node id (a command run beside the server): continue after its records.
    heads.clear()
    await write()
  }
}

const append = async (
  transaction: StoreTransaction,
  nodeId: string,
  heads: ReadonlyMap<string, ChainHead>,
  entries: readonly JournalEntry[],
): Promise<Map<string, ChainHead>> => {
  const next = new Map<string, ChainHead>()
  const rows: AuditJournalRow[] = []
  for (const entry of entries) {
    const record = entry.kind === 'record' ? entry.record : await takeFromOutbox(transaction, entry)
    // Another node drained it: its record is durable in that node's chain.
    if (record === undefined) continue
    const { tenantId } = entry
    const head = next.get(tenantId) ?? heads.get(tenantId) ?? (await readHead(transaction, tenantId, nodeId))
    const extended = extendChain(head, record)
    next.set(tenantId, extended)
    rows.push({ tenant_id: tenantId, node_id: nodeId, seq: extended.seq, record, hash: extended.hash })
  }
  if (rows.length > 0) await insertRecords(transaction, rows)
  for (const [tenantId, head] of next) await writeHead(transaction, tenantId, nodeId, head)
  return next
}

const insertRecords = async (transaction: StoreTransaction, rows: readonly AuditJournalRow[]): Promise<void> => {
  const insert = compiledOnce(transaction, `insert ${rows.length}`, () =>
    transaction.insertInto('audit_journal').values(rows),
  )
  const parameters = rows.flatMap((row) => [row.tenant_id, row.node_id, row.seq, row.record, row.hash])
  await transaction.executeQuery({ ...insert, parameters })
}

/** Statements by adapter and shape: making the text anew takes longer than running it. */
const statements = new WeakMap<object, Map<string, CompiledQuery>>()

const compiledOnce = (
  transaction: StoreTransaction,
  shape: string,
  build: () => { compile: () => CompiledQuery },
): CompiledQuery => {
  const { adapter } = transaction.getExecutor()
  const byShape = statements.get(adapter) ?? new Map<string, CompiledQuery>()
  statements.set(adapter, byShape)
  const statement = byShape.get(shape) ?? build().compile()
  byShape.set(shape, statement)
  return statement
}

const takeFromOutbox = async (
  transaction: StoreTransaction,
  entry: { readonly tenantId: string; readonly outboxId: string },
): Promise<string | undefined> => {
  const taken = await transaction
    .deleteFrom('audit_outbox')
    .where('tenant_id', '=', entry.tenantId)
    .where('outbox_id', '=', entry.outboxId)
    .returning('record')
    .executeTakeFirst()
  return taken?.record
}

const readHead = async (transaction: StoreTransaction, tenantId: string, nodeId: string): Promise<ChainHead> => {
  const head = await transaction
    .selectFrom('audit_chains')
    .select(['seq', 'hash'])
    .where('tenant_id', '=', tenantId)
    .where('node_id', '=', nodeId)
    .executeTakeFirst()
  return head ?? emptyChain(tenantId, nodeId)
}

const writeHead = async (
  transaction: StoreTransaction,
  tenantId: string,
  nodeId: string,
  head: ChainHead,
): Promise<void> => {
  const { seq, hash } = head
  const upsert = compiledOnce(transaction, 'head', () =>
    transaction
      .insertInto('audit_chains')
      .values({ tenant_id: tenantId, node_id: nodeId, seq, hash })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'node_id']).doUpdateSet({ seq, hash })),
  )
  await transaction.executeQuery({ ...upsert, parameters: [tenantId, nodeId, seq, hash, seq, hash] })
}
