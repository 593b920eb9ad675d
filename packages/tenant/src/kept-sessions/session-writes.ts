import type { Logger } from 'pino'
import type { Metrics } from '../operations/metrics.js'
import type { Store } from '../store/schema.js'
import { type RowKey, removeRow, writeRows, writerOf } from './kept-session-rows.js'
import { createWrites, type Writes, type Written } from './pending-writes.js'

/** A session whose state is written as it changes. */
export interface WrittenSession extends Written {
  readonly key: RowKey
  readonly userId: string
  /** Names it as the one that may write its row. */
  readonly writer: string
  /** Its state now, sealed. */
  readonly state: () => Uint8Array
  /** Whether it is written no more: left as it is, or deleted. */
  over: 'no' | 'left' | 'deleted'
  /** Whether its person went on with another one, which is written in its place. */
  elsewhere: boolean
}

export interface SessionWritesOptions {
  readonly store: Store
  readonly metrics: Metrics
  readonly log: Logger
  /** Milliseconds since 1970. */
  readonly clock: () => number
  /** Milliseconds for which a session is kept after its last use. */
  readonly lifetime: number
}

/** Milliseconds after a failure. */
const retryDelay = 5_000

/** Writes sessions to the store, and again where it failed. One that was taken over is written once the other is gone. */
export const createSessionWrites = (options: SessionWritesOptions): Writes<WrittenSession> => {
  const { store, metrics, log, clock, lifetime } = options

  const isElsewhere = async ({ key, writer }: WrittenSession): Promise<boolean> => {
    const now = await writerOf(store, key, clock())
    return now !== undefined && now !== writer
  }

  const settle = async (session: WrittenSession, written: boolean): Promise<void> => {
    if (session.over === 'deleted') return removeRow(store, session.key, session.writer)
    session.elsewhere = !written && (await isElsewhere(session))
    if (written) metrics.count('understudy_kept_sessions_total', { outcome: 'written' })
    else if (!session.elsewhere) writes.add(session, retryDelay)
  }

  const writeAll = async (batch: readonly WrittenSession[]): Promise<void> => {
    const own: WrittenSession[] = []
    for (const session of batch)
      if (session.over === 'no' && !(session.elsewhere && (await isElsewhere(session)))) own.push(session)
    if (own.length === 0) return
    const expiresAt = clock() + lifetime
    const rows = own.map((session) => ({ ...session.key, ...session, state: session.state(), expiresAt }))
    const written = await writeRows(store, rows, clock())
    for (const session of own) await settle(session, written.has(session.writer))
  }

  const writes = createWrites<WrittenSession>(async (batch) => {
    try {
      await writeAll(batch)
    } catch (error) {
      log.warn({ err: error, sessions: batch.length }, 'Sessions could not be stored')
      for (const session of batch) {
        metrics.count('understudy_kept_sessions_total', { outcome: 'failed' })
        if (session.over === 'no') writes.add(session, retryDelay)
      }
    }
  })
  return writes
}
