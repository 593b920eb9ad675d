import { type Expression, type SqlBool, sql } from 'kysely'
import type { Store } from '../../store/schema.js'
import { type AuditRecord, auditItem, type PlacedRecord } from './audit-item.js'
import { type AuditQuery, isWanted } from './audit-query.js'
import { type JournalPosition, recordTime } from './journal-position.js'
import type { JournalReading, ReadingRange } from './journal-reading.js'

/** Records looked at by one statement: few enough that an embedded store does not hold up other requests. */
const windowSize = 10_000

/** Records looked at for one answer. A filter that fits few of them gives a short page, from which one may go on. */
const mostLookedAt = 200_000

/** Looks through the journal itself for the records that a query wants, in the order of time, from a position on. */
export const readJournal = async (
  store: Store,
  tenantId: string,
  query: AuditQuery,
  { after, descending, limit }: ReadingRange,
): Promise<JournalReading> => {
  const records: AuditRecord[] = []
  let position = after
  for (let looked = 0; looked < mostLookedAt; looked += windowSize) {
    const window = windowOf(store, tenantId, query, position, descending)
    const found = await wanted(store, window, query, descending)
    for (const placed of found) {
      if (!isWanted(query, placed)) continue
      records.push(auditItem(tenantId, placed))
      if (records.length === limit) return { records, reached: placed }
    }
    const end = await lastOf(store, window, descending)
    if (end === undefined) return { records, reached: undefined }
    position = end
  }
  return { records, reached: position }
}

const windowOf = (
  store: Store,
  tenantId: string,
  query: AuditQuery,
  after: JournalPosition | undefined,
  descending: boolean,
) => {
  const order = descending ? 'desc' : 'asc'
  const from = !descending && after !== undefined && after.time > query.from ? after.time : query.from
  const to = descending && after !== undefined && after.time < query.to ? after.time : query.to
  const rows = store
    .selectFrom('audit_journal')
    .select(['node_id', 'seq', 'record'])
    .select(recordTime.as('time'))
    .where('tenant_id', '=', tenantId)
    .where(recordTime, '>=', from)
    .where(recordTime, '<=', to)
    .orderBy(recordTime, order)
    .orderBy('node_id', order)
    .orderBy('seq', order)
    .limit(windowSize)
  return after === undefined ? rows : rows.where(beyond(after, descending))
}

type Window = ReturnType<typeof windowOf>

const beyond = ({ time, nodeId, seq }: JournalPosition, descending: boolean): Expression<SqlBool> => {
  const further = descending ? sql`<` : sql`>`
  return sql<SqlBool>`(${recordTime}, node_id, seq) ${further} (${time}, ${nodeId}, ${seq})`
}

/** The rows of a window that may be wanted. */
const wanted = async (
  store: Store,
  window: Window,
  { events, userId, clientId, ids }: AuditQuery,
  descending: boolean,
): Promise<PlacedRecord[]> => {
  const order = descending ? 'desc' : 'asc'
  let rows = store.selectFrom(window.as('w')).selectAll()
  if (events !== undefined) rows = rows.where((eb) => eb.or(events.map(isEvent)))
  for (const id of [userId, clientId]) if (id !== undefined) rows = rows.where(mentions(id))
  if (ids !== undefined) {
    rows = rows.where((eb) =>
      eb.or(ids.map(({ nodeId, seq }) => eb.and([eb('node_id', '=', nodeId), eb('seq', '=', seq)]))),
    )
  }
  const found = await rows.orderBy('time', order).orderBy('node_id', order).orderBy('seq', order).execute()
  return found.map(({ node_id, seq, record, time }) => ({ nodeId: node_id, seq, record, time }))
}

/** The name of the event follows the time, at a fixed place (`auditRecord`). */
const isEvent = (event: string): Expression<SqlBool> =>
  sql<SqlBool>`substr(record, 45, ${sql.lit(event.length + 1)}) = ${`${event}"`}`

/** Whether a record holds the id at all, as a whole value. */
const mentions = (id: string): Expression<SqlBool> =>
  sql<SqlBool>`record like ${`%"${id.replace(/[\\%_]/g, '\\$&')}"%`} escape '\\'`

/** The last row of a full window; undefined when the journal ends within it. */
const lastOf = async (store: Store, window: Window, descending: boolean): Promise<JournalPosition | undefined> => {
  const order = descending ? 'desc' : 'asc'
  const last = await store
    .selectFrom(window.as('w'))
    .select(['node_id', 'seq', 'time'])
    .orderBy('time', order)
    .orderBy('node_id', order)
    .orderBy('seq', order)
    .offset(windowSize - 1)
    .limit(1)
    .executeTakeFirst()
  return last && { time: last.time, nodeId: last.node_id, seq: last.seq }
}
