import { UnderstudyError } from '@understudy/contract'
import { type CloseCode, closeCodes, type DataOrigin, isSessionAppId, type Principal } from '@understudy/engine'
import type { HostedConnection, HostedSession, HostedTransport, Opening, TenantDoor } from '../engine-host.js'
import { type LifecycleState, nextLifecycle } from './lifecycle.js'

/** What makes two sockets share a session: whose, on which app, under which identity. */
export interface SessionKey {
  readonly appId: string
  /** Text that a client chose to tell its sessions apart; `''` for none. */
  readonly identity: string
}

/** A number of sessions that several principals share, in place of each having their own. */
export interface SharedAllowance {
  /** Who shares it, to be told to people. */
  readonly name: string
  readonly sessions: number
}

export interface SessionRequest {
  readonly key: SessionKey
  readonly principal: Principal
  readonly allowance?: SharedAllowance
  /** How long the session waits for a connection to come back, in ms. */
  readonly timeToLive: number
  readonly transport: HostedTransport
  readonly door: TenantDoor
  /**
   * Opens a new session, when there is none to attach to.
   *
   * @param onLost to be called when it has ended without having been closed
   */
  readonly create: (onLost: () => void) => Promise<HostedSession>
  /** Whether a session that waits here has gone on elsewhere since. Default: it has not. */
  readonly wentOn?: () => Promise<boolean>
}

export interface SessionInfo extends SessionKey {
  readonly principal: Principal
  readonly state: LifecycleState
  /** Where its data comes from; `null` where there is none yet. */
  readonly origin: DataOrigin | null
}

/** The sessions of one node. */
export interface SessionRegistry {
  /**
   * Connects a client to the session of its key, opening one where there is none.
   *
   * @throws UnderstudyError `QIX-LIMIT` where the person, or those who share their allowance, have too many sessions, and what `create` rejects with
   */
  readonly attach: (request: SessionRequest) => Promise<HostedConnection>
  /** Closes all sessions that a predicate picks. */
  readonly terminate: (picks: (session: SessionInfo) => boolean, code: CloseCode, reason: string) => void
  /**
   * Gives newer data to all sessions that a predicate picks. A session whose principal may no longer see any is closed.
   *
   * @param open resolves the principal of a session to what it is now, and tells where the newer data is
   */
  readonly replaceData: (
    picks: (session: SessionInfo) => boolean,
    open: (session: SessionInfo) => Promise<Opening>,
  ) => Promise<void>
  readonly sessions: () => readonly SessionInfo[]
}

/** Runs something later; the result takes it back. */
export type Schedule = (run: () => void, ms: number) => () => void

interface Entry {
  readonly key: SessionKey
  /** Whose number of sessions it counts among. */
  readonly owner: string
  principal: Principal
  readonly session: Promise<HostedSession>
  state: LifecycleState
  connections: number
  origin: () => DataOrigin | null
  cancelExpiry: () => void
}

const keyText = ({ appId, identity }: SessionKey, { tenantId, userId }: Principal): string =>
  JSON.stringify([tenantId, userId, appId, identity])

const ownerText = ({ principal: { tenantId, userId }, allowance }: SessionRequest): string =>
  JSON.stringify(allowance === undefined ? [tenantId, 'user', userId] : [tenantId, 'shared', allowance.name])

const infoOf = ({ key, principal, state, origin }: Entry): SessionInfo => ({
  ...key,
  principal,
  state,
  origin: origin(),
})

/** Whatever of a principal decides what it may see. */
export const accessText = ({ subject, email, groups }: Principal): string =>
  JSON.stringify([subject, email ?? null, [...groups].sort()])

/**
 * Keeps sessions alive between the connections of their person, and never lends one to anybody else.
 *
 * @param sessionsPerUser sessions that one person may have at once; one that waits for its client makes room for a new one
 */
