/** Looks whether somebody may stay. Never fails. */
export type SocketCheck = () => Promise<void>

/** The checks of the sockets of a node, of which some run while the others wait. */
export interface SocketChecks {
  /** Runs a check: once more, after it ends, where it runs already; once, however often it was wanted while it waited. */
  readonly want: (check: SocketCheck) => void
  /** Runs it no more. */
  readonly forget: (check: SocketCheck) => void
}

/** Each asks the store a few times, whose connections are for everybody. */
const mostAtOnce = 24

/** Runs the checks in the order in which they were wanted, a few at a time. */
export const createSocketChecks = (): SocketChecks => {
  const wanted = new Set<SocketCheck>()
  const running = new Set<SocketCheck>()
  const run = async (check: SocketCheck): Promise<void> => {
    running.add(check)
    await check()
    running.delete(check)
    runWanted()
  }
  const runWanted = (): void => {
    for (const check of wanted) {
      if (running.size === mostAtOnce) return
      if (running.has(check)) continue
      wanted.delete(check)
      void run(check)
    }
  }
  return {
    want: (check) => {
      wanted.add(check)
      runWanted()
    },
    forget: (check) => void wanted.delete(check),
  }
}
