import { UnderstudyError } from '@understudy/contract'
import type { TenantContext } from '../tenants/tenant-context.js'
import type { AccessTokenClaims } from './access-token.js'
import type { AccessTokenCredential } from './credential.js'
import { type AccessPrincipal, admitPrincipal } from './principal.js'
import { rememberVerifiedTokens } from './verified-tokens.js'

/** Who presented an access token. */
export interface TokenPrincipal extends AccessPrincipal {
  readonly credential: AccessTokenCredential
}

const verifiedTokens = rememberVerifiedTokens()

/**
 * Checks an access token as a resource server must (RFC 9068 section 4): signature, issuer, audience, expiry, and that
 * neither its user nor its client was disabled, deleted or revoked since.
 *
 * @throws UnderstudyError `AUTH-TOKEN-INVALID`, `AUTH-TOKEN-EXPIRED` or `AUTH-TOKEN-REVOKED`, all with status 401
 */
export const verifyAccessToken = async (context: TenantContext, token: string): Promise<TokenPrincipal> => {
  const claims = verifiedTokens(context, token)
  checkClaims(context, claims)
  const credential: AccessTokenCredential = {
    type: 'access-token',
    clientId: claims.clientId,
    clientEpoch: claims.epochs[1],
    tokenId: claims.jti,
    grantId: claims.grantId,
    jkt: claims.cnf?.jkt,
  }
  const principal = await admitPrincipal(context, {
    userId: claims.userId,
    userEpoch: claims.epochs[0],
    actor: claims.act?.sub,
    scope: claims.scope,
    expiresAt: claims.exp * 1000,
    credential,
  })
  return { ...principal, credential }
}

const checkClaims = ({ tenant, clock }: TenantContext, claims: AccessTokenClaims): void => {
  if (claims.iss !== tenant.origin || !isFor(claims.aud, tenant.origin) || claims.tenantId !== tenant.id) {
    throw new UnderstudyError('AUTH-TOKEN-INVALID', 'The token was issued for another tenant.')
  }
  if (claims.purpose !== 'accessToken') {
    throw new UnderstudyError('AUTH-TOKEN-INVALID', 'The token is no access token.')
  }
  if (clock() >= claims.exp * 1000) {
    const ended = new Date(claims.exp * 1000).toISOString()
    throw new UnderstudyError('AUTH-TOKEN-EXPIRED', `The token ended at ${ended}.`)
  }
}

const isFor = (audience: string | readonly string[], origin: string): boolean =>
  typeof audience === 'string' ? audience === origin : audience.includes(origin)
