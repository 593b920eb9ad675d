import type { AnsweredCall } from '@understudy/engine'
import type { Logger } from 'pino'
import type { Metrics } from '../operations/metrics.js'
import type { QueryLogRow, Store } from '../store/schema.js'
import { storeUnavailable } from '../store/store-unavailable.js'

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

/** Calls that change something, and yet take data out. */
const takingOut: ReadonlySet<string> = new Set(['ExportData'])

/** Calls that tell what was made or set, and nothing that was evaluated. */
const withoutData: ReadonlySet<string> = new Set([
  'EngineVersion',
  'GetAppLayout',
  'GetAppProperties',
  'GetEffectiveProperties',
  'GetExpandedProperties',
  'GetField',
  'GetFullPropertyTree',
  'GetInfo',
  'GetObject',
  'GetProgress',
  'GetProperties',
  'GetUniqueID',
  'IsDesktopMode',
  'IsPersonalMode',
  'OpenDoc',
  'OSName',
  'OSVersion',
  'ProductVersion',
  'QTProduct',
  'QvVersion',
])

const readsData = ({ method, reads }: AnsweredCall): boolean =>
  takingOut.has(method) || (reads && !withoutData.has(method))

/** What a client made up may hold characters that PostgreSQL keeps in no text, and be as long as it likes. */
const storable = (text: string): string => text.replaceAll('\0', '').slice(0, mostCharacters)

export const createQueryLog = (logging: QueryLogging): QueryLog => {
  const { store, metrics, log, clock, uuid, random, share } = logging
  let waiting: QueryLogRow[] = []
  let writing = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let closed = false
  let failing = false

  const write = async (): Promise<void> => {
    const rows = waiting
    waiting = []
    for (let at = 0; at < rows.length; at += batchSize) {
      const batch = rows.slice(at, at + batchSize)
      try {
        const written = await insert(store, batch)
        count('written', written)
        count('lost', batch.length - written)
      } catch (error) {
        if (!failing) log.warn({ err: error }, 'The query log could not be written; it is tried again')
        failing = true
        for (const row of rows.slice(at)) hold(row)
        return
      }
      failing = false
    }
  }

  const hold = (row: QueryLogRow): void => {
    if (waiting.length < mostWaiting) waiting.push(row)
    else count('lost', 1)
  }

  const count = (outcome: 'written' | 'lost', times: number): void => {
    for (let counted = 0; counted < times; counted++) metrics.count('understudy_query_log_total', { outcome })
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
      if (closed || share === 0 || !readsData(call) || random() >= share) return
      hold({
        tenant_id: tenantId,
        time: new Date(clock()).toISOString(),
        id: uuid(),
        user_id: userId,
        client_id: clientId ?? null,
        origin: origin === undefined ? null : storable(origin),
        app_id: appId,
        object_id: call.object === null ? null : storable(call.object),
        method: call.method,
        outcome: call.outcome,
        snapshot: call.snapshot,
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
      count('lost', waiting.length)
      waiting = []
    },
  }
}

/**
 * Writes records, those that are there already left as they are: a commit whose answer was lost is tried again.
 *
 * @returns how many; a record that the store refuses, as that of a tenant that is gone by now, is not among them
 * @throws the database's error where it could not be asked
 */
const insert = async (store: Store, rows: readonly QueryLogRow[]): Promise<number> => {
  try {
    await store
      .insertInto('query_log')
      .values([...rows])
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return rows.length
  } catch (error) {
    if (storeUnavailable(error) !== undefined) throw error
    if (rows.length === 1) return 0
    let written = 0
    for (const row of rows) written += await insert(store, [row])
    return written
  }
}
