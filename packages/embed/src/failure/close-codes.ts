import { type EmbedErrorCode, type EmbedFailure, failureOf } from './embed-failure.js'

/** What the runtime does about a WebSocket close code (contract section 0.8). */
export interface CloseMeaning {
  readonly error: EmbedErrorCode
  readonly reason: string
  /**
   * `renew` resume once with a new token; `retry` resume, with back-off (for some codes the published client does so
   * too, and both are one); `activity` resume when the person is back; `never` show the failure.
   */
  readonly recovery: 'renew' | 'retry' | 'activity' | 'never'
}

const session = (reason: string, recovery: CloseMeaning['recovery']): CloseMeaning => ({
  error: 'EMBED-SESSION',
  reason,
  recovery,
})

const meanings: Readonly<Record<number, CloseMeaning>> = {
  4000: session('The session was suspended by the page.', 'never'),
  4001: session('The session was closed because nobody used it.', 'activity'),
  4002: session('The session was closed for a licence change.', 'never'),
  4003: session('The engine of the session is shutting down.', 'retry'),
  4004: session('The app was deleted or moved.', 'retry'),
  4005: session('The limit of sessions is reached.', 'never'),
  4006: {
    error: 'EMBED-AUTHENTICATION',
    reason: 'The tenant ended the session: access was withdrawn.',
    recovery: 'renew',
  },
  4007: session('The app changed its mode.', 'retry'),
  4202: session('The tenant did not understand the request to open the app.', 'never'),
  4203: { error: 'EMBED-NO-ACCESS', reason: 'The user has no permission to open the app.', recovery: 'never' },
  4204: {
    error: 'EMBED-APP',
    reason: 'The tenant has no such app, or the user may not know of it.',
    recovery: 'never',
  },
  4205: session('Too many requests have been sent.', 'never'),
  4230: session('The user is not entitled to open more apps.', 'never'),
  4240: session('No engine is available.', 'never'),
}

/** Whatever is not in the table, above all 1006: the network failed, or the tenant restarts. */
const connectionLost: CloseMeaning = {
  error: 'EMBED-CONNECTION',
  reason: 'The connection to the tenant was lost.',
  recovery: 'retry',
}

/** Looks up a WebSocket close code. */
export const closeMeaning = (code: number | undefined): CloseMeaning =>
  (code === undefined ? undefined : meanings[code]) ?? connectionLost

/** How the tenant words a close reason: a code of the error catalogue, its title, and what happened. */
const tenantReason = /^([A-Z]+(?:-[A-Z0-9]+)+): [^.]*\.?(.*)$/

/**
 * The failure of a closed WebSocket.
 *
 * @param code WebSocket close code
 * @param reason close reason that the tenant sent; empty if it sent none
 */
export const closeFailure = (code: number | undefined, reason: string): EmbedFailure => {
  const meaning = closeMeaning(code)
  const [, tenantCode, detail] = tenantReason.exec(reason) ?? []
  const failure = failureOf(meaning.error, detail?.trim() || reason || meaning.reason, code)
  return tenantCode === undefined ? failure : { ...failure, code: tenantCode }
}
