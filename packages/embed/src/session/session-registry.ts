import { createSharedSession, type SessionWorld, type SharedSession } from './shared-session.js'

/** A use of a shared session. */
export interface SessionLease extends SharedSession {
  /** The session is closed after its last lease. */
  readonly release: () => void
}

interface Entry {
  readonly session: ReturnType<typeof createSharedSession>
  leases: number
}

const entries = new Map<string, Entry>()

/**
 * Leases the session of a key, opening it for the first lease. A broken session is replaced at the next lease.
 *
 * @param key host, app, identity and user
 */
export const leaseSession = (key: string, world: SessionWorld): SessionLease => {
  const entry = entries.get(key) ?? open(key, world)
  entry.leases += 1
  let released = false
  return {
    ...entry.session,
    release: () => {
      if (released) return
      released = true
      entry.leases -= 1
      if (entry.leases > 0) return
      if (entries.get(key) === entry) entries.delete(key)
      entry.session.close()
    },
  }
}

const open = (key: string, world: SessionWorld): Entry => {
  const session = createSharedSession({
    ...world,
    onBroken: (failure) => {
      if (entries.get(key)?.session === session) entries.delete(key)
      world.onBroken(failure)
    },
  })
  const entry = { session, leases: 0 }
  entries.set(key, entry)
  return entry
}
