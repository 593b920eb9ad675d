/** Something whose newest state is to be written. */
export interface Written {
  /** Never rejects. */
  readonly write: () => Promise<void>
}

/** Writes what changed, some time after it did, and each of them by itself. */
export interface Writes {
  /** @param ms until it is written with all that waits by then; what waits already is written no later for it */
  readonly add: (written: Written, ms: number) => void
  readonly closed: () => boolean
  /** Writes what waits, once, and takes no more. */
  readonly close: () => Promise<void>
}

/** Written at a time. */
const mostAtOnce = 4

export const createWrites = (): Writes => {
  const waiting = new Set<Written>()
  const due = new Set<Written>()
  const running = new Map<Written, Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const pump = (): void => {
    for (const written of due) {
      if (running.size >= mostAtOnce) return
      // What it has become since is written after what it was.
      if (running.has(written)) continue
      due.delete(written)
      const run = written.write().finally(() => {
        running.delete(written)
        pump()
      })
      running.set(written, run)
    }
  }

  const release = (): void => {
    clearTimeout(timer)
    timer = undefined
    for (const written of waiting) due.add(written)
    waiting.clear()
    pump()
  }

  return {
    add: (written, ms) => {
      if (closed) return
      waiting.add(written)
      if (timer) return
      timer = setTimeout(release, ms)
      timer.unref()
    },
    closed: () => closed,
    close: async () => {
      closed = true
      release()
      while (running.size > 0) await Promise.race(running.values())
    },
  }
}
