import { UnderstudyError } from '@understudy/contract'
import { readUser } from '../../directory/users/read-user.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import type { AccessPrincipal } from '../principal.js'

/** What the userinfo endpoint tells (OpenID Connect Core section 5.1). */
export interface UserClaims {
  readonly sub: string
  readonly name?: string
  readonly picture?: string
  readonly locale?: string
  readonly zoneinfo?: string
  readonly email?: string
}

/**
 * The claims of a token's user, as far as its scopes ask for them by name (OpenID Connect Core section 5.4).
 *
 * @throws UnderstudyError `AUTH-INSUFFICIENT-SCOPE` for a credential that is no access token with `openid`
 */
export const userClaims = async (context: TenantContext, principal: AccessPrincipal): Promise<UserClaims> => {
  const { scopes, credential, userId } = principal
  if (credential.type !== 'access-token' || !scopes.includes('openid')) {
    throw new UnderstudyError('AUTH-INSUFFICIENT-SCOPE', 'The request needs an access token with the scope openid.')
  }
  const user = await readUser(context.store, context.tenant.id, userId)
  const locale = user.preferredLocale ?? user.locale
  const zoneinfo = user.preferredZoneinfo ?? user.zoneinfo
  const asks = (...names: readonly string[]): boolean => names.some((name) => scopes.includes(name))
  return {
    sub: userId,
    ...(asks('profile', 'identity.name:read') && { name: user.name }),
    ...(asks('profile', 'identity.picture:read') && user.picture !== undefined && { picture: user.picture }),
    ...(asks('profile') && {
      ...(locale !== undefined && { locale }),
      ...(zoneinfo !== undefined && { zoneinfo }),
    }),
    ...(asks('email', 'identity.email:read') && user.email !== undefined && { email: user.email }),
  }
}
