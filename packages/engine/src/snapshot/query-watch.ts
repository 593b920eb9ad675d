import type { DuckDBConnection } from '@duckdb/node-api'
import { UnderstudyError } from '@understudy/contract'
import { queryCancelled } from './query-cancelled.js'

/** Watches over what a connection runs. */
export interface QueryWatch {
  /**
   * To be called before a query begins, as an interrupt that came earlier is forgotten, and after each part that is read,
   * as a result that is interrupted meanwhile ends as if it were whole.
   *
   * @throws when nobody waits for it any more, or its time is over
   */
  readonly assertWanted: () => void
  /** What a failure of the query is told as. */
  readonly failureOf: (cause: unknown) => UnderstudyError
  readonly end: () => void
}

/**
 * Interrupts what a connection runs when nobody waits for it any more or its time is over.
 *
 * @param timeLimitMs milliseconds
 */
export const watchQuery = (connection: DuckDBConnection, timeLimitMs: number, signal: AbortSignal): QueryWatch => {
  let late = false
  const interrupt = () => connection.interrupt()
  const timer = setTimeout(() => {
    late = true
    interrupt()
  }, timeLimitMs)
  signal.addEventListener('abort', interrupt)
  return {
    assertWanted: () => {
      signal.throwIfAborted()
      if (late) throw new Error('the time was over before it began, or before all was read')
    },
    failureOf: (cause) => {
      if (signal.aborted) return queryCancelled(cause)
      if (cause instanceof UnderstudyError) return cause
      if (late) return new UnderstudyError('ENGINE-QUERY-TIMEOUT', `it ran for ${timeLimitMs} ms`, { cause })
      return new UnderstudyError('ENGINE-QUERY-FAILED', 'the database refused or gave up the query', { cause })
    },
    end: () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', interrupt)
    },
  }
}
