import type { KeptChanges, KeptState } from '@understudy/engine'
import type { SessionKeeping } from '../engine-host/engine-host.js'
import { createKeptSession } from '../engine-host/processes/kept-session.js'
import {
  type KeptSessionOwner,
  leaveRow,
  releaseRows,
  removeRow,
  rowKey,
  takeRow,
  touchRows,
  writerOf,
} from './kept-session-rows.js'
import { stateSealing } from './sealed-state.js'
import { createSessionWrites, type SessionWritesOptions, type WrittenSession } from './session-writes.js'

/** One session, kept in the store while it lives, and for a time after. */
export interface StoredSession extends SessionKeeping {
  /** It is over: nobody is to come back to it. */
  readonly end: () => void
  /** It is not kept any more; what is stored of it stays for the next that takes it. */
  readonly leave: () => void
}

/** The sessions of a node as they are kept in the store, from where another process opens them again. */
export interface KeptSessions {
  /** Takes over what is stored of a session, and keeps it from now on. */
  readonly take: (owner: KeptSessionOwner) => Promise<StoredSession>
  /** Whether somebody else keeps a session that was taken here. */
  readonly wentOn: (owner: KeptSessionOwner) => Promise<boolean>
  /** Writes what is not written yet. What is stored stays for the next process. */
  readonly close: () => Promise<void>
}

export interface KeptSessionsOptions extends SessionWritesOptions {
  /** 32 bytes, from which the keys of sessions are derived. */
  readonly key: Buffer
  /** Source of random bytes. */
  readonly bytes: (count: number) => Buffer
  readonly uuid: () => string
}

/** Milliseconds from a change to its writing: what comes within is written together. */
const delay = 1_000
/** Of a session of so many bytes and more, each of whose writings takes its time. */
const largeBytes = 256 * 1024
const largeDelay = 10_000

/** Keys of what belongs to sockets: these are gone with their process. */
const ofClients = /^(client|handle) /

/** Keeps sessions in the store: behind their backs, so that no answer waits for it. */
export const createKeptSessions = (options: KeptSessionsOptions): KeptSessions => {
  const { store, key: sealingKey, bytes, metrics, log, clock, uuid, lifetime } = options
  const living = new Map<string, WrittenSession>()
  /** Deletions that are under way, by whose sessions they are of. */
  const removals = new Map<string, Promise<void>>()
  const writes = createSessionWrites(options)

  const touch = setInterval(
    () => {
      const writers = [...living.values()].map(({ writer }) => writer)
      touchRows(store, writers, clock() + lifetime).catch((error: unknown) =>
        log.warn({ err: error }, 'The end of stored sessions could not be put off'),
      )
    },
    Math.max(lifetime / 4, delay),
  )
  touch.unref()

  const finish = (session: WrittenSession, over: 'left' | 'deleted'): void => {
    if (session.over !== 'no' || writes.closed()) return
    session.over = over
    const { row, key, writer } = session
    if (living.get(row) === session) living.delete(row)
    const removal = (over === 'deleted' ? removeRow(store, key, writer) : leaveRow(store, key, writer))
      .catch((error: unknown) => log.warn({ err: error }, 'A stored session could not be given up'))
      .finally(() => {
        if (removals.get(row) === removal) removals.delete(row)
      })
    removals.set(row, removal)
  }

  return {
    take: async (owner) => {
      const key = rowKey(owner)
      const row = textOf(owner)
      await removals.get(row)
      const sealing = stateSealing(sealingKey, key, bytes)
      const claim = { ...key, userId: owner.userId, writer: uuid() }
      const sealed = await takeRow(store, { ...claim, expiresAt: clock() + lifetime }, clock())
      const stored = sealed && sealing.open(sealed)
      if (sealed) metrics.count('understudy_kept_sessions_total', { outcome: stored ? 'read' : 'unreadable' })
      const kept = createKeptSession()
      const session: WrittenSession = {
        row,
        key,
        userId: owner.userId,
        writer: claim.writer,
        bytes: kept.bytes,
        state: () => sealing.seal(kept.values() as KeptState),
        over: 'no',
        elsewhere: false,
      }
      // What a new session begins with says nothing.
      let begun = stored !== undefined
      living.set(row, session)
      return {
        ...(stored ? { stored } : {}),
        keep: (changes) => {
          if (session.over !== 'no') return
          const own: KeptChanges = new Map([...changes].filter(([name]) => !ofClients.test(name)))
          if (own.size === 0) return
          kept.change(own)
          if (begun) writes.add(session, kept.bytes() < largeBytes ? delay : largeDelay)
          begun = true
        },
        end: () => finish(session, 'deleted'),
        leave: () => finish(session, 'left'),
      }
    },
    wentOn: async (owner) => {
      const writer = await writerOf(store, rowKey(owner), clock())
      return writer !== undefined && writer !== living.get(textOf(owner))?.writer
    },
    close: async () => {
      clearInterval(touch)
      await writes.close()
      await Promise.all(removals.values())
      const writers = [...living.values()].map(({ writer }) => writer)
      await releaseRows(store, writers).catch((error: unknown) =>
        log.warn({ err: error }, 'Sessions of which nothing is stored could not be given up'),
      )
    },
  }
}

const textOf = (owner: KeptSessionOwner): string => JSON.stringify(Object.values(rowKey(owner)))

/** Keeps nothing. */
export const noKeptSessions: KeptSessions = {
  take: async () => ({ keep: () => undefined, end: () => undefined, leave: () => undefined }),
  wentOn: async () => false,
  close: async () => undefined,
}
