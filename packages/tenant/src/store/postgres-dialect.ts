import { type Dialect, PostgresDialect } from 'kysely'
import pg from 'pg'

/** The PostgreSQL type number of `bigint`, which `pg` would return as a string. */
const int8 = 20

/**
 * The store of many nodes.
 *
 * @param connectionString `postgres://user:password@host:port/database`
 */
export const postgresDialect = (connectionString: string): Dialect => {
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    types: {
      getTypeParser: (type: number, format?: string) =>
        // Our bigint columns hold milliseconds and counters, all below 2^53.
        type === int8 ? Number : pg.types.getTypeParser(type, format as 'text'),
    },
  })
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined)
  return new PostgresDialect({ pool })
}
