import type { AppSession, Doc, WebSocketEvent } from '@qlik/api/qix'
import type { EmbedFailure } from '../failure/embed-failure.js'
import { toFailure } from '../failure/to-failure.js'
import { renewalPace } from './renewal-pace.js'
import { type RecoveryWorld, recoverSession } from './session-recovery.js'

/** What happens to an open session. */
export type SessionChange =
  /** The tenant has a new engine session: session objects and selections are gone. */
  | { readonly kind: 'recreated' }
  /** The session is over. */
  | { readonly kind: 'broken'; readonly failure: EmbedFailure }
  /** The session is over, and what it showed is another person's than that of the page now. */
  | { readonly kind: 'another person' }

/** An app session that all embeds of one user, app and identity share. */
export interface SharedSession {
  /** @throws {EmbedError} when the app cannot be opened */
  readonly doc: () => Promise<Doc>
  /** Returns what stops it. */
  readonly subscribe: (listener: (change: SessionChange) => void) => () => void
}

/** The outside world of a shared session. */
export interface SessionWorld {
  readonly open: () => AppSession
  readonly recovery: Omit<RecoveryWorld, 'resume' | 'pace' | 'isWanted'>
  /** Milliseconds. */
  readonly now: () => number
  /** Called once, when the session is over. */
  readonly onBroken: (failure: EmbedFailure) => void
}

/** A session in the hands of whoever opened it. */
export interface OwnedSession extends SharedSession {
  readonly close: () => void
  /** Ends it at once, as it is of another person than that of the page now. */
  readonly leave: () => void
}

/** Whether the engine session is another than before; enigma.js keeps the server's word on it (contract section 0.7). */
const isRecreated = (doc: Doc): boolean =>
  (doc as unknown as { session?: { sessionState?: string } }).session?.sessionState === 'SESSION_CREATED'

/** Opens an app session and keeps it alive until it is broken. */
export const createSharedSession = (world: SessionWorld): OwnedSession => {
  const listeners = new Set<(change: SessionChange) => void>()
  const tell = (change: SessionChange): void => {
    for (const listener of [...listeners]) listener(change)
  }
  const appSession = world.open()
  let phase: 'opening' | 'open' | 'recovering' | 'broken' = 'opening'
  let used = ''
  const pace = renewalPace(world.now)

  const fail = (failure: EmbedFailure): void => {
    if (phase === 'broken') return
    const opened = phase !== 'opening'
    phase = 'broken'
    world.onBroken(failure)
    tell({ kind: 'broken', failure })
    // A session that did not open has been closed by the client.
    if (opened) void appSession.close({ websocketCloseDelay: 0 })
  }

  const onSuspended = async (code: number | undefined, reason: string): Promise<void> => {
    // While opening, the failed open says all; while recovering, the client suspends again after each failed attempt.
    if (phase !== 'open') return
    phase = 'recovering'
    const outcome = await recoverSession(code, reason, used, {
      ...world.recovery,
      pace,
      isWanted: () => phase === 'recovering',
      resume: () => appSession.resume(),
    })
    if (typeof outcome === 'object') fail(outcome)
  }

  const onResumed = async (): Promise<void> => {
    if (phase === 'broken') return
    phase = 'open'
    used = world.recovery.credential()
    if (isRecreated(await doc)) tell({ kind: 'recreated' })
  }

  appSession.onWebSocketEvent((event: WebSocketEvent) => {
    const { eventType, code, reason } = event as { eventType: string; code?: number; reason?: string }
    if (eventType === 'suspended') void onSuspended(code, reason ?? '')
    if (eventType === 'resumed') void onResumed()
  })

  const doc = appSession.getDoc().then(
    (opened) => {
      if (phase !== 'broken') phase = 'open'
      used = world.recovery.credential()
      return opened
    },
    (error) => {
      fail(toFailure(error))
      throw error
    },
  )

  return {
    doc: () => doc,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => {
      phase = 'broken'
      void appSession.close()
    },
    leave: () => {
      if (phase === 'broken') return
      phase = 'broken'
      tell({ kind: 'another person' })
      void appSession.close({ websocketCloseDelay: 0 })
    },
  }
}
