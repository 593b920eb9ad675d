import type { Store } from '../../store/schema.js'
import type { AuditRecord } from './audit-item.js'
import type { AuditQuery } from './audit-query.js'
import { withClientsOfTokens } from './clients-of-tokens.js'
import type { JournalPosition } from './journal-position.js'
import { readRecords } from './read-records.js'

/** Records of one step. */
const stepSize = 2_000

/** Reads all records that a query wants, without holding them at once: a day may have millions. */
export async function* streamRecords(
  store: Store,
  tenantId: string,
  query: AuditQuery,
  descending = false,
): AsyncGenerator<AuditRecord> {
  let after: JournalPosition | undefined
  do {
    const { records, reached } = await readRecords(store, tenantId, query, { after, descending, limit: stepSize })
    yield* await withClientsOfTokens(store, tenantId, records)
    after = reached
  } while (after !== undefined)
}
