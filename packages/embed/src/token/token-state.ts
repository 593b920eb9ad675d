import type { EmbedFailure } from '../failure/embed-failure.js'

/** An access token, its times moved to the page's clock. Times are milliseconds since the epoch. */
export interface HeldToken {
  readonly value: string
  /** When renewal starts; Infinity if the token does not say when it ends. */
  readonly renewAt: number
  /** From when it must not be used; Infinity if the token does not say. */
  readonly expiresAt: number
}

/** States of the machine in SPEC.md. */
export type TokenState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'acquiring'; readonly attempt: number }
  | { readonly kind: 'backing-off'; readonly attempt: number }
  | { readonly kind: 'ready'; readonly token: HeldToken }
  | { readonly kind: 'renewing'; readonly token: HeldToken; readonly attempt: number }
  | { readonly kind: 'delaying'; readonly token: HeldToken; readonly attempt: number }
  | { readonly kind: 'failed'; readonly failure: EmbedFailure; readonly next: NextAttempt | undefined }

/** The attempt that follows by itself, and when, in milliseconds since the epoch; until then requests are refused at once. */
export interface NextAttempt {
  readonly attempt: number
  readonly at: number
}

/**
 * What a denial says about the next call: it may help; it may, but nobody should wait for it; or it cannot, before the
 * page or the person does something else.
 */
export type Outlook = 'may pass' | 'is slow' | 'is final'

/** What happens to the machine. Every event carries the page's clock. */
export type TokenEvent = { readonly now: number } & (
  | { readonly kind: 'requested' }
  | { readonly kind: 'supplied'; readonly token: HeldToken }
  /** `random` in [0, 1) spreads the back-off. */
  | { readonly kind: 'denied'; readonly failure: EmbedFailure; readonly outlook: Outlook; readonly random: number }
  | { readonly kind: 'refused'; readonly value: string }
  | { readonly kind: 'due' }
  | { readonly kind: 'woke' }
)

/** What the machine wants done. */
export type TokenEffect =
  /** Call the page's function; answer with `supplied` or `denied`. */
  | { readonly kind: 'call' }
  /** Give the token to all that wait. */
  | { readonly kind: 'serve'; readonly token: HeldToken }
  /** Reject all that wait. */
  | { readonly kind: 'refuse'; readonly failure: EmbedFailure }
  /** Replace the timer: send `due` at that time of the page's clock. */
  | { readonly kind: 'wake-at'; readonly time: number }
