import type { AnsweredCall } from '@understudy/engine'
import type { Logger } from 'pino'
import type { Metrics } from '../operations/metrics.js'
import { isForeignKeyViolation } from '../store/foreign-key-violation.js'
import type { QueryLogRow, Store } from '../store/schema.js'

/** Who asks an engine, in whose name and from where. */
export interface Asker {
  readonly tenantId: string
  /** In whose name is asked. */
  readonly userId: string
  /** The client that acts; undefined for people themselves. */
  readonly clientId: string | undefined
  /** Of the page; undefined where none asks. */
  readonly origin: string | undefined
  readonly appId: string
}

/** Records what is asked of engines. */
export interface QueryLog {
  /** Records a call that was answered, where it read data; it is written some moments later. */
  readonly note: (asker: Asker, call: AnsweredCall) => void
  /** Writes what waits, and records no more. */
  readonly close: () => Promise<void>
}

/** What recording needs. */
export interface QueryLogging {
  readonly store: Store
  readonly metrics: Pick<Metrics, 'count'>
  readonly log: Pick<Logger, 'warn'>
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly uuid: () => string
  /** A number from 0 to below 1, each as likely as the other. */
  readonly random: () => number
  /** The share of calls that is recorded, from 0 to 1. */
  readonly share: number
}

/** Milliseconds for which records are joined in memory: what a process that is killed loses. */
const joiningTime = 1_000

/** Records that wait at most, while the store is away or slow. */
const mostWaiting = 20_000

/** Characters that are recorded of what a client may make as long as it likes. */
const mostCharacters = 200

/** Rows of one statement: few enough that an embedded store holds nobody up. */
const batchSize = 50

/** Calls that take data out without having it in their answer. */
const takingOut: ReadonlySet<string> = new Set(['ExportData'])

export const createQueryLog = (logging: QueryLogging): QueryLog => {
  const { store, metrics, log, clock, uuid, random, share } = logging
  let waiting: QueryLogRow[] = []
  let writing = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const write = async (): Promise<void> => {
    const rows = waiting
    waiting = []
    for (let at = 0; at < rows.length; at += batchSize) {
      const batch = rows.slice(at, at + batchSize)
      try {
        await insert(store, batch)
        for (const _ of batch) metrics.count('understudy_query_log_total', { outcome: 'written' })
      } catch (error) {
        log.warn({ err: error }, 'The query log could not be written; it is tried again')
        for (const row of rows.slice(at)) hold(row)
        return
      }
    }
  }

  const hold = (row: QueryLogRow): void => {
    if (waiting.length < mostWaiting) waiting.push(row)
    else metrics.count('understudy_query_log_total', { outcome: 'lost' })
  }

  const begin = (): void => {
    timer ??= setTimeout(flush, joiningTime).unref()
  }

  const flush = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    writing = writing.then(write).then(() => {
      if (waiting.length > 0 && !closed) begin()
    })
    return writing
  }

  return {
    note: ({ tenantId, userId, clientId, origin, appId }, call) => {
      if (closed || (call.rows === null && !takingOut.has(call.method)) || random() >= share) return
      hold({
        tenant_id: tenantId,
        time: new Date(clock()).toISOString(),
        id: uuid(),
        user_id: userId,
        client_id: clientId ?? null,
        origin: origin?.slice(0, mostCharacters) ?? null,
        app_id: appId,
        object_id: call.object?.slice(0, mostCharacters) ?? null,
        method: call.method,
        outcome: call.outcome,
        reduction: call.reduction,
        row_count: call.rows,
        ms: Math.round(call.ms * 10) / 10,
        share,
      })
      begin()
    },
    close: async () => {
      closed = true
      await flush()
    },
  }
}

/** What was asked in a tenant that is gone by now is left out. */
const insert = async (store: Store, rows: readonly QueryLogRow[]): Promise<void> => {
  try {
    await store
      .insertInto('query_log')
      .values([...rows])
      .execute()
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error
    if (rows.length > 1) for (const row of rows) await insert(store, [row])
  }
}
