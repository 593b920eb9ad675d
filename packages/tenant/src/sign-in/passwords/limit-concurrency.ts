import { UnderstudyError } from '@understudy/contract'

/** How much may go on at once. */
export interface ConcurrencyLimit {
  readonly running: number
  /** Beyond these, work is refused instead of waiting. */
  readonly waiting: number
}

/**
 * Makes a gate for expensive work.
 *
 * @returns runs the work as soon as there is room; throws UnderstudyError LOGIN-BUSY when too much waits already
 */
export const limitConcurrency = ({
  running,
  waiting,
}: ConcurrencyLimit): (<T>(work: () => Promise<T>) => Promise<T>) => {
  let busy = 0
  const queue: (() => void)[] = []
  return async (work) => {
    if (busy >= running) {
      if (queue.length >= waiting) throw new UnderstudyError('LOGIN-BUSY', 'Too many passwords wait to be checked.')
      // Whoever leaves hands its place over, so that nobody slips in between.
      await new Promise<void>((resolve) => queue.push(resolve))
    } else {
      busy += 1
    }
    try {
      return await work()
    } finally {
      const next = queue.shift()
      if (next === undefined) busy -= 1
      else next()
    }
  }
}
