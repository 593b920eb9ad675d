import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'

/** Short messages between the nodes of a PostgreSQL store (`LISTEN` and `NOTIFY`). */
export interface Notifications {
  /** Tells every node, this one included. */
  readonly notify: (message: string) => Promise<void>
  /** Leaves, when what was to be told is told. */
  readonly close: () => Promise<void>
}

/** What is told of a channel. */
export interface NotificationEvents {
  readonly onMessage: (message: string) => void
  /** The connection broke, and is there again: messages may have been missed. */
  readonly onMissed: () => void
  /** Nothing was heard for the given time, and cannot be yet. */
  readonly onDeaf: () => void
}

/** How a channel is listened to. */
export interface Listening extends NotificationEvents {
  /** An SQL identifier of the code, never of a client. */
  readonly channel: string
  /** Milliseconds without a connection after which `onDeaf` is called, once each time. */
  readonly deafAfter: number
}

/** Milliseconds between attempts to listen again after the connection broke. */
const retryInterval = 500

/** Milliseconds between two looks whether the connection lives: a network that is gone tells nobody. */
const pulseInterval = 1_000

/** Milliseconds for the database to answer one, or to be connected to. */
const answerTime = 2_000

/** For how many milliseconds closing waits for what is still to be told. */
const closingPatience = 2_000

/**
 * Listens on a channel with a connection of its own, and goes on listening when that breaks.
 *
 * @throws the database's error when the first connection fails
 */
export const openNotifications = async (
  connectionString: string,
  { channel, deafAfter, onMessage, onMissed, onDeaf }: Listening,
): Promise<Notifications> => {
  let closed = false
  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({
      connectionString,
      keepAlive: true,
      connectionTimeoutMillis: answerTime,
      query_timeout: answerTime,
    })
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
    if (reconnecting || closed) return
    reconnecting = true
    const deaf = setTimeout(onDeaf, deafAfter).unref()
    while (!closed) {
      try {
        listening = await connect()
        onMissed()
        break
      } catch {
        await delay(retryInterval, undefined, { ref: false })
      }
    }
    clearTimeout(deaf)
    reconnecting = false
  }
  const feelPulse = (): void => {
    const felt = listening
    if (reconnecting) return
    // A query that is not answered in time leaves the connection unusable: ending it breaks it off.
    felt.query('select 1').catch(() => felt.end().catch(() => undefined))
  }
  const pulse = setInterval(feelPulse, pulseInterval).unref()
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
      clearInterval(pulse)
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