export const createSessionRegistry = (schedule: Schedule, sessionsPerUser: number): SessionRegistry => {
  const entries = new Map<string, Entry>()

  const remove = (text: string, entry: Entry, code: CloseCode, reason: string): void => {
    entry.state = nextLifecycle(entry.state, 'terminated')
    entry.cancelExpiry()
    if (entries.get(text) === entry) entries.delete(text)
    entry.session.then(
      (session) => session.close(code, reason),
      () => undefined,
    )
  }

  const makeRoom = (owner: string, allowance: SharedAllowance | undefined): void => {
    const most = allowance?.sessions ?? sessionsPerUser
    const own = [...entries].filter(([, entry]) => entry.owner === owner)
    if (own.length < most) return
    const waiting = own.find(([, { state }]) => state === 'detached')
    if (!waiting)
      throw new UnderstudyError('QIX-LIMIT', `${allowance?.name ?? 'A user'} may have ${most} sessions at once.`)
    remove(...waiting, closeCodes.sessionLimit, 'Too many sessions were begun')
  }

  const begin = (text: string, request: SessionRequest): Entry => {
    const { key, principal, allowance, create } = request
    const owner = ownerText(request)
    makeRoom(owner, allowance)
    const forget = (): void => {
      entry.state = nextLifecycle(entry.state, 'terminated')
      entry.cancelExpiry()
      if (entries.get(text) === entry) entries.delete(text)
    }
    const entry: Entry = {
      key,
      owner,
      principal,
      session: create(forget),
      state: 'attached',
      connections: 0,
      origin: () => (isSessionAppId(key.appId) ? null : { appId: key.appId, ownScript: false }),
      cancelExpiry: () => undefined,
    }
    entries.set(text, entry)
    entry.session.then(
      ({ origin }) => {
        entry.origin = origin
      },
      () => {
        if (entries.get(text) === entry) entries.delete(text)
      },
    )
    return entry
  }

  /** Nobody came to it in the meantime. */
  const isWaiting = (text: string, entry: Entry): boolean => entries.get(text) === entry && entry.state === 'detached'

  const lose = (text: string, entry: Entry, timeToLive: number): void => {
    entry.connections -= 1
    if (entry.connections > 0) return
    entry.state = nextLifecycle(entry.state, 'lastConnectionLost')
    if (entry.state !== 'detached') return
    entry.cancelExpiry = schedule(() => {
      if (nextLifecycle(entry.state, 'timeToLiveExpired') === 'closed')
        remove(text, entry, closeCodes.terminating, 'The session expired')
    }, timeToLive)
  }

  return {
    attach: async (request) => {
      const text = keyText(request.key, request.principal)
      const known = entries.get(text)
      if (known && accessText(known.principal) !== accessText(request.principal))
        remove(text, known, closeCodes.authenticationFailed, 'The rights of the user have changed')
      else if (known?.state === 'detached' && request.wentOn && (await request.wentOn()) && isWaiting(text, known))
        remove(text, known, closeCodes.terminating, 'The session has gone on on another node')
      const attached = entries.get(text)
      const entry = attached ?? begin(text, request)
      entry.cancelExpiry()
      entry.state = nextLifecycle(entry.state, 'connected')
      entry.connections += 1
      const session = await entry.session
      const connection = session.connect(request.transport, attached !== undefined, request.door)
      let lost = false
      return {
        ...connection,
        close: () => {
          if (lost) return
          lost = true
          connection.close()
          lose(text, entry, request.timeToLive)
        },
      }
    },
    terminate: (picks, code, reason) => {
      for (const [text, entry] of [...entries]) if (picks(infoOf(entry))) remove(text, entry, code, reason)
    },
    replaceData: async (picks, open) => {
      const picked = [...entries].filter(([, entry]) => picks(infoOf(entry)))
      const replacing = picked.map(async ([text, entry]) => {
        try {
          const session = await entry.session
          const renewed = await open(infoOf(entry))
          await session.replaceData(renewed)
          // Sockets are attached by the rights that the data was cut to, not by those the session began with.
          entry.principal = renewed.principal
        } catch {
          remove(text, entry, closeCodes.noPermission, 'The reloaded app cannot be opened by this user')
        }
      })
      await Promise.all(replacing)
    },
    sessions: () => [...entries.values()].map(infoOf),
  }
}
