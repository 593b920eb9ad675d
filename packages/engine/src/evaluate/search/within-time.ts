import { UnderstudyError } from '@understudy/contract'

/** Milliseconds that a search may look through values: as long as a query may run. */
const searchTimeMs = 30_000

/**
 * Ends work in turns that takes too long.
 *
 * @param work stops where its signal aborts
 * @param signal aborts it before
 * @throws UnderstudyError ENGINE-QUERY-TIMEOUT, and what the signal is aborted with
 */
export const withinTime = async <T>(
  work: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal | undefined,
  timeMs = searchTimeMs,
): Promise<T> => {
  const late = new AbortController()
  const timer = setTimeout(
    () => late.abort(new UnderstudyError('ENGINE-QUERY-TIMEOUT', `it searched for ${timeMs} ms`)),
    timeMs,
  )
  try {
    return await work(signal ? AbortSignal.any([signal, late.signal]) : late.signal)
  } finally {
    clearTimeout(timer)
  }
}
