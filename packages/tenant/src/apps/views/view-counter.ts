import type { Insertable } from 'kysely'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import { isForeignKeyViolation } from '../../store/foreign-key-violation.js'
import type { ItemViewRow, Store } from '../../store/schema.js'
import { dayOf } from './viewed-weeks.js'

/** An app that was opened. */
export interface View {
  readonly tenantId: string
  readonly appId: string
  /** Undefined for a visitor without an account. */
  readonly userId: string | undefined
}

/** Counts the opening of apps. */
export interface ViewCounter {
  /** Counts one opening; it is written some seconds later. */
  readonly count: (view: View) => void
  /** Writes what was counted, and counts no more. */
  readonly close: () => Promise<void>
}

/** Milliseconds for which views are joined in memory. */
const joiningTime = 3_000

/** Rows that wait at most; while the store is away, the opening of further apps by further people is not counted. */
const mostWaiting = 10_000

/** Rows of one statement. */
const batchSize = 100

type Row = Insertable<ItemViewRow>

/**
 * Counts in memory and writes one row for each app, day and person, so that opening an app waits for no statistics. A
 * process that is killed loses the last seconds of them.
 *
 * @param clock milliseconds since 1970
 */
export const createViewCounter = (store: Store, clock: () => number, log: Pick<Logger, 'warn'>): ViewCounter => {
  let waiting = new Map<string, Row>()
  let writing = Promise.resolve()
  let timer: NodeJS.Timeout | undefined

  const join = (row: Row): void => {
    const key = JSON.stringify([row.tenant_id, row.item_id, row.day, row.viewer])
    const known = waiting.get(key)
    if (known === undefined) {
      if (waiting.size < mostWaiting) waiting.set(key, row)
    } else {
      const last_at = known.last_at > row.last_at ? known.last_at : row.last_at
      waiting.set(key, { ...known, views: known.views + row.views, last_at })
    }
  }

  const write = async (): Promise<void> => {
    // In one order, so that nodes that write the same rows wait for each other instead of locking each other out.
    const rows = [...waiting].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row)
    waiting = new Map()
    for (let at = 0; at < rows.length; at += batchSize) {
      const batch = rows.slice(at, at + batchSize)
      try {
        await add(store, await countedOf(store, batch))
      } catch (error) {
        log.warn({ err: error }, 'Views of apps could not be written; they are tried again')
        for (const row of rows.slice(at)) join(row)
        return
      }
    }
  }

  const flush = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    writing = writing.then(write).then(() => {
      if (waiting.size > 0) begin()
    })
    return writing
  }

  const begin = (): void => {
    timer ??= setTimeout(flush, joiningTime).unref()
  }

  let closed = false
  return {
    count: ({ tenantId, appId, userId }) => {
      if (closed) return
      const now = clock()
      const viewer = { viewer: userId ?? '', user_id: userId ?? null }
      const last_at = new Date(now).toISOString()
      join({ tenant_id: tenantId, item_id: appId, day: dayOf(now), ...viewer, views: 1, last_at })
      begin()
    },
    close: async () => {
      closed = true
      await flush()
      clearTimeout(timer)
    },
  }
}

/** Rows of tenants that count. */
const countedOf = async (store: Store, rows: readonly Row[]): Promise<readonly Row[]> => {
  const off = await store
    .selectFrom('item_settings')
    .select('tenant_id')
    .where('usage_metrics_enabled', '=', 0)
    .where(
      'tenant_id',
      'in',
      rows.map(({ tenant_id }) => tenant_id),
    )
    .execute()
  const tenants = new Set(off.map(({ tenant_id }) => tenant_id))
  return rows.filter(({ tenant_id }) => !tenants.has(tenant_id))
}

/** Adds to what is there. What was opened by users, or in apps, that are gone by now, is left out. */
const add = async (store: Store, rows: readonly Row[]): Promise<void> => {
  if (rows.length === 0) return
  const adding = store
    .insertInto('item_views')
    .values([...rows])
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'item_id', 'day', 'viewer']).doUpdateSet({
        views: sql<number>`item_views.views + excluded.views`,
        last_at: sql<string>`case when excluded.last_at > item_views.last_at then excluded.last_at else item_views.last_at end`,
      }),
    )
  try {
    await adding.execute()
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error
    if (rows.length > 1) for (const row of rows) await add(store, [row])
  }
}
