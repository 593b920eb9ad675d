import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { UnderstudyError } from '@understudy/contract'
import { sql } from 'kysely'
import pg from 'pg'
import { leavePostgres } from './leave-postgres.js'
import type { StoreTransaction } from './schema.js'

/** What a node holds while it lives. */
export interface NodeLock {
  readonly close: () => Promise<void>
}

/**
 * For how many milliseconds a node that starts waits for its id: the database has to notice that the process before it is
 * gone, and other nodes look for a moment whether it is.
 */
const patience = 5_000

/** Milliseconds between attempts to hold the id. */
const retryInterval = 250

/**
 * Holds the id of a node for as long as its process lives: a lock of the database that ends with the connection, however
 * that ends. A host that vanishes without a word is noticed within some fifteen seconds.
 *
 * @param connectionString of a PostgreSQL store
 * @throws UnderstudyError SERVE-NODE-TAKEN where another living node has the id; the database's error
 */
export const holdNodeId = async (connectionString: string, nodeId: string): Promise<NodeLock> => {
  let closed = false
  const begun = Date.now()
  const hold = async (): Promise<pg.Client | undefined> => {
    const client = new pg.Client({ connectionString, keepAlive: true })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.query('set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 3; set tcp_keepalives_count = 3')
      const { rows } = await client.query('select pg_try_advisory_lock($1) as held', [lockOf(nodeId)])
      if (rows[0]?.held === true) return client
    } catch (error) {
      await leavePostgres(client)
      throw error
    }
    await leavePostgres(client)
    return undefined
  }
  const holdAgain = async (): Promise<void> => {
    while (!closed) {
      await delay(retryInterval, undefined, { ref: false })
      const again = await hold().catch(() => undefined)
      if (again !== undefined) return keep(again)
    }
  }
  let holding: pg.Client | undefined
  const keep = (client: pg.Client): void => {
    holding = client
    client.once('end', () => void holdAgain())
    if (closed) void leavePostgres(client)
  }
  for (let held = await hold(); ; held = await hold()) {
    if (held !== undefined) {
      keep(held)
      break
    }
    if (Date.now() - begun > patience)
      throw new UnderstudyError('SERVE-NODE-TAKEN', `Another process serves as node ${nodeId}.`)
    await delay(retryInterval)
  }
  return {
    close: async () => {
      closed = true
      if (holding !== undefined) await leavePostgres(holding)
    },
  }
}

/** Whether no process of a node lives, which nobody can begin to do before the transaction ends. */
export const isNodeGone = async (transaction: StoreTransaction, nodeId: string): Promise<boolean> => {
  const { rows } = await sql<{ free: boolean }>`select pg_try_advisory_xact_lock(${lockOf(nodeId)}) as free`.execute(
    transaction,
  )
  return rows[0]?.free === true
}

/** A number of 64 bits, as PostgreSQL names its locks. */
const lockOf = (nodeId: string): string =>
  createHash('sha256').update(`understudy node ${nodeId}`).digest().readBigInt64BE(0).toString()
