import {
  BIT,
  DOUBLE,
  DuckDBBitValue,
  type DuckDBConnection,
  type DuckDBPreparedStatement,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  LIST,
  listValue,
  StatementType,
  VARCHAR,
} from '@duckdb/node-api'
import type { BoundValue, SelectStatement } from './select-statement.js'

/**
 * READ_ONLY and the locked configuration do not stop every statement (DETACH, CALL): therefore exactly one, and only a
 * SELECT. Whoever asks destroys it.
 */
export const prepareSelect = async (
  connection: DuckDBConnection,
  { sql, values }: SelectStatement,
): Promise<DuckDBPreparedStatement> => {
  // What is prepared is one statement: the database refuses to prepare none, or several.
  const prepared = await connection.prepare(sql)
  try {
    if (prepared.statementType !== StatementType.SELECT) throw new Error('not a SELECT')
    prepared.bind(values.map(toDuckValue), values.map(typeOf))
    return prepared
  } catch (error) {
    prepared.destroySync()
    throw error
  }
}

/** A longer list is bound as its text, which the statement casts: making each element a value would block the process. */
const maxBoundElements = 1_000

const isLong = (value: readonly number[]): boolean => value.length > maxBoundElements

const toDuckValue = (value: BoundValue): DuckDBValue => {
  if (typeof value !== 'object') return value
  if (value instanceof Uint8Array) return bitValue(value)
  return isLong(value) ? `[${value.join()}]` : listValue([...value])
}

/** The database tells by a byte in front how many bits of the first one are none. */
const bitValue = (bits: Uint8Array): DuckDBBitValue => {
  const data = new Uint8Array(bits.length + 1)
  data.set(bits, 1)
  return new DuckDBBitValue(data)
}

const typeOf = (value: BoundValue): DuckDBType => {
  if (value instanceof Uint8Array) return BIT
  if (typeof value === 'object') return isLong(value) ? VARCHAR : LIST(INTEGER)
  return typeof value === 'number' ? DOUBLE : VARCHAR
}
