import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { leavePostgres } from './leave-postgres.js'

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
  const closing = new AbortController()
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
    const breakOff = (): void => void client.connection.stream.destroy()
    closing.signal.addEventListener('abort', breakOff)
    try {
      await client.connect()
      await client.query(`listen ${channel}`)
    } catch (error) {
      await leavePostgres(client)
      throw error
    } finally {
      closing.signal.removeEventListener('abort', breakOff)
    }
    client.once('end', listenAgain)
    return client
  }
  let reconnecting: Promise<void> | undefined
  const listenAgain = (): void => {
    if (closing.signal.aborted) return
    reconnecting ??= reconnect().finally(() => {
      reconnecting = undefined
    })
  }
  const reconnect = async (): Promise<void> => {
    const deaf = setTimeout(() => {
      if (!closing.signal.aborted) onDeaf()
    }, deafAfter).unref()
    let again: pg.Client | undefined
    while (again === undefined && !closing.signal.aborted) {
      again = await connect().catch(() => undefined)
      if (again === undefined)
        await delay(retryInterval, undefined, { ref: false, signal: closing.signal }).catch(() => undefined)
    }
    clearTimeout(deaf)
    if (again === undefined) return
    listening = again
    if (!closing.signal.aborted) onMissed()
  }
  let listening = await connect()
  const feelPulse = (): void => {
    const felt = listening
    if (reconnecting !== undefined) return
    // A query that is not answered in time leaves the connection unusable.
    felt.query('select 1').catch(async () => {
      await leavePostgres(felt)
      if (felt === listening) listenAgain()
    })
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
      closing.abort()
      clearInterval(pulse)
      await reconnecting
      // A database that does not answer holds nobody up.
      const patience = new AbortController()
      await Promise.race([
        latest,
        delay(closingPatience, undefined, { signal: patience.signal }).catch(() => undefined),
      ])
      patience.abort()
      await leavePostgres(listening)
    },
  }
}
