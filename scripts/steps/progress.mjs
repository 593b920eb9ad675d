const HEARTBEAT_MS = 10_000

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`

// A terminal that was closed takes no more lines; what is to be ended is ended all the same.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

/** Writes a line of progress; to stderr, because stdout belongs to results. */
export const say = (text = '') => process.stderr.write(`${text}\n`)

/**
 * Runs one step visibly: announces it, keeps telling that it is still at work, and says how long it took.
 *
 * @param {string} title what happens, as in "Installing packages"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 * @template T
 */
export const step = async (title, work) => {
  const start = Date.now()
  say(`• ${title} …`)
  const heartbeat = setInterval(() => say(`  still at it: ${title} (${seconds(start)})`), HEARTBEAT_MS)
  try {
    const result = await work()
    say(`  done in ${seconds(start)}`)
    return result
  } finally {
    clearInterval(heartbeat)
  }
}
