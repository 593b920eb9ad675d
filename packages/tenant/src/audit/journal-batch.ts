import { CompiledQuery } from 'kysely'
import { runTransaction } from '../store/run-transaction.js'
import type { AuditJournalRow, Store, StoreTransaction } from '../store/schema.js'
import { isUniqueViolation } from '../store/unique-violation.js'
import { openChain } from './chain-register.js'
import { type ChainHead, type ChainName, endMac, extendChain, type JournalKey } from './hash-chain.js'

/** Something to append: a record, or the id of one that waits in the outbox. */
export type JournalEntry =
  | { readonly kind: 'record'; readonly tenantId: string; readonly record: string }
  | { readonly kind: 'outbox'; readonly tenantId: string; readonly outboxId: string }

/** Whose chains are written, and how. */
export interface ChainWriting {
  readonly store: Store
  readonly nodeId: string
  readonly key: JournalKey
  /** Milliseconds since 1970. */
  readonly clock: () => number
}

/**
 * Appends a batch to the node's chains in one transaction.
 *
 * @param heads where the chains end as far as known; updated after the commit
 * @throws the database's error; nothing was appended then, unless the commit's answer itself was lost
 */
export const writeBatch = async (
  writing: ChainWriting,
  heads: Map<string, ChainHead>,
  entries: readonly JournalEntry[],
): Promise<void> => {
  const write = async (): Promise<void> => {
    const next = await runTransaction(writing.store, (transaction) => append(transaction, writing, heads, entries))
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
  { nodeId, key, clock }: ChainWriting,
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
    const head =
      next.get(tenantId) ??
      heads.get(tenantId) ??
      (await openChain(transaction, key, { tenantId, nodeId }, new Date(clock()).toISOString()))
    const extended = extendChain(key, head, record)
    next.set(tenantId, extended)
    rows.push({ tenant_id: tenantId, node_id: nodeId, seq: extended.seq, record, hash: extended.hash })
  }
  if (rows.length > 0) await insertRecords(transaction, rows)
  for (const [tenantId, head] of next) await writeHead(transaction, key, { tenantId, nodeId }, head)
  return next
}

/** Writes records of one node. Tenant and node are bound once per tenant, since binding is what an insert spends time on. */
const insertRecords = async (transaction: StoreTransaction, rows: readonly AuditJournalRow[]): Promise<void> => {
  const tenants = new Set(rows.map((row) => row.tenant_id))
  for (const tenantId of tenants) {
    const own = tenants.size === 1 ? rows : rows.filter((row) => row.tenant_id === tenantId)
    const parameters: unknown[] = [tenantId, own[0]?.node_id]
    for (const { seq, record, hash } of own) parameters.push(seq, record, hash)
    await transaction.executeQuery(CompiledQuery.raw(insertText(own.length), parameters))
  }
}

const insertTexts = new Map<number, string>()

/** The insert of so many records, understood by both databases: `$n` is the n-th parameter on each. */
const insertText = (count: number): string => {
  const known = insertTexts.get(count)
  if (known !== undefined) return known
  const values = Array.from(
    { length: count },
    (_, row) => `($1, $2, $${row * 3 + 3}, $${row * 3 + 4}, $${row * 3 + 5})`,
  )
  const text = `insert into audit_journal (tenant_id, node_id, seq, record, hash) values ${values.join(', ')}`
  insertTexts.set(count, text)
  return text
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

const headText =
  'insert into audit_chains (tenant_id, node_id, seq, hash, position, keyed_from, mac) values ($1, $2, $3, $4, $5, $6, $7) on conflict (tenant_id, node_id) do update set seq = $3, hash = $4, mac = $7'

const writeHead = async (
  transaction: StoreTransaction,
  key: JournalKey,
  name: ChainName,
  head: ChainHead,
): Promise<void> => {
  const { seq, hash, position, keyedFrom } = head
  const parameters = [name.tenantId, name.nodeId, seq, hash, position, keyedFrom, endMac(key, name, head)]
  await transaction.executeQuery(CompiledQuery.raw(headText, parameters))
}
