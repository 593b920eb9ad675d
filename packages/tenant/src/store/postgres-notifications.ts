import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'

/** Short messages between the nodes of a PostgreSQL store (`LISTEN` and `NOTIFY`). */
export interface Notifications {
  /** Tells every node, this one included. */
  readonly notify: (message: string) => Promise<void>
  /** Leaves, when what was to be told is told. */
  readonly close: () => Promise<void>
}

/** Milliseconds between attempts to listen again after the connection broke. */
const retryInterval = 500

/** For how many milliseconds closing waits for what is still to be told. */
const closingPatience = 2_000

/**
 * Listens on a channel with a connection of its own, and goes on listening when that breaks.
 *
 * @param channel an SQL identifier of the code, never of a client
 * @throws the database's error when the first connection fails
 */
export const openNotifications = async (
  connectionString: string,
  channel: string,
  onMessage: (message: string) => void,
): Promise<Notifications> => {
  let closed = false
  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString, keepAlive: true })
    client.on('notification', ({ payload }) => onMessage(payload ?? ''))
    // Whatever breaks the connection also ends it, and that is what is acted upon.
    client.on('error', () => undefined)
    await client.connect()
    await client.query(`listen ${channel}`)
    client.once('end', () => void listenAgain())
    return client
  }
  let listening = await connect()
  let reconnecting = false
  const listenAgain = async (): Promise<void> => {
    if (reconnecting) return
    reconnecting = true
    while (!closed) {
      try {
        listening = await connect()
        break
      } catch {
        await delay(retryInterval, undefined, { ref: false })
      }
    }
    reconnecting = false
  }
  // A connection runs one query at a time.
  let latest: Promise<unknown> = Promise.resolve()
  return {
    notify: async (message) => {
      const sent = latest.then(() => listening.query('select pg_notify($1, $2)', [channel, message]))
      latest = sent.catch(() => undefined)
      await sent
    },
    close: async () => {
      closed = true
      // A database that does not answer holds nobody up.
      const patience = new AbortController()
      await Promise.race([
        latest,
        delay(closingPatience, undefined, { signal: patience.signal }).catch(() => undefined),
      ])
      patience.abort()
      await listening.end()
    },
  }
}
