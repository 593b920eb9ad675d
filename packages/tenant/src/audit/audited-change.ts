import { runTransaction } from '../store/run-transaction.js'
import type { Store, StoreTransaction } from '../store/schema.js'
import { type AuditEvent, auditRecord } from './audit-event.js'
import type { AuditJournal } from './journal.js'

/** The parts of a tenant context that an audited change uses. */
export interface AuditedChangeContext {
  readonly store: Store
  readonly audit: AuditJournal
  readonly tenant: { readonly id: string }
  readonly clock: () => number
  readonly randomness: { readonly uuid: () => string }
}

/**
 * Changes data so that a change and its audit records exist together or not at all: the records are written to the
 * outbox in the transaction of the change, then moved into the chain before this function returns. A crash in between
 * leaves them in the outbox, and the next start moves them.
 *
 * @param change does the work with the transaction it is given (and only with that: the embedded store has one
 *   connection), and calls `note` for each event; called again when the database undid it for the sake of another one, so
 *   that what it does beside the transaction must be harmless to repeat
 * @param committed called once the change is durable, whatever becomes of its records: publishing that tokens died must
 *   not depend on the journal
 * @returns what `change` returned
 */
export const auditedChange = async <T>(
  context: AuditedChangeContext,
  change: (transaction: StoreTransaction, note: (event: AuditEvent) => void) => Promise<T>,
  committed: (result: T) => void = () => undefined,
): Promise<T> => {
  const tenantId = context.tenant.id
  const { result, outboxIds } = await runTransaction(context.store, async (transaction) => {
    const records: string[] = []
    const result = await change(transaction, (event) => records.push(auditRecord(event, context.clock())))
    const rows = records.map((record) => ({ tenant_id: tenantId, outbox_id: context.randomness.uuid(), record }))
    if (rows.length > 0) await transaction.insertInto('audit_outbox').values(rows).execute()
    return { result, outboxIds: rows.map((row) => row.outbox_id) }
  })
  committed(result)
  await context.audit.moveFromOutbox(tenantId, outboxIds)
  return result
}
