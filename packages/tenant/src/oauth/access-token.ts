import { sign } from 'node:crypto'
import type { TenantContext } from '../tenants/tenant-context.js'

/**
 * The claims of an access token: those of contract 1.6 without personal data (`sub` is the user id), those of RFC 9068
 * section 2.2, and `act` (RFC 8693 section 4.1) naming the client that impersonates.
 */
export interface AccessTokenClaims {
  readonly iss: string
  readonly aud: string
  readonly sub: string
  readonly subType: 'user'
  readonly tenantId: string
  readonly userId: string
  readonly clientId: string
  readonly client_id: string
  readonly grantId: string
  readonly scope: string
  readonly purpose: 'accessToken'
  readonly allowedLocations: readonly ['header']
  readonly origin?: string
  readonly act?: { readonly sub: string }
  readonly jti: string
  /** Seconds since 1970, as `exp`. */
  readonly iat: number
  readonly exp: number
  /** Epochs of the user and of the client at issue; the token dies when either advances. */
  readonly epochs: readonly [user: number, client: number]
}

/** For whom, through whom and for what a token is issued. */
export interface AccessTokenGrant {
  readonly user: { readonly id: string; readonly epoch: number }
  readonly client: { readonly id: string; readonly epoch: number }
  /** The client impersonates the user, in place of acting as its own bot user. */
  readonly impersonated: boolean
  readonly scopes: readonly string[]
  /** `Origin` header of the token request. */
  readonly origin: string | undefined
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
    aud: tenant.origin,
    sub: grant.user.id,
    subType: 'user',
    tenantId: tenant.id,
    userId: grant.user.id,
    clientId: grant.client.id,
    client_id: grant.client.id,
    grantId: randomness.uuid(),
    scope: grant.scopes.join(' '),
    purpose: 'accessToken',
    allowedLocations: ['header'],
    ...(grant.origin === undefined ? {} : { origin: grant.origin }),
    ...(grant.impersonated ? { act: { sub: grant.client.id } } : {}),
    jti: randomness.uuid(),
    iat,
    exp: iat + config.accessTokenLifetime,
    epochs: [grant.user.epoch, grant.client.epoch],
  }
  const key = context.keys.current(tenant.id)
  const signed = `${key.accessTokenHeader}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`
  const signature = sign('sha256', Buffer.from(signed), { key: key.privateKey, dsaEncoding: 'ieee-p1363' })
  return { token: `${signed}.${signature.toString('base64url')}`, claims }
}
