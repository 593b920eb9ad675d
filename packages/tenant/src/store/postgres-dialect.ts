import { createHash } from 'node:crypto'
import { PostgresDialect } from 'kysely'
import pg from 'pg'
import type { OpenedDialect } from './opened-dialect.js'

/** The PostgreSQL type number of `bigint`, which `pg` would return as a string. */
const int8 = 20

/** Milliseconds in which a connection has to come about; a host that is gone does not refuse, it says nothing. */
const connectionPatience = 5_000

/**
 * The store of many nodes.
 *
 * @param connectionString `postgres://user:password@host:port/database`
 */
export const openPostgres = (connectionString: string): OpenedDialect => {
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    connectionTimeoutMillis: connectionPatience,
    types: {
      getTypeParser: (type: number, format?: string) =>
        // Our bigint columns hold milliseconds and counters, all below 2^53.
        type === int8 ? Number : pg.types.getTypeParser(type, format as 'text'),
    },
  })
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined)

  const names = new Map<string, string>()
  const nameOf = (sql: string): string => {
    const name = names.get(sql) ?? createHash('sha256').update(sql).digest('base64url')
    names.set(sql, name)
    return name
  }
  return {
    dialect: new PostgresDialect({ pool }),
    connections: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    // A name makes the server parse and plan the statement once per connection.
    direct: async <Row>({ sql, parameters }: { readonly sql: string; readonly parameters: readonly unknown[] }) => {
      const result = await pool.query({ name: nameOf(sql), text: sql, values: [...parameters] })
      return result.rows as Row[]
    },
  }
}
