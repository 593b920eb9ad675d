import type { KeptChanges, KeptState } from '@understudy/engine'
import type { Logger } from 'pino'
import type { SessionKeeping } from '../engine-host/engine-host.js'
import { createKeptSession } from '../engine-host/processes/kept-session.js'
import type { Sealing } from '../keys/sealing.js'
import type { Metrics } from '../operations/metrics.js'
import type { Store } from '../store/schema.js'
import {
  type KeptSessionOwner,
  removeRow,
  rowKey,
  takeRow,
  touchRows,
  writeRow,
  writerOf,
} from './kept-session-rows.js'
import { createWrites } from './pending-writes.js'
import { openState, type StatePlace, sealState } from './sealed-state.js'

/** One session, kept in the store while it lives, and for a time after. */
export interface StoredSession extends SessionKeeping {
  /** It is over: nobody is to come back to it. */
  readonly end: () => void
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

export interface KeptSessionsOptions {
  readonly store: Store
  readonly sealing: Sealing
  readonly metrics: Metrics
  readonly log: Logger
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly uuid: () => string
  /** Milliseconds for which a session is kept after its last use. */
  readonly lifetime: number
}

/** Milliseconds from a change to its writing: what comes within is written together. */
const delay = 1_000
/** After a failure. */
const retryDelay = 5_000

interface Living {
  readonly writer: string
  readonly write: () => Promise<void>
}

/** Keys of what belongs to sockets: these are gone with their process. */
const ofClients = /^(client|handle) /

/** Keeps sessions in the store: behind their backs, so that no answer waits for it. */
export const createKeptSessions = (options: KeptSessionsOptions): KeptSessions => {
  const { store, sealing, metrics, log, clock, uuid, lifetime } = options
  const living = new Map<string, Living>()
  /** Deletions that are under way, by whose sessions they are of. */
  const removals = new Map<string, Promise<void>>()
  const writes = createWrites()

  const textOf = (owner: KeptSessionOwner): string => JSON.stringify(Object.values(rowKey(owner)))

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

  const stateOf = async (
    owner: KeptSessionOwner,
    writer: string,
    place: StatePlace,
  ): Promise<KeptState | undefined> => {
    const sealed = await takeRow(store, rowKey(owner), writer, clock())
    if (sealed === undefined) return undefined
    const state = openState(sealing, place, sealed)
    if (state === undefined) {
      metrics.count('understudy_kept_sessions_total', { outcome: 'unreadable' })
      await removeRow(store, rowKey(owner), writer)
    }
    return state
  }

  return {
    take: async (owner) => {
      const text = textOf(owner)
      const key = rowKey(owner)
      await removals.get(text)
      const writer = uuid()
      const place: StatePlace = ['kept-session', key.tenantId, key.keyHash]
      const stored = await stateOf(owner, writer, place)
      const kept = createKeptSession()
      // What a new session begins with says nothing.
      let begun = stored !== undefined
      let over = false

      const session: Living = {
        writer,
        write: async () => {
          if (over) return
          const state = kept.values() as KeptState
          const row = { ...key, userId: owner.userId, writer, expiresAt: clock() + lifetime }
          try {
            const written = await writeRow(store, { ...row, state: sealState(sealing, place, state) }, clock())
            if (over) await removeRow(store, key, writer)
            // Its person went on elsewhere.
            else if (!written) leave()
            else metrics.count('understudy_kept_sessions_total', { outcome: 'written' })
          } catch (error) {
            metrics.count('understudy_kept_sessions_total', { outcome: 'failed' })
            log.warn({ err: error }, 'A session could not be stored')
            if (!over) writes.add(session, retryDelay)
          }
        },
      }
      const leave = (): void => {
        over = true
        if (living.get(text) === session) living.delete(text)
      }
      living.set(text, session)
      return {
        ...(stored ? { stored } : {}),
        keep: (changes) => {
          if (over) return
          const own: KeptChanges = new Map([...changes].filter(([name]) => !ofClients.test(name)))
          if (own.size === 0) return
          kept.change(own)
          if (!begun) {
            begun = true
            return
          }
          writes.add(session, delay)
        },
        end: () => {
          if (over || writes.closed()) return
          leave()
          const removal = removeRow(store, key, writer)
            .catch((error: unknown) => log.warn({ err: error }, 'A stored session could not be deleted'))
            .finally(() => {
              if (removals.get(text) === removal) removals.delete(text)
            })
          removals.set(text, removal)
        },
      }
    },
    wentOn: async (owner) => {
      const writer = await writerOf(store, rowKey(owner))
      return writer !== undefined && writer !== living.get(textOf(owner))?.writer
    },
    close: async () => {
      clearInterval(touch)
      await writes.close()
      await Promise.all(removals.values())
    },
  }
}

/** Keeps nothing. */
export const noKeptSessions: KeptSessions = {
  take: async () => ({ keep: () => undefined, end: () => undefined }),
  wentOn: async () => false,
  close: async () => undefined,
}
