import {
  type DuckDBConnection,
  type DuckDBInstance,
  type DuckDBResult,
  DuckDBTypeId,
  JSDuckDBValueConverter,
} from '@duckdb/node-api'
import { UnderstudyError } from '@understudy/contract'
import { prepareSelect } from './prepared-select.js'
import { queryCancelled } from './query-cancelled.js'
import type { Asker, QueryQueue } from './query-queue.js'
import { watchQuery } from './query-watch.js'
import type { SelectStatement } from './select-statement.js'
import { streamSelect } from './streamed-select.js'

/** One array per result column. Queries cast their columns to INTEGER, DOUBLE, VARCHAR or BOOLEAN. */
export type ResultColumns = readonly (readonly (number | string | boolean | null)[])[]

/** Runs statements on one snapshot in the name of somebody. */
export interface SelectRunner {
  /**
   * @throws UnderstudyError ENGINE-BUSY, ENGINE-QUERY-TIMEOUT, ENGINE-QUERY-CANCELLED, ENGINE-RESULT-SIZE or
   * ENGINE-QUERY-FAILED
   */
  run(statement: SelectStatement, signal?: AbortSignal): Promise<ResultColumns>
  /**
   * The rows of a result part by part, in their order; none of them is held. It runs on a connection of its own, after
   * other streams of the process. The time that its reader takes counts.
   *
   * @throws UnderstudyError as {@link run}
   */
  stream(statement: SelectStatement, signal: AbortSignal): AsyncIterable<ResultColumns>
}

/** The small pool of connections to one snapshot. */
export interface SelectRunners {
  /** The runner of somebody, whose queries wait in a line of their own. */
  readonly of: (asker: Asker) => SelectRunner
  /** Closes once what is being streamed was read, and resolves then; begins no further stream. */
  readonly retire: () => Promise<void>
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
  let retired = false
  let onRead = (): void => undefined
  let streams = 0

  const closeIfIdle = () => {
    if (idle.length < all.length || streams > 0) return
    for (const connection of all) connection.closeSync()
    instance.closeSync()
  }
  const close = (): void => {
    if (closed) return
    closed = true
    for (const stop of underway) stop.abort()
    closeIfIdle()
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
      stream: async function* (statement, signal) {
        if (retired || closed || signal.aborted) throw queryCancelled()
        const stop = new AbortController()
        const onAbort = () => stop.abort()
        underway.add(stop)
        signal.addEventListener('abort', onAbort)
        streams += 1
        try {
          yield* streamSelect({ instance, queue, asker, statement, signal: stop.signal })
        } finally {
          signal.removeEventListener('abort', onAbort)
          underway.delete(stop)
          streams -= 1
          if (closed) closeIfIdle()
          else if (streams === 0) onRead()
        }
      },
      run: async (statement, signal) => {
        if (closed || signal?.aborted) throw queryCancelled()
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
    retire: () =>
      new Promise((resolve) => {
        retired = true
        onRead = () => {
          close()
          resolve()
        }
        if (streams === 0) onRead()
      }),
    close,
  }
}

const runGuarded = async (
  connection: DuckDBConnection,
  statement: SelectStatement,
  timeLimitMs: number,
  signal: AbortSignal,
): Promise<ResultColumns> => {
  if (signal.aborted) throw queryCancelled()
  const watch = watchQuery(connection, timeLimitMs, signal)
  try {
    return await select(connection, statement, watch.assertWanted)
  } catch (cause) {
    throw watch.failureOf(cause)
  } finally {
    watch.end()
  }
}

const select = async (
  connection: DuckDBConnection,
  statement: SelectStatement,
  assertWanted: () => void,
): Promise<ResultColumns> => {
  const prepared = await prepareSelect(connection, statement)
  try {
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

/** Characters of the texts of one result: they are held beside what the database may hold. */
const maxCharacters = 64_000_000

/** Types whose values are those of JavaScript as they are read. */
const plainTypes: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.DOUBLE,
  DuckDBTypeId.VARCHAR,
  DuckDBTypeId.BOOLEAN,
])

/** Reads a result part by part, so that one with too much text is left before it is in memory. */
const readColumns = async (result: DuckDBResult): Promise<ResultColumns> => {
  const columns = Array.from({ length: result.columnCount }, (): (number | string | boolean | null)[] => [])
  let characters = 0
  for (;;) {
    const chunk = await result.fetchChunk()
    if (!chunk || chunk.rowCount === 0) return columns
    for (const [index, column] of columns.entries()) {
      const vector = chunk.getColumnVector(index)
      const { type, itemCount } = vector
      const isPlain = plainTypes.has(type.typeId)
      for (let row = 0; row < itemCount; row++) {
        const item = vector.getItem(row)
        const value = (
          isPlain ? item : JSDuckDBValueConverter(item, type, JSDuckDBValueConverter)
        ) as (typeof column)[0]
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
