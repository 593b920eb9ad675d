import { sign } from 'node:crypto'
import type { ClientCredential } from '../clients/client-credentials.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import type { TokenAncestor } from './credential.js'
import type { TokenClient } from './token-client.js'

/**
 * The claims of an access token: those of contract 1.6 without personal data (`sub` is the user id), those of RFC 9068
 * section 2.2, and `act` (RFC 8693 section 4.1) naming the client that impersonates.
 */
export interface AccessTokenClaims {
  readonly iss: string
  readonly aud: string | readonly string[]
  readonly sub: string
  readonly subType: SubjectType
  readonly tenantId: string
  readonly userId: string
  readonly clientId: string
  readonly client_id: string
  readonly grantId: string
  readonly scope: string
  readonly purpose: 'accessToken'
  readonly allowedLocations: readonly ['header']
  readonly origin?: string | undefined
  readonly act?: ActorClaim | undefined
  readonly cnf?: { readonly jkt: string } | undefined
  /** Who may exchange the token beside the client that it was issued to (RFC 8693 section 4.4). */
  readonly may_act?: { readonly sub: string } | undefined
  /** The tokens that this one was exchanged from, the nearest first; it dies with each of them. */
  readonly ancestors?: readonly TokenAncestor[] | undefined
  /** When the user signed in, seconds since 1970 (RFC 9068 section 2.2.1). */
  readonly auth_time?: number | undefined
  readonly jti: string
  /** Seconds since 1970, as `exp`. */
  readonly iat: number
  readonly exp: number
  /** Epochs of the user and of the client at issue; the token dies when either advances. */
  readonly epochs: readonly [user: number, client: number]
  /** What the client proved itself with; the token dies with it. */
  readonly clientCredential?: ClientCredential | undefined
}

/** What the subject is: a person or bot with an account, or a visitor without one (contract 4.9). */
export type SubjectType = 'user' | 'anonymous'

/** Who acts, in whose name in turn another may have acted (RFC 8693 section 4.1). */
export interface ActorClaim {
  readonly sub: string
  readonly act?: ActorClaim
}

/** For whom, through whom and for what a token is issued. */
export interface AccessTokenGrant {
  readonly user: { readonly id: string; readonly epoch: number }
  readonly client: Pick<TokenClient, 'id' | 'epoch' | 'credential'>
  /** Who acts in the user's name; absent when a client acts as its own bot user, or the user themselves. */
  readonly act?: ActorClaim
  readonly scopes: readonly string[]
  /** `Origin` header of the token request. */
  readonly origin: string | undefined
  /** Stable over all tokens of what was granted once; a new one by default. */
  readonly grantId?: string
  /** Whom the token is for; the tenant by default. */
  readonly audience?: string | readonly string[]
  /** Thumbprint of the key that whoever uses the token must prove to hold (RFC 9449 section 6.1). */
  readonly jkt?: string | undefined
  /** When the user signed in, seconds since 1970. */
  readonly authTime?: number
  /** `user` by default. */
  readonly subType?: SubjectType
  readonly mayAct?: { readonly sub: string }
  /** The tokens that this one is exchanged from. */
  readonly ancestors?: readonly TokenAncestor[]
  /** The token ends no later, seconds since 1970. */
  readonly notAfter?: number
}

/** An issued token with what its response says about it. */
export interface IssuedAccessToken {
  readonly token: string
  readonly claims: AccessTokenClaims
}

/** Builds the claims and signs them: a JWT of type `at+jwt`, signed with ES256 by the tenant's current key. */
export const issueAccessToken = (context: TenantContext, grant: AccessTokenGrant): IssuedAccessToken => {
  const { tenant, config, randomness } = context
  const iat = Math.floor(context.clock() / 1000)
  const claims: AccessTokenClaims = {
    iss: tenant.origin,
    aud: grant.audience ?? tenant.origin,
    sub: grant.user.id,
    subType: grant.subType ?? 'user',
    tenantId: tenant.id,
    userId: grant.user.id,
    clientId: grant.client.id,
    client_id: grant.client.id,
    grantId: grant.grantId ?? randomness.uuid(),
    scope: grant.scopes.join(' '),
    purpose: 'accessToken',
    allowedLocations: ['header'],
    // Absent ones are undefined, which JSON leaves out: spreading them in costs more than hashing all of the token.
    origin: grant.origin,
    act: grant.act,
    cnf: grant.jkt === undefined ? undefined : { jkt: grant.jkt },
    may_act: grant.mayAct,
    ancestors: grant.ancestors,
    auth_time: grant.authTime,
    jti: randomness.uuid(),
    iat,
    exp: Math.min(iat + config.accessTokenLifetime, grant.notAfter ?? Number.POSITIVE_INFINITY),
    epochs: [grant.user.epoch, grant.client.epoch],
    clientCredential: grant.client.credential,
  }
  const key = context.keys.current(tenant.id)
  const signed = `${key.accessTokenHeader}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`
  const signature = sign('sha256', Buffer.from(signed, 'latin1'), { key: key.privateKey, dsaEncoding: 'ieee-p1363' })
  return { token: `${signed}.${signature.toString('base64url')}`, claims }
}
