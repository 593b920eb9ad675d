import type { Store } from '../store/schema.js'
import { type AuditEvent, auditRecord } from './audit-event.js'
import { type SealedCheckpoint, takeCheckpoint } from './checkpoints/checkpoint.js'
import type { ChainHead, JournalKey } from './hash-chain.js'
import { type JournalEntry, writeBatch } from './journal-batch.js'

/** The append-only record of what happened, with one hash chain per node and tenant. */
export interface AuditJournal {
  /**
   * Appends an event. Resolves when the record is durable; rejects when it is not, and then the caller must not answer
   * as if the event had been recorded.
   */
  readonly append: (tenantId: string, event: AuditEvent) => Promise<void>
  /** Moves records from the outbox into the chain; resolves when they are durable there. */
  readonly moveFromOutbox: (tenantId: string, outboxIds: readonly string[]) => Promise<void>
  /** Moves what a crashed process left in the outbox. Call it once, before serving. */
  readonly drainOutbox: () => Promise<void>
  /**
   * Takes a checkpoint of the chains of a tenant, for whoever keeps it elsewhere.
   *
   * @throws UnderstudyError `AUDIT-JOURNAL-BROKEN`
   */
  readonly checkpoint: (tenantId: string) => Promise<SealedCheckpoint>
}

/** What the journal needs. */
export interface JournalDependencies {
  readonly store: Store
  /** Names this node's chains; stable over restarts, never shared by two nodes. */
  readonly nodeId: string
  readonly key: JournalKey
  /** Milliseconds since 1970. */
  readonly clock: () => number
}

interface Waiting {
  readonly entry: JournalEntry
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** Keeps one commit, and the statement text of its insert, within bounds. */
const maxBatch = 200

/** Keeps the first of a batch from waiting for ever more. */
const maxTurns = 8

/**
 * Opens the journal.
 *
 * Commits are grouped by their own clock: the first event is written at once, and what arrives while a commit is under
 * way goes together into the next. A single caller therefore waits for one commit only, and under load one commit
 * serves many callers.
 */
export const openAuditJournal = ({ store, nodeId, key, clock }: JournalDependencies): AuditJournal => {
  const waiting: Waiting[] = []
  const heads = new Map<string, ChainHead>()
  let writing = false

  const writeAll = async (): Promise<void> => {
    writing = true
    while (waiting.length > 0) {
      await arrivals()
      const batch = waiting.splice(0, maxBatch)
      try {
        const entries = batch.map((each) => each.entry)
        await writeBatch({ store, nodeId, key, clock }, heads, entries)
        for (const each of batch) each.resolve()
      } catch (error) {
        // Whether the commit happened is unknown; the next batch reads again where the chains end.
        heads.clear()
        for (const each of batch) each.reject(error)
      }
    }
    writing = false
  }

  /**
   * Lets requests that have arrived already join the batch: turns of the event loop, as long as each brings some. The
   * embedded store works on this thread, so nothing would ever join without them.
   */
  const arrivals = async (): Promise<void> => {
    for (let turn = 0; turn < maxTurns && waiting.length < maxBatch; turn++) {
      const before = waiting.length
      await new Promise((resolve) => setImmediate(resolve))
      if (waiting.length === before) return
    }
  }

  const enqueue = (entry: JournalEntry): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ entry, resolve, reject })
      if (!writing) void writeAll()
    })

  const moveFromOutbox = async (tenantId: string, outboxIds: readonly string[]): Promise<void> => {
    await Promise.all(outboxIds.map((outboxId) => enqueue({ kind: 'outbox', tenantId, outboxId })))
  }

  return {
    append: (tenantId, event) => enqueue({ kind: 'record', tenantId, record: auditRecord(event, clock()) }),
    moveFromOutbox,
    checkpoint: (tenantId) => takeCheckpoint(store, key, new Date(clock()).toISOString(), tenantId),
    drainOutbox: async () => {
      const left = await store
        .selectFrom('audit_outbox')
        .select(['tenant_id', 'outbox_id'])
        .orderBy('outbox_id')
        .execute()
      await Promise.all(left.map((row) => moveFromOutbox(row.tenant_id, [row.outbox_id])))
    },
  }
}
