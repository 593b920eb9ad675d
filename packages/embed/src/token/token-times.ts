import type { HeldToken } from './token-state.js'

/** `iat` and `exp` of a JWT (RFC 7519 section 4.1), in milliseconds since the epoch on the clock of its issuer. */
export interface TokenClaims {
  readonly issuedAt: number
  readonly expiresAt: number
}

/** Renewal starts when this part of the lifetime is left, */
const marginShare = 0.2
/** but at most this long before the end, in milliseconds, */
const longestMargin = 5 * 60_000
/** and up to this part of the margin earlier, so that pages do not renew in step. */
const spread = 0.1
/** Renewal waits at least this long after arrival, in case the page keeps supplying the same token until its end. */
const shortestWait = 1000
/** Half of what is left is waited in that case, up to this, in milliseconds. */
const longestWait = 30_000

/** Reads whom a JWT is about (RFC 7519 section 4.1.2) without checking it. Undefined for anything else. */
export const readSubject = (token: string): string | undefined => {
  const sub = payloadOf(token)?.sub
  return typeof sub === 'string' ? sub : undefined
}

/** Reads the times of a JWT without checking it: the tenant does that. Undefined for anything else than a timed JWT. */
export const readClaims = (token: string): TokenClaims | undefined => {
  const { iat, exp } = payloadOf(token) ?? {}
  if (typeof iat !== 'number' || typeof exp !== 'number' || exp <= iat) return undefined
  return { issuedAt: iat * 1000, expiresAt: exp * 1000 }
}

const payloadOf = (token: string): Readonly<Record<string, unknown>> | undefined => {
  const payload = token.split('.')[1]
  if (payload === undefined) return undefined
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/**
 * Moves the times of a token to the page's clock.
 *
 * @param value the token
 * @param clock `now` of the page in milliseconds since the epoch; `ahead`, by how much the tenant's clock is ahead of
 *   it, if known; `random` in [0, 1)
 */
export const holdToken = (
  value: string,
  clock: { readonly now: number; readonly ahead: number | undefined; readonly random: number },
): HeldToken => {
  const claims = readClaims(value)
  if (claims === undefined) return { value, renewAt: Number.POSITIVE_INFINITY, expiresAt: Number.POSITIVE_INFINITY }

  const { issuedAt, expiresAt } = claims
  const plausible = issuedAt <= clock.now && clock.now < expiresAt
  // Without a Date header a page whose clock contradicts the token takes the token to be new: see SPEC.md.
  const ahead = clock.ahead ?? (plausible ? 0 : issuedAt - clock.now)
  const margin = Math.min((expiresAt - issuedAt) * marginShare, longestMargin)
  const end = expiresAt - ahead
  const wait = Math.max(shortestWait, Math.min((end - clock.now) / 2, longestWait))
  return {
    value,
    renewAt: Math.max(end - margin * (1 + spread * clock.random), clock.now + wait),
    expiresAt: end,
  }
}
