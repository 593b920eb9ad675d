import { type rest, UnderstudyError } from '@understudy/contract'
import { type CursorBinding, openCursor, sealCursor } from '../../listing/cursor.js'
import { assertOneCursor, type PageRequest } from '../../listing/page.js'
import { pageInMemory } from '../../listing/page-in-memory.js'
import { parseSort } from '../../listing/sort.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import type { AuditRecord } from './audit-item.js'
import { type AuditQuery, parseAuditQuery } from './audit-query.js'
import { withClientsOfTokens } from './clients-of-tokens.js'
import { type JournalPosition, parseRecordId, recordId } from './journal-position.js'
import { readRecords } from './read-records.js'

/** A page of audit records. */
export interface AuditList {
  readonly records: readonly AuditRecord[]
  readonly next?: string
  readonly prev?: string
}

const defaultLimit = 10

/** Records that are sorted by something else than time. */
const mostSorted = 10_000

const sortFields = ['eventTime', 'eventType', 'source'] as const

/**
 * Lists the records of the last 90 days (contract 4.9). A page may be short, or empty, and have a `next`: where a filter
 * fits few records, one request looks at so many and no more.
 *
 * @throws UnderstudyError REST-INVALID-PARAMETER, REST-INVALID-CURSOR, REST-INVALID-SORT
 */
export const listAudits = async (context: TenantContext, query: rest.AuditListQuery): Promise<AuditList> => {
  assertOneCursor(query)
  const { tenant, clock } = context
  const { sort: sortText, limit, next, prev, ...filters } = query
  const { field, descending } = parseSort(sortText, sortFields, { field: 'eventTime', descending: true })
  const listing: Listing = {
    context,
    wanted: parseAuditQuery(query, clock()),
    descending,
    request: { limit, next, prev },
    binding: {
      tenantId: tenant.id,
      list: 'audits',
      sort: `${descending ? '-' : '+'}${field}`,
      filter: JSON.stringify(Object.entries(filters).sort()),
    },
  }
  const { records, ...cursors } = await (field === 'eventTime' ? pageByTime(listing) : pageByName(listing, field))
  return { records: await withClientsOfTokens(context.store, tenant.id, records), ...cursors }
}

interface Listing {
  readonly context: TenantContext
  readonly wanted: AuditQuery
  readonly descending: boolean
  readonly request: PageRequest
  readonly binding: CursorBinding
}

const pageByTime = async ({ context, wanted, descending, request, binding }: Listing): Promise<AuditList> => {
  const { store, tenant, cursorKey } = context
  const { limit = defaultLimit, next, prev } = request
  const backward = prev !== undefined
  const cursor = next ?? prev
  const after = cursor === undefined ? undefined : openPosition(cursorKey, binding, cursor, backward ? 'prev' : 'next')
  const direction = { after, descending: descending !== backward }
  const reading = await readRecords(store, tenant.id, wanted, { ...direction, limit: limit + 1 })
  const read = reading.records.slice(0, limit)
  const records = backward ? read.toReversed() : read

  const cursorAt = (position: JournalPosition | undefined): string | undefined =>
    position && sealCursor(cursorKey, binding, { value: position.time, id: recordId(position) })
  const onward = cursorAt(reading.records.length > limit ? placeOf(read.at(-1)) : reading.reached)
  const behind = after === undefined ? undefined : cursorAt(placeOf(read[0]))
  const forth = backward ? behind : onward
  const back = backward ? onward : behind
  return { records, ...(forth !== undefined && { next: forth }), ...(back !== undefined && { prev: back }) }
}

const pageByName = async (
  { context, wanted, descending, request, binding }: Listing,
  field: 'eventType' | 'source',
): Promise<AuditList> => {
  const { store, tenant, cursorKey } = context
  const everything = { after: undefined, descending: true, limit: mostSorted + 1 }
  const { records: found, reached } = await readRecords(store, tenant.id, wanted, everything)
  if (reached !== undefined) {
    throw new UnderstudyError(
      'REST-INVALID-SORT',
      `More than ${mostSorted} records cannot be sorted by "${field}"; narrow "eventTime", or sort by eventTime.`,
      { source: { parameter: 'sort' } },
    )
  }
  const place = (record: AuditRecord) => ({ value: record[field], id: `${record.eventTime} ${record.id}` })
  const { rows, ...cursors } = pageInMemory(
    { rows: found, place, descending, binding, cursorKey },
    request,
    defaultLimit,
  )
  return { records: rows, ...cursors }
}

const placeOf = (record: AuditRecord | undefined): JournalPosition | undefined => {
  const place = record && parseRecordId(record.id)
  return record && place && { time: record.eventTime, ...place }
}

const openPosition = (
  key: Buffer,
  binding: CursorBinding,
  cursor: string,
  parameter: 'next' | 'prev',
): JournalPosition | undefined => {
  const { value, id } = openCursor(key, binding, cursor, parameter)
  const place = parseRecordId(id)
  return place && { time: String(value), ...place }
}
