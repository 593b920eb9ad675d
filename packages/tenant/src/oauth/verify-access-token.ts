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
 * neither it was revoked nor its user or client disabled, deleted or changed since. Whether the key that it may be bound
 * to was proved is the caller's to check.
 *
 * @throws UnderstudyError `AUTH-TOKEN-INVALID`, `AUTH-TOKEN-EXPIRED` or `AUTH-TOKEN-REVOKED`, all with status 401
 */
export const verifyAccessToken = async (context: TenantContext, token: string): Promise<TokenPrincipal> => {
  const claims = await verifiedTokens(context, token)
  checkClaims(context, claims)
  if (!audiencesOf(claims).includes(context.tenant.origin)) {
    throw new UnderstudyError('AUTH-TOKEN-INVALID', 'The token was issued for another audience.')
  }
  return admitClaims(context, claims)
}

/**
 * The claims of an access token that this tenant issued, for whatever audience, and that has not expired. Whether it was
 * revoked is not asked.
 *
 * @returns undefined for everything else: other tenants' tokens, ID tokens, foreign JWTs, any other text
 */
export const readOwnClaims = async (context: TenantContext, token: string): Promise<AccessTokenClaims | undefined> => {
  try {
    const claims = await verifiedTokens(context, token)
    checkClaims(context, claims)
    return claims
  } catch (error) {
    if (error instanceof UnderstudyError) return undefined
    throw error
  }
}

/**
 * Tells in whose name genuine claims speak now.
 *
 * @throws UnderstudyError `AUTH-TOKEN-REVOKED`
 */
export const admitClaims = async (context: TenantContext, claims: AccessTokenClaims): Promise<TokenPrincipal> => {
  const credential: AccessTokenCredential = {
    type: 'access-token',
    clientId: claims.clientId,
    clientEpoch: claims.epochs[1],
    clientCredential: claims.clientCredential,
    tokenId: claims.jti,
    grantId: claims.grantId,
    jkt: claims.cnf?.jkt,
    ancestors: claims.ancestors ?? [],
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

/** Whom a token is for. */
export const audiencesOf = ({ aud }: AccessTokenClaims): readonly string[] => (typeof aud === 'string' ? [aud] : aud)

const checkClaims = ({ tenant, clock }: TenantContext, claims: AccessTokenClaims): void => {
  if (claims.iss !== tenant.origin || claims.tenantId !== tenant.id) {
    throw new UnderstudyError('AUTH-TOKEN-INVALID', 'The token was issued by another tenant.')
  }
  if (claims.purpose !== 'accessToken') {
    throw new UnderstudyError('AUTH-TOKEN-INVALID', 'The token is no access token.')
  }
  if (clock() >= claims.exp * 1000) {
    const ended = new Date(claims.exp * 1000).toISOString()
    throw new UnderstudyError('AUTH-TOKEN-EXPIRED', `The token ended at ${ended}.`)
  }
}
