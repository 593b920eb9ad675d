import { setMaxListeners } from 'node:events'
import { UnderstudyError } from '@understudy/contract'

/** A request that is being answered. */
export interface OpenRequest {
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal
  readonly close: () => void
}

/** The requests of one connection that are not answered yet. */
export interface OpenRequests {
  /** @param characters of its frame */
  readonly open: (id: number | string, characters: number) => OpenRequest
  /** Gives up the requests with that id; all with `null`. */
  readonly cancel: (id: number | string | null) => void
  readonly count: () => number
  /** Characters of their frames, which are held until they are answered. */
  readonly characters: () => number
}

/** Tells a client that asked for it, or has gone, that its request is not answered. */
export const requestCancelled = (): UnderstudyError => new UnderstudyError('QIX-ABORTED', 'the client cancelled it')

/** Begins without any request. */
export const createOpenRequests = (): OpenRequests => {
  const requests = new Map<AbortController, { readonly id: number | string; readonly characters: number }>()
  let held = 0
  return {
    open: (id, characters) => {
      const given = new AbortController()
      // Every evaluation that it waits for listens.
      setMaxListeners(0, given.signal)
      requests.set(given, { id, characters })
      held += characters
      return {
        signal: given.signal,
        close: () => {
          if (requests.delete(given)) held -= characters
        },
      }
    },
    cancel: (id) => {
      for (const [given, request] of requests) if (id === null || request.id === id) given.abort(requestCancelled())
    },
    count: () => requests.size,
    characters: () => held,
  }
}

/** A signal that aborts with the first of two. `release` has to be called when it is not needed any more. */
export const abortedWithEither = (
  one: AbortSignal,
  other: AbortSignal,
): { readonly signal: AbortSignal; readonly release: () => void } => {
  const either = new AbortController()
  setMaxListeners(0, either.signal)
  const abort = (): void => either.abort()
  for (const signal of [one, other]) {
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort)
  }
  return {
    signal: either.signal,
    release: () => {
      for (const signal of [one, other]) signal.removeEventListener('abort', abort)
    },
  }
}
