import { UnderstudyError } from '@understudy/contract'
import type { HostedSession, SessionKeeping } from '../engine-host/engine-host.js'
import type { KeptSessionOwner } from './kept-session-rows.js'
import type { KeptSessions } from './kept-sessions.js'

/**
 * Opens a session with what is stored of it, and keeps it in the store until it is closed. Whoever comes to one that is there
 * as a whole finds it as if its process had never ended.
 *
 * @param onLost called when it has ended without having been closed
 * @throws what `open` rejects with
 */
export const openKept = async (
  kept: KeptSessions,
  owner: KeptSessionOwner,
  onLost: () => void,
  open: (onLost: () => void, keeping: SessionKeeping) => Promise<HostedSession>,
): Promise<HostedSession> => {
  const stored = await kept.take(owner)
  const lost = (): void => {
    // What it holds may be what ended it.
    stored.end()
    onLost()
  }
  const session = await open(lost, stored).catch((error: unknown) => {
    if (isForGood(error)) stored.end()
    else stored.leave()
    throw error
  })
  return {
    ...session,
    connect: (transport, attached, door) =>
      session.connect(transport, attached || session.restored() === 'whole', door),
    close: (code, reason) => {
      stored.end()
      session.close(code, reason)
    },
  }
}

/** Whether what is stored would not open later either: where it may have ended its engine, or its person may see nothing. */
const isForGood = (error: unknown): boolean =>
  !(error instanceof UnderstudyError) || error.code === 'ENGINE-RESTARTED' || error.code === 'ENGINE-NO-ACCESS'
