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
import type { Asker, QueryQueue } from './query-queue.js'
import type { BoundValue, SelectStatement } from './select-statement.js'

/** One array per result column. Queries cast their columns to INTEGER, DOUBLE, VARCHAR or BOOLEAN. */
export type ResultColumns = readonly (readonly (number | string | boolean | null)[])[]

/** Runs statements on one snapshot in the name of somebody. */
export interface SelectRunner {
  /**
   * @throws UnderstudyError ENGINE-BUSY, ENGINE-QUERY-TIMEOUT, ENGINE-QUERY-CANCELLED, ENGINE-RESULT-SIZE or
   * ENGINE-QUERY-FAILED
   */
  run(statement: SelectStatement, signal?: AbortSignal): Promise<ResultColumns>
}

/** The small pool of connections to one snapshot. */
export interface SelectRunners {
  /** The runner of somebody, whose queries wait in a line of their own. */
  readonly of: (asker: Asker) => SelectRunner
  /** Interrupts what runs, and closes the database once nothing runs any more. */
  readonly close: () => void
}

export interface SelectRunnerOptions {
  readonly connections: number
  /** Milliseconds after which a query is interrupted. */
  readonly timeLimitMs: number
  /** Who comes next; lets no more queries run at a time than there are connections. */
  readonly queue: QueryQueue
}

/** Opens the connections. The runners own the instance from now on. */
export const createSelectRunners = async (
  instance: DuckDBInstance,
  { connections, timeLimitMs, queue }: SelectRunnerOptions,
): Promise<SelectRunners> => {
  const all = await Promise.all(Array.from({ length: connections }, () => instance.connect()))
  const idle = [...all]
  const underway = new Set<AbortController>()
  let closed = false

  const closeIfIdle = () => {
    if (idle.length < all.length) return
    for (const connection of all) connection.closeSync()
    instance.closeSync()
  }
  const runOnConnection = async (statement: SelectStatement, signal: AbortSignal): Promise<ResultColumns> => {
    const connection = idle.pop()
    if (!connection) throw new Error('more queries run than there are connections')
    try {
      return await runGuarded(connection, statement, timeLimitMs, signal)
    } finally {
      idle.push(connection)
      if (closed) closeIfIdle()
    }
  }
  return {
    of: (asker) => ({
      run: async (statement, signal) => {
        if (closed || signal?.aborted) throw cancelled()
        const stop = new AbortController()
        const onAbort = () => stop.abort()
        underway.add(stop)
        signal?.addEventListener('abort', onAbort)
        try {
          const turn = await queue.enter(asker, stop.signal)
          try {
            return await runOnConnection(statement, stop.signal)
          } finally {
            turn.end()
          }
        } finally {
          signal?.removeEventListener('abort', onAbort)
          underway.delete(stop)
        }
      },
    }),
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
    return await select(connection, statement, () => {
      signal.throwIfAborted()
      if (late) throw new Error('the time was over before it began, or before all was read')
    })
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
  assertWanted: () => void,
): Promise<ResultColumns> => {
  const statements = await connection.extractStatements(sql)
  if (statements.count !== 1) throw new Error('not exactly one statement')
  const prepared = await statements.prepare(0)
  try {
    if (prepared.statementType !== StatementType.SELECT) throw new Error('not a SELECT')
    prepared.bind(values.map(toDuckValue), values.map(typeOf))
    // An interrupt that came before this moment has been forgotten.
    assertWanted()
    const columns = await readColumns(await prepared.stream())
    // A result that is interrupted while it is read ends as if it were whole.
    assertWanted()
    return columns
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
