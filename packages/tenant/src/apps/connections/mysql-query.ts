import type { SourceType } from '@understudy/engine'
import mysql, { type FieldPacket } from 'mysql2'
import type { OpenQuery } from './open-query.js'

const { Types } = mysql

const types: Readonly<Partial<Record<number, SourceType>>> = {
  [Types.TINY]: 'BIGINT',
  [Types.SHORT]: 'BIGINT',
  [Types.INT24]: 'BIGINT',
  [Types.LONG]: 'BIGINT',
  [Types.LONGLONG]: 'BIGINT',
  [Types.YEAR]: 'BIGINT',
  [Types.FLOAT]: 'DOUBLE',
  [Types.DOUBLE]: 'DOUBLE',
  [Types.DATE]: 'DATE',
  [Types.NEWDATE]: 'DATE',
  [Types.DATETIME]: 'TIMESTAMP',
  [Types.TIMESTAMP]: 'TIMESTAMP',
}

const decimals: ReadonlySet<number | undefined> = new Set([Types.DECIMAL, Types.NEWDECIMAL])

/** The longest decimal that the engine holds; MySQL tells the digits after the point alone. */
const digits = 38

const unsigned = 32

const typeOf = ({ columnType, decimals: fraction, flags }: FieldPacket): SourceType => {
  if (decimals.has(columnType)) return (fraction ?? 0) < digits ? { digits, fraction: fraction ?? 0 } : 'DOUBLE'
  if (columnType === Types.LONGLONG && (Number(flags) & unsigned) !== 0) return 'UBIGINT'
  return types[columnType ?? -1] ?? 'VARCHAR'
}

const rowsOfBatch = 2_000

const connectTimeout = 20_000

const endQuery = async (uri: string, threadId: number): Promise<void> => {
  const connection = mysql.createConnection({ uri, connectTimeout })
  connection.on('error', () => undefined)
  await connection
    .promise()
    .query(`KILL ${threadId}`)
    .catch(() => undefined)
  connection.destroy()
}

/** Runs a query in a read-only transaction, and reads its rows as they come. */
export const openMysqlQuery: OpenQuery = async (url, query, signal) => {
  const uri = url.replace(/^mariadb:/, 'mysql:')
  const connection = mysql.createConnection({
    uri,
    connectTimeout,
    rowsAsArray: true,
    // Values stay as the texts that the database shows.
    typeCast: (field) => field.string(),
    timezone: 'Z',
    multipleStatements: false,
  })
  // A broken connection is told by what waits for it.
  connection.on('error', () => undefined)
  // The server goes on with a query until it has something to send: another connection ends it.
  const end = () => {
    const { threadId } = connection
    connection.destroy()
    if (typeof threadId === 'number') void endQuery(uri, threadId)
  }
  signal.throwIfAborted()
  signal.addEventListener('abort', end, { once: true })
  const close = () => {
    signal.removeEventListener('abort', end)
    connection.destroy()
  }
  try {
    await connection.promise().query("SET time_zone = '+00:00'")
    await connection.promise().query('START TRANSACTION READ ONLY')
    const running = connection.query(query)
    const columns = new Promise<readonly FieldPacket[]>((resolve, reject) => {
      running.on('fields', (fields: readonly FieldPacket[]) => resolve(fields))
      running.on('error', reject)
      running.on('end', () => resolve([]))
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    })
    const rows = running.stream({ highWaterMark: rowsOfBatch })
    rows.on('error', () => undefined)
    signal.addEventListener('abort', () => rows.destroy(signal.reason), { once: true })
    const fields = await columns
    return {
      columns: fields.map((field) => field.name),
      types: () => fields.map(typeOf),
      batches: (async function* () {
        try {
          let batch: (string | null)[][] = []
          for await (const row of rows as AsyncIterable<(string | null)[]>) {
            batch.push(row)
            if (batch.length < rowsOfBatch) continue
            yield batch
            batch = []
          }
          if (batch.length > 0) yield batch
        } finally {
          close()
        }
      })(),
    }
  } catch (error) {
    close()
    throw error
  }
}
