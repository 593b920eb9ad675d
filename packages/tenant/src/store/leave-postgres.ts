import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'

/** For how many milliseconds the database may take to say goodbye. */
const patience = 1_000

/** Ends a connection, and breaks it off where nobody answers: a network that is gone tells nobody. Never throws. */
export const leavePostgres = async (client: pg.Client): Promise<void> => {
  const left = new AbortController()
  await Promise.race([client.end(), delay(patience, undefined, { signal: left.signal })]).catch(() => undefined)
  left.abort()
  client.connection.stream.destroy()
}
