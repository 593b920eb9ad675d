import { UnderstudyError } from '@understudy/contract'
import type { TenantContext } from '../tenants/tenant-context.js'
import type { AccessTokenClaims } from './access-token.js'
import { type AccessPrincipal, admitPrincipal } from './principal.js'
import { rememberVerifiedTokens } from './verified-tokens.js'

const verifiedTokens = rememberVerifiedTokens()

/**
 * Checks an access token as a resource server must (RFC 9068 section 4): signature, issuer, audience, expiry, and that
 * neither its user nor its client was disabled, deleted or revoked since.
 *
 * @throws UnderstudyError `AUTH-TOKEN-INVALID`, `AUTH-TOKEN-EXPIRED` or `AUTH-TOKEN-REVOKED`, all with status 401
 */
export const verifyAccessToken = async (context: TenantContext, token: string): Promise<AccessPrincipal> => {
  const claims = verifiedTokens(context, token)
  checkClaims(context, claims)
  return admitPrincipal(context, {
    userId: claims.userId,
    clientId: claims.clientId,
    actor: claims.act?.sub,
    scope: claims.scope,
    tokenId: claims.jti,
    expiresAt: claims.exp * 1000,
    epochs: claims.epochs,
  })
}

const checkClaims = ({ tenant, clock }: TenantContext, claims: AccessTokenClaims): void => {
  if (claims.iss !== tenant.origin || claims.aud !== tenant.origin || claims.tenantId !== tenant.id) {
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
