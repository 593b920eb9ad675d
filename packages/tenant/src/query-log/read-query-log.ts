import type { QueryLogRow, Store } from '../store/schema.js'

/** Which records are wanted; undefined: all. */
export interface QueryLogFilter {
  /** ISO 8601, both included. */
  readonly from: string
  readonly to: string
  readonly userId: string | undefined
  readonly clientId: string | undefined
  readonly appId: string | undefined
}

/** A record of the query log as it is told. */
export interface LoggedQuery {
  readonly time: string
  readonly userId: string
  readonly clientId: string | null
  readonly origin: string | null
  readonly appId: string
  readonly objectId: string | null
  readonly method: string
  readonly outcome: string
  readonly snapshot: string
  readonly reduction: string
  readonly rows: number | null
  readonly ms: number
  readonly share: number
}

/** Records of one step. */
const stepSize = 1_000

/** Reads the records of a tenant that are wanted, the oldest first, some at a time. */
export async function* readQueryLog(
  store: Store,
  tenantId: string,
  filter: QueryLogFilter,
): AsyncGenerator<readonly LoggedQuery[]> {
  let after = { time: filter.from, id: '' }
  for (;;) {
    let wanted = store
      .selectFrom('query_log')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('time', '>=', after.time)
      .where('time', '<=', filter.to)
      .where((eb) => eb(eb.refTuple('time', 'id'), '>', eb.tuple(after.time, after.id)))
      .orderBy('time')
      .orderBy('id')
      .limit(stepSize)
    if (filter.userId !== undefined) wanted = wanted.where('user_id', '=', filter.userId)
    if (filter.clientId !== undefined) wanted = wanted.where('client_id', '=', filter.clientId)
    if (filter.appId !== undefined) wanted = wanted.where('app_id', '=', filter.appId)
    const rows = await wanted.execute()
    if (rows.length > 0) yield rows.map(told)
    const last = rows.at(-1)
    if (last === undefined || rows.length < stepSize) return
    after = last
  }
}

const told = (row: QueryLogRow): LoggedQuery => ({
  time: row.time,
  userId: row.user_id,
  clientId: row.client_id,
  origin: row.origin,
  appId: row.app_id,
  objectId: row.object_id,
  method: row.method,
  outcome: row.outcome,
  snapshot: row.snapshot,
  reduction: row.reduction,
  rows: row.row_count,
  ms: row.ms,
  share: row.share,
})
