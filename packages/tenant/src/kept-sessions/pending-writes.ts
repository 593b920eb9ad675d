import { setImmediate } from 'node:timers/promises'

/** Something whose newest state is to be written. */
export interface Written {
  /** Names what is written: no batch holds it twice. */
  readonly row: string
  /** How much it is. */
  readonly bytes: () => number
}

/** Writes what changed, some time after it did. */
export interface Writes<Each extends Written> {
  /** @param ms until it is written; what waits already is written no later for it */
  readonly add: (each: Each, ms: number) => void
  readonly closed: () => boolean
  /** Writes what waits, once, and takes no more. */
  readonly close: () => Promise<void>
}

/** Of one batch: so much is written without a turn for others. */
const mostRows = 32
const mostBytes = 1024 * 1024

/** Milliseconds by which something is written earlier, together with what is due. */
const grain = 100

/** @param write writes a batch, one after the other; never rejects */
export const createWrites = <Each extends Written>(write: (batch: readonly Each[]) => Promise<void>): Writes<Each> => {
  /** When each is due, in ms. */
  const waiting = new Map<Each, number>()
  const due = new Set<Each>()
  let timer: { readonly at: number; readonly stop: () => void } | undefined
  let running: Promise<void> | undefined
  let closed = false

  const nextBatch = (): readonly Each[] => {
    const batch = new Map<string, Each>()
    let bytes = 0
    for (const each of due) {
      if (batch.has(each.row)) continue
      bytes += each.bytes()
      if (batch.size === mostRows || (batch.size > 0 && bytes > mostBytes)) break
      batch.set(each.row, each)
      due.delete(each)
    }
    return [...batch.values()]
  }

  const run = async (): Promise<void> => {
    while (due.size > 0) {
      await write(nextBatch())
      // The embedded store answers at once: without this, all of them would be written in one turn.
      await setImmediate()
    }
    running = undefined
  }

  const release = (until: number): void => {
    for (const [each, at] of waiting) {
      if (at > until) continue
      waiting.delete(each)
      due.add(each)
    }
    if (due.size > 0) running ??= run()
  }

  const wake = (at: number): void => {
    if (timer && timer.at <= at) return
    timer?.stop()
    const timeout = setTimeout(() => {
      timer = undefined
      release(performance.now() + grain)
      if (waiting.size > 0) wake([...waiting.values()].reduce((first, next) => Math.min(first, next)))
    }, at - performance.now())
    timeout.unref()
    timer = { at, stop: () => clearTimeout(timeout) }
  }

  return {
    add: (each, ms) => {
      if (closed) return
      const at = performance.now() + ms
      if ((waiting.get(each) ?? Number.POSITIVE_INFINITY) <= at) return
      waiting.set(each, at)
      wake(at)
    },
    closed: () => closed,
    close: async () => {
      closed = true
      timer?.stop()
      release(Number.POSITIVE_INFINITY)
      await running
    },
  }
}
