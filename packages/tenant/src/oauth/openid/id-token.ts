import { createHash, sign } from 'node:crypto'
import type { TenantContext } from '../../tenants/tenant-context.js'

/** A sign-in that a client is told of. */
export interface SignedIn {
  readonly userId: string
  readonly clientId: string
  /** When the user proved who they are, milliseconds since 1970. */
  readonly authTime: number
  /** Of the authorization request, where it had one; never of a refresh (OpenID Connect Core section 12.2). */
  readonly nonce?: string | undefined
  /** The browser session, where there was one. */
  readonly sessionId?: string | undefined
  /** What is issued beside the ID token. */
  readonly accessToken: string
}

/** For how long a client may take the token for news, in seconds. */
const lifetime = 3600

/**
 * Tells a client who signed in (OpenID Connect Core section 2). Of the user there is the id only; the userinfo endpoint
 * tells more. Its `typ` is not that of access tokens, so that it is never taken for one (RFC 9068 section 4).
 */
export const issueIdToken = (context: TenantContext, signedIn: SignedIn): string => {
  const { tenant, clock, keys } = context
  const key = keys.current(tenant.id)
  const iat = Math.floor(clock() / 1000)
  const header = { alg: 'ES256', typ: 'JWT', kid: key.kid }
  const claims = {
    iss: tenant.origin,
    sub: signedIn.userId,
    aud: signedIn.clientId,
    iat,
    exp: iat + lifetime,
    auth_time: Math.floor(signedIn.authTime / 1000),
    nonce: signedIn.nonce,
    sid: signedIn.sessionId,
    at_hash: accessTokenHash(signedIn.accessToken),
  }
  const signed = `${encode(header)}.${encode(claims)}`
  const signature = sign('sha256', Buffer.from(signed), { key: key.privateKey, dsaEncoding: 'ieee-p1363' })
  return `${signed}.${signature.toString('base64url')}`
}

/** OpenID Connect Core section 3.1.3.6: the left half of the hash of the signature's algorithm. */
const accessTokenHash = (accessToken: string): string =>
  createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url')

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
