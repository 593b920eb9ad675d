import type { rest } from '@understudy/contract'
import { UnderstudyError } from '@understudy/contract'
import type { Store } from '../../store/schema.js'
import type { AuditRecord } from './audit-item.js'
import { withClientsOfTokens } from './clients-of-tokens.js'
import { readJournal } from './read-journal.js'

/** Records of one step of an archive. */
const stepSize = 2_000

/**
 * Reads all records of a day (UTC), the oldest first, without holding them at once: a day may have millions.
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
  return recordsBetween(store, tenantId, from, `${date}T23:59:59.999Z`)
}

async function* recordsBetween(store: Store, tenantId: string, from: string, to: string): AsyncGenerator<AuditRecord> {
  const query = { from, to, events: undefined, userId: undefined, ids: undefined }
  let after: Awaited<ReturnType<typeof readJournal>>['reached']
  do {
    const { records, reached } = await readJournal(store, tenantId, query, {
      after,
      descending: false,
      limit: stepSize,
    })
    yield* await withClientsOfTokens(store, tenantId, records)
    after = reached
  } while (after !== undefined)
}
