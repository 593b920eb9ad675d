import { UnderstudyError } from '@understudy/contract'
import type { OpenSource } from '@understudy/engine'
import { openMysqlQuery } from './mysql-query.js'
import { openPostgresqlQuery } from './postgresql-query.js'

/** Opens a query over a connection: `postgres:` and `mysql:` URLs, with the user and the password in them. */
export type OpenQuery = (url: string, query: string, signal: AbortSignal) => ReturnType<OpenSource>

const drivers = {
  'postgres:': openPostgresqlQuery,
  'postgresql:': openPostgresqlQuery,
  'mysql:': openMysqlQuery,
  'mariadb:': openMysqlQuery,
} as const satisfies Readonly<Record<string, OpenQuery>>

/** Whether a URL is one that there is a driver for. */
export const isConnectionUrl = (url: string): boolean => URL.canParse(url) && new URL(url).protocol in drivers

/**
 * The rows of a query as a source of a reload. What the database says of the query is told; where it stands and who asks it
 * is not.
 *
 * @param name of the source
 * @param url of the connection, checked by `isConnectionUrl`
 */
export const querySource =
  (name: string, url: string, query: string): OpenSource =>
  async (signal) => {
    const open: OpenQuery = drivers[new URL(url).protocol as keyof typeof drivers]
    const refused = (cause: unknown): Error =>
      signal.aborted || cause instanceof UnderstudyError
        ? (cause as Error)
        : new UnderstudyError('ENGINE-RELOAD-SOURCE', `source '${name}': ${problemOf(cause)}`, { cause })
    const table = await open(url, query, signal).catch((cause) => {
      throw refused(cause)
    })
    return {
      ...table,
      batches: (async function* () {
        try {
          yield* table.batches
        } catch (cause) {
          throw refused(cause)
        }
      })(),
    }
  }

/** Messages of the network name hosts and ports. Those of a database have a state of SQL beside them. */
const problemOf = (cause: unknown): string => {
  const { code, sqlState, message } = cause as { code?: unknown; sqlState?: unknown; message?: unknown }
  const told = typeof sqlState === 'string' || (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code))
  const refusal =
    String(code).startsWith('28') || String(sqlState).startsWith('28') || code === 'ER_ACCESS_DENIED_ERROR'
  if (refusal) return 'the database refuses the user of the connection'
  return told ? `the database refuses the query: ${message}` : 'the database of the connection cannot be reached'
}
