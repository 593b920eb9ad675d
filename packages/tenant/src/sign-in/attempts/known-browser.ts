import { createHmac, timingSafeEqual } from 'node:crypto'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { browserCookie, readBrowserCookie } from '../browser-cookie.js'
import { signInSubkey } from '../sign-in-subkey.js'

const cookieName = 'understudy-known'

/** Seconds for which a browser is remembered: half a year. */
const lifetime = 15_552_000

/**
 * The `Set-Cookie` value by which a browser is known for a user who signed in there. It proves nothing but that, and
 * gives attempts of its own (OWASP "device cookies"): whoever guesses at the user's password from elsewhere slows down
 * everybody else, and never the user.
 */
export const knownBrowserCookie = (context: TenantContext, userId: string): string => {
  const nonce = context.randomness.bytes(16).toString('base64url')
  return browserCookie(cookieName, `${nonce}.${proof(context, userId, nonce)}`, lifetime)
}

/** Which known browser of the user sends the request, if any. */
export const knownBrowserOf = (
  context: TenantContext,
  cookieHeader: string | undefined,
  userId: string,
): string | undefined => {
  const [nonce = '', presented = ''] = readBrowserCookie(cookieHeader, cookieName)?.split('.') ?? []
  const expected = Buffer.from(proof(context, userId, nonce))
  const given = Buffer.from(presented)
  return given.length === expected.length && timingSafeEqual(given, expected) ? nonce : undefined
}

const proof = ({ signInKey, tenant }: TenantContext, userId: string, nonce: string): string =>
  createHmac('sha256', signInSubkey(signInKey, 'known-browser', tenant.id))
    .update(JSON.stringify([userId, nonce]))
    .digest('base64url')
