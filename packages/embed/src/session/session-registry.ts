import { createSharedSession, type OwnedSession, type SessionWorld, type SharedSession } from './shared-session.js'

/** A use of a shared session. */
export interface SessionLease extends SharedSession {
  /** The session is closed after its last lease. */
  readonly release: () => void
}

interface Entry {
  readonly session: OwnedSession
  /** Whose it is; see {@link leaveSessions}. */
  readonly person: string
  leases: number
}

const entries = new Map<string, Entry>()

/**
 * Leases the session of a key, opening it for the first lease. A broken session is replaced at the next lease.
 *
 * @param key what tells the session from others of the person: app and identity
 * @param person host and supplier of tokens
 */
export const leaseSession = (person: string, key: string, world: SessionWorld): SessionLease => {
  const entry = entries.get(nameOf(person, key)) ?? open(person, key, world)
  entry.leases += 1
  let released = false
  return {
    ...entry.session,
    release: () => {
      if (released) return
      released = true
      entry.leases -= 1
      if (entry.leases > 0) return
      forget(entry.session)
      entry.session.close()
    },
  }
}

/** Ends all sessions of a person whom another one has followed. The next leases open new ones. */
export const leaveSessions = (person: string): void => {
  const left = [...entries.values()].filter((entry) => entry.person === person)
  for (const { session } of left) {
    forget(session)
    session.leave()
  }
}

const nameOf = (person: string, key: string): string => JSON.stringify([person, key])

const forget = (session: OwnedSession): void => {
  for (const [name, entry] of entries) if (entry.session === session) entries.delete(name)
}

const open = (person: string, key: string, world: SessionWorld): Entry => {
  const session = createSharedSession({
    ...world,
    onBroken: (failure) => {
      forget(session)
      world.onBroken(failure)
    },
  })
  const entry = { session, person, leases: 0 }
  entries.set(nameOf(person, key), entry)
  return entry
}
