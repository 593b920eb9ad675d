import {
  BIT,
  DOUBLE,
  DuckDBBitValue,
  type DuckDBConnection,
  type DuckDBInstance,
  type DuckDBResult,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  JSDuckDBValueConverter,
  LIST,
  listValue,
  StatementType,
  VARCHAR,
} from '@duckdb/node-api'
import { UnderstudyError } from '@understudy/contract'
import type { BoundValue, SelectStatement } from './select-statement.js'

/** One array per result column. Queries cast their columns to INTEGER, DOUBLE, VARCHAR or BOOLEAN. */
export type ResultColumns = readonly (readonly (number | string | boolean | null)[])[]

/** Runs statements on a small pool of connections to one snapshot. */
export interface SelectRunner {
  /**
   * @throws UnderstudyError ENGINE-BUSY, ENGINE-QUERY-TIMEOUT, ENGINE-QUERY-CANCELLED, ENGINE-RESULT-SIZE or
   * ENGINE-QUERY-FAILED
   */
  run(statement: SelectStatement, signal?: AbortSignal): Promise<ResultColumns>
  /** Interrupts what runs, and closes the database once nothing runs any more. */
  close(): void
}

export interface SelectRunnerOptions {
  readonly connections: number
  /** Queries that may wait for a connection; further ones are refused. */
  readonly waitingQueries: number
  /** Milliseconds after which a query is interrupted. */
  readonly timeLimitMs: number
}

/** Opens the connections. The runner owns the instance from now on. */
export const createSelectRunner = async (
  instance: DuckDBInstance,
  options: SelectRunnerOptions,
): Promise<SelectRunner> => {
  const all = await Promise.all(Array.from({ length: options.connections }, () => instance.connect()))
  const idle = new Set(all)
  const waiting: ((connection: DuckDBConnection) => void)[] = []
  const underway = new Set<AbortController>()
  let closed = false

  const take = async (): Promise<DuckDBConnection> => {
    for (const connection of idle) {
      idle.delete(connection)
      return connection
    }
    return new Promise((resolve) => waiting.push(resolve))
  }
  const release = (connection: DuckDBConnection) => {
    const next = waiting.shift()
    if (next) return next(connection)
    idle.add(connection)
    if (closed) closeIfIdle()
  }
  const closeIfIdle = () => {
    if (idle.size < all.length) return
    for (const connection of all) connection.closeSync()
    instance.closeSync()
  }
  return {
    run: async (statement, signal) => {
      if (closed || signal?.aborted) throw cancelled()
      if (waiting.length >= options.waitingQueries) {
        throw new UnderstudyError('ENGINE-BUSY', `${options.waitingQueries} queries wait already`)
      }
      const stop = new AbortController()
      const onAbort = () => stop.abort()
      underway.add(stop)
      signal?.addEventListener('abort', onAbort)
      const connection = await take()
      try {
        return await runGuarded(connection, statement, options.timeLimitMs, stop.signal)
      } finally {
        signal?.removeEventListener('abort', onAbort)
        underway.delete(stop)
        release(connection)
      }
    },
    close: () => {
      if (closed) return
      closed = true
      for (const stop of underway) stop.abort()
      closeIfIdle()
    },
  }
}

const runGuarded = async (
  connection: DuckDBConnection,
  statement: SelectStatement,
  timeLimitMs: number,
  signal: AbortSignal,
): Promise<ResultColumns> => {
  if (signal.aborted) throw cancelled()
  let late = false
  const interrupt = () => connection.interrupt()
  const timer = setTimeout(() => {
    late = true
    interrupt()
  }, timeLimitMs)
  signal.addEventListener('abort', interrupt)
  try {
    return await select(connection, statement, signal)
  } catch (cause) {
    if (signal.aborted) throw cancelled(cause)
    if (cause instanceof UnderstudyError) throw cause
    if (late) throw new UnderstudyError('ENGINE-QUERY-TIMEOUT', `it ran for ${timeLimitMs} ms`, { cause })
    throw new UnderstudyError('ENGINE-QUERY-FAILED', 'the database refused or gave up the query', { cause })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', interrupt)
  }
}

const cancelled = (cause?: unknown) =>
  new UnderstudyError('ENGINE-QUERY-CANCELLED', 'its result is not needed any more', { cause })

/**
 * READ_ONLY and the locked configuration do not stop every statement (DETACH, CALL): therefore exactly one, and only a
 * SELECT.
 */
const select = async (
  connection: DuckDBConnection,
  { sql, values }: SelectStatement,
  signal: AbortSignal,
): Promise<ResultColumns> => {
  const statements = await connection.extractStatements(sql)
  if (statements.count !== 1) throw new Error('not exactly one statement')
  const prepared = await statements.prepare(0)
  try {
    if (prepared.statementType !== StatementType.SELECT) throw new Error('not a SELECT')
    prepared.bind(values.map(toDuckValue), values.map(typeOf))
    // An interrupt that came before this moment has been forgotten.
    signal.throwIfAborted()
    return await readColumns(await prepared.stream())
  } finally {
    prepared.destroySync()
  }
}

/** A longer list is bound as its text, which the statement casts: making each element a value would block the process. */
const maxBoundElements = 1_000

const isLong = (value: readonly number[]): boolean => value.length > maxBoundElements

/** Characters of the texts of one result: they are held beside what the database may hold. */
const maxCharacters = 64_000_000

/** Reads a result part by part, so that one with too much text is left before it is in memory. */
const readColumns = async (result: DuckDBResult): Promise<ResultColumns> => {
  const columns = Array.from({ length: result.columnCount }, (): (number | string | boolean | null)[] => [])
  let characters = 0
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) return columns
    for (const [index, column] of columns.entries()) {
      const values = chunk.convertColumnValues(index, JSDuckDBValueConverter) as typeof column
      for (const value of values) {
        if (typeof value === 'string') characters += value.length
        column.push(value)
      }
    }
    if (characters > maxCharacters) {
      throw new UnderstudyError(
        'ENGINE-RESULT-SIZE',
        `its texts have more than ${maxCharacters.toLocaleString('en')} characters`,
      )
    }
  }
}

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
