import type { KeptValues } from '../protocol/kept-payload.js'

/** What this process keeps of a session, so that another engine can open it again. */
export interface KeptSession {
  readonly change: (changes: KeptValues) => void
  readonly values: () => KeptValues
  /** The clients whose handles are kept. */
  readonly clients: () => readonly number[]
  /** Whether it is all of the session: of one that holds too much only the selections are kept. */
  readonly isWhole: () => boolean
  /** How much it is. */
  readonly bytes: () => number
}

/** Bytes kept of one session. */
const mostBytes = 2 * 1024 * 1024

/** The key of the selections; the engine bounds their length. */
const selections = 'timeline'

/** What keys of clients begin with; their number follows. */
const client = 'client '

export const createKeptSession = (): KeptSession => {
  const values = new Map<string, Uint8Array>()
  let bytes = 0
  let whole = true

  const take = (key: string): void => {
    bytes -= values.get(key)?.length ?? 0
    values.delete(key)
  }

  const put = (key: string, value: Uint8Array): void => {
    bytes += value.length - (values.get(key)?.length ?? 0)
    // In its old place: objects of a session are in the order in which they were made.
    values.set(key, value)
  }

  return {
    change: (changes) => {
      for (const [key, value] of changes) {
        if (!whole && key !== selections) continue
        if (value === null) take(key)
        else put(key, value)
      }
      if (!whole || bytes <= mostBytes) return
      whole = false
      for (const key of [...values.keys()]) if (key !== selections) take(key)
    },
    values: () => values,
    clients: () =>
      [...values.keys()].flatMap((key) => (key.startsWith(client) ? [Number(key.slice(client.length))] : [])),
    isWhole: () => whole,
    bytes: () => bytes,
  }
}
