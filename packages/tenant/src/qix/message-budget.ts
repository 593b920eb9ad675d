/** How many messages a socket may send: a bucket that fills with time. */
export interface MessageBudget {
  /** Takes one message out. */
  readonly take: () => boolean
}

/**
 * @param perSecond messages that the bucket gains per second
 * @param burst messages that it holds at most, and at first
 * @param clock milliseconds
 */
export const messageBudget = (perSecond: number, burst: number, clock: () => number): MessageBudget => {
  let level = burst
  let last = clock()
  return {
    take: () => {
      const now = clock()
      level = Math.min(burst, level + ((now - last) / 1000) * perSecond)
      last = now
      if (level < 1) return false
      level -= 1
      return true
    },
  }
}
