import type { SourceType } from '@understudy/engine'
import pg from 'pg'
import Cursor from 'pg-cursor'
import type { OpenQuery } from './open-query.js'

/** Types by their number in PostgreSQL's catalogue; all others come as the texts that PostgreSQL shows. */
const types: ReadonlyMap<number, SourceType> = new Map([
  [16, 'BOOLEAN'],
  ...[20, 21, 23, 26].map((whole) => [whole, 'BIGINT'] as const),
  [700, 'DOUBLE'],
  [701, 'DOUBLE'],
  [1082, 'DATE'],
  [1083, 'TIME'],
  [1114, 'TIMESTAMP'],
  [1184, 'TIMESTAMP'],
])

const numeric = 1700

/** A numeric without declared digits holds any number. */
const typeOf = ({ dataTypeID, dataTypeModifier }: pg.FieldDef): SourceType => {
  if (dataTypeID !== numeric) return types.get(dataTypeID) ?? 'VARCHAR'
  const digits = (dataTypeModifier - 4) >> 16
  const fraction = (dataTypeModifier - 4) & 0xffff
  return dataTypeModifier < 4 || digits > 38 || fraction > digits ? 'DOUBLE' : { digits, fraction }
}

/** Moments with a time zone come in UTC; DuckDB takes their text without the zone. */
const textOf = (value: unknown, type: number): string | null => {
  if (value === null || value === undefined) return null
  return type === 1184 ? String(value).replace(/[+-]\d\d(:?\d\d)?$/, '') : String(value)
}

const rowsOfBatch = 2_000

/** Runs a query in a read-only transaction, and reads it through a cursor. */
export const openPostgresqlQuery: OpenQuery = async (url, query, signal) => {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'understudy',
    connectionTimeoutMillis: 20_000,
    // Values stay as the texts that the database shows.
    types: { getTypeParser: () => (value: string) => value } as unknown as pg.CustomTypesConfig,
  })
  // A broken connection is told by what waits for it.
  client.on('error', () => undefined)
  const end = () => void client.end().catch(() => undefined)
  signal.throwIfAborted()
  signal.addEventListener('abort', end, { once: true })
  const close = async () => {
    signal.removeEventListener('abort', end)
    await client.end().catch(() => undefined)
  }
  try {
    await client.connect()
    await client.query("SET timezone = 'UTC'; SET datestyle = 'ISO'")
    // A query that nobody waits for ends; servers before version 14 cannot tell.
    await client.query("SET client_connection_check_interval = '1s'").catch(() => undefined)
    await client.query('BEGIN READ ONLY')
    const cursor = client.query(new Cursor<unknown[]>(query, [], { rowMode: 'array' }))
    const first = await read(cursor)
    const fields = first.fields
    return {
      columns: fields.map((field) => field.name),
      types: () => fields.map(typeOf),
      batches: (async function* () {
        try {
          let { rows } = first
          while (rows.length > 0) {
            signal.throwIfAborted()
            yield rows.map((row) => row.map((value, column) => textOf(value, fields[column]?.dataTypeID ?? 0)))
            rows = (await read(cursor)).rows
          }
        } finally {
          await close()
        }
      })(),
    }
  } catch (error) {
    await close()
    throw error
  }
}

const read = (cursor: Cursor<unknown[]>): Promise<{ rows: unknown[][]; fields: readonly pg.FieldDef[] }> =>
  new Promise((resolve, reject) => {
    cursor.read(rowsOfBatch, (error: Error | undefined, rows: unknown[][], result) => {
      if (error) reject(error)
      else resolve({ rows, fields: result?.fields ?? [] })
    })
  })
