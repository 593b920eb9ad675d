import { closeSync, existsSync, openSync, readSync } from 'node:fs'

const scheduled = '/proc/thread-self/schedstat'

/** Whether the time that a thread computes is told apart from the time that it waits for a processor. */
export const toldByThread = existsSync(scheduled)

/**
 * How often a test of {@link longestTurn} is tried again: the heap of a worker that has run many files is collected in the
 * middle of a turn now and then; work that holds the loop does so every time.
 */
export const retry = 2

/**
 * The longest that work holds the event loop: milliseconds that this thread, and no other of the process, computes between
 * two turns. What other processes do at the same time has no part in it.
 */
export const longestTurn = async (work: () => Promise<unknown>): Promise<number> => {
  const file = openSync(scheduled, 'r')
  const text = Buffer.alloc(100)
  const computedMs = () => Number(text.toString('latin1', 0, readSync(file, text, 0, 100, 0)).split(' ')[0]) / 1e6
  let before = computedMs()
  let longest = 0
  const look = () => {
    const now = computedMs()
    longest = Math.max(longest, now - before)
    before = now
  }
  let next = setImmediate(function turn() {
    look()
    next = setImmediate(turn)
  })
  try {
    await work()
    look()
    return longest
  } finally {
    clearImmediate(next)
    closeSync(file)
  }
}
