interface Timer {
  readonly time: number
  readonly callback: () => void
}

/** A clock that a test moves. */
export interface ManualClock {
  readonly now: () => number
  readonly after: (milliseconds: number, callback: () => void) => () => void
  /** Moves on, running what is due in order and letting promises settle in between. */
  readonly advance: (milliseconds: number) => Promise<void>
  /** Moves on as a sleeping machine does: timers do not run until it wakes, and then late. */
  readonly sleep: (milliseconds: number) => void
}

/** Lets everything settle that is not waiting for time. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

/** @param start milliseconds since the epoch */
export const createManualClock = (start: number): ManualClock => {
  let now = start
  const timers = new Set<Timer>()

  const nextDue = (until: number): Timer | undefined =>
    [...timers].filter(({ time }) => time <= until).sort((a, b) => a.time - b.time)[0]

  return {
    now: () => now,
    after: (milliseconds, callback) => {
      const timer = { time: now + milliseconds, callback }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    sleep: (milliseconds) => {
      now += milliseconds
    },
    advance: async (milliseconds) => {
      const until = now + milliseconds
      await settled()
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
        timers.delete(due)
        now = Math.max(now, due.time)
        due.callback()
        await settled()
      }
      now = until
    },
  }
}
