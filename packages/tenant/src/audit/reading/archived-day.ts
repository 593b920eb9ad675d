import type { rest } from '@understudy/contract'
import { UnderstudyError } from '@understudy/contract'
import type { Store } from '../../store/schema.js'
import type { AuditRecord } from './audit-item.js'
import { streamRecords } from './stream-records.js'

/**
 * Reads all records of a day (UTC), the oldest first.
 *
 * @throws UnderstudyError REST-INVALID-PARAMETER for a day that the calendar does not have
 */
export const archivedDay = (
  store: Store,
  tenantId: string,
  { date }: rest.AuditArchiveQuery,
): AsyncGenerator<AuditRecord> => {
  const from = `${date}T00:00:00.000Z`
  if (Number.isNaN(Date.parse(from)) || new Date(from).toISOString() !== from) {
    throw new UnderstudyError('REST-INVALID-PARAMETER', '"date" must be a day of the calendar, such as 2026-02-28.', {
      source: { parameter: 'date' },
    })
  }
  const to = `${date}T23:59:59.999Z`
  const query = { from, to, events: undefined, userId: undefined, clientId: undefined, ids: undefined }
  return streamRecords(store, tenantId, query)
}
