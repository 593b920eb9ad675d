import { setTimeout as delay } from 'node:timers/promises'
import type { Store, StoreTransaction } from './schema.js'

/** How often a transaction is begun at most: its first failure costs the second after which PostgreSQL looks for deadlocks. */
const mostAttempts = 5

/** PostgreSQL's `deadlock_detected` and `serialization_failure`. The embedded store runs one transaction after the other. */
const codes = new Set(['40P01', '40001'])

/** Whether the database undid a transaction for the sake of another one: nothing of it was done, and it may be run anew. */
const gaveWay = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.has(error.code)

/** A random while, longer each time, so that two that met do not meet again. */
const pauseAfter = (attempt: number): Promise<void> => delay(Math.random() * attempt * 50)

/**
 * Runs a transaction, and runs it anew when the database undid it for the sake of another one. Rows are locked in one
 * order wherever there is one; where there is none, this is what keeps two requests from failing each other.
 *
 * @param work called once for each attempt: what it does beside the transaction must be harmless to repeat, and what it
 *   remembers belongs into what it returns
 * @param pause waits before the next attempt
 * @returns what the attempt returned that was committed
 */
export const runTransaction = async <T>(
  store: Store,
  work: (transaction: StoreTransaction) => Promise<T>,
  pause: (attempt: number) => Promise<void> = pauseAfter,
): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await store.transaction().execute(work)
    } catch (error) {
      if (attempt === mostAttempts || !gaveWay(error)) throw error
    }
    await pause(attempt)
  }
}
