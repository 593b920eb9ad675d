import { setMaxListeners } from 'node:events'
import { UnderstudyError } from '@understudy/contract'

/** Results kept per moment: more than a dashboard asks for, and a bound on the memory of one session. */
const maxResults = 256

/** Somebody who waits for a result until the signal aborts. */
export interface Wanting {
  readonly wanted: AbortSignal
}

interface Entry<Outcome> {
  readonly result: Promise<Outcome>
  readonly stop: AbortController
  wanting: number
}

const notWanted = (): UnderstudyError => new UnderstudyError('QIX-ABORTED', 'nobody waits for the answer')

/**
 * Evaluates each request once for all who ask, and stops when none of them waits any more.
 *
 * @param signal aborts everything
 * @param evaluate gets a signal that aborts when all who asked are gone
 */
export const rememberedWhileWanted = <Request, Outcome>(
  signal: AbortSignal,
  evaluate: (request: Request, signal: AbortSignal) => Promise<Outcome>,
): ((request: Request, by?: Wanting) => Promise<Outcome>) => {
  const entries = new Map<string, Entry<Outcome>>()

  const begin = (key: string, request: Request): Entry<Outcome> => {
    const stop = new AbortController()
    // Every running query of an evaluation listens.
    setMaxListeners(0, stop.signal)
    const onAbort = (): void => stop.abort(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort)
    const result = evaluate(request, stop.signal)
    const entry: Entry<Outcome> = { result, stop, wanting: 0 }
    const settle = (): void => signal.removeEventListener('abort', onAbort)
    result.then(settle, () => {
      settle()
      if (entries.get(key) === entry) entries.delete(key)
    })
    entries.set(key, entry)
    const [oldest] = entries.keys()
    if (entries.size > maxResults && oldest !== undefined) entries.delete(oldest)
    return entry
  }

  return async (request, by) => {
    const key = JSON.stringify(request)
    if (by?.wanted.aborted) throw notWanted()
    const entry = entries.get(key) ?? begin(key, request)
    entry.wanting += 1
    if (!by) return entry.result
    let leave = (): void => undefined
    const left = new Promise<never>((_, reject) => {
      leave = () => {
        entry.wanting -= 1
        if (entry.wanting === 0) {
          if (entries.get(key) === entry) entries.delete(key)
          entry.stop.abort(notWanted())
        }
        reject(notWanted())
      }
    })
    by.wanted.addEventListener('abort', leave, { once: true })
    try {
      return await Promise.race([entry.result, left])
    } finally {
      by.wanted.removeEventListener('abort', leave)
    }
  }
}
