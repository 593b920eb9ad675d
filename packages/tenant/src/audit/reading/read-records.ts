import type { Store } from '../../store/schema.js'
import type { AuditQuery } from './audit-query.js'
import type { JournalReading, ReadingRange } from './journal-reading.js'
import { readByParty } from './read-by-party.js'
import { readJournal } from './read-journal.js'

/**
 * Reads the records that a query wants, in the order of time, from a position on: by who took part where it says so, else
 * by looking through the journal.
 */
export const readRecords = async (
  store: Store,
  tenantId: string,
  query: AuditQuery,
  range: ReadingRange,
): Promise<JournalReading> =>
  (await readByParty(store, tenantId, query, range)) ?? (await readJournal(store, tenantId, query, range))
