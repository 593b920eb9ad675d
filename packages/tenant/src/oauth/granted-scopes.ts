import {
  isAdminScope,
  isOperatorScope,
  isScope,
  isUnservedScope,
  parseScopeList,
  scopesCover,
  UnderstudyError,
} from '@understudy/contract'

/** What a grant of scopes is decided on. */
export interface ScopeDecision {
  /** The `scope` parameter of the request. */
  readonly requested: string | undefined
  /** The client's allow-list. */
  readonly allowed: readonly string[]
  /** What the user may administer. */
  readonly adminScopes: readonly string[]
}

/**
 * Decides the scopes of a token (contract 1.8): those requested, all of which the client must be allowed; without a
 * request everything the client is allowed, except `offline_access`, which is never implied, and except what the user
 * may not have.
 *
 * @throws UnderstudyError `OAUTH-INVALID-SCOPE` or `OAUTH-ADMIN-SCOPE`, naming the first scope that cannot be granted
 */
export const grantScopes = ({ requested, allowed, adminScopes }: ScopeDecision): string[] => {
  const names = parseScopeList(requested ?? '')
  if (names.length === 0) {
    const granted = heldScopes(allowed, adminScopes).filter((scope) => scope !== 'offline_access')
    if (granted.length > 0) return granted
    throw new UnderstudyError('OAUTH-INVALID-SCOPE', 'The client is allowed no scope that this token could have.')
  }
  const outside = names.find((scope) => !scopesCover(allowed, scope))
  if (outside !== undefined) {
    throw new UnderstudyError(
      'OAUTH-INVALID-SCOPE',
      isUnservedScope(outside)
        ? `The scope ${outside} opens nothing in this tenant, so that it is granted to nobody.`
        : `The client is not allowed the scope ${outside.slice(0, 100)}.`,
    )
  }
  const admin = names.find((scope) => isAdminScope(scope) && !rolesCover(adminScopes, scope))
  if (admin !== undefined) {
    throw new UnderstudyError(
      'OAUTH-ADMIN-SCOPE',
      `The scope ${admin} cannot be granted to the user through this client.`,
    )
  }
  return names
}

/**
 * What of the scopes a user has: every scope of users, and what the admin scopes of the user's roles cover. Of a bundle, or
 * another scope that says more than the user has, what the user has of it is left. What opens nothing here is dropped:
 * clients and tokens of an older version may have it.
 */
export const heldScopes = (scopes: readonly string[], adminScopes: readonly string[]): string[] => {
  const known = scopes.filter((scope) => isScope(scope) || isOperatorScope(scope))
  const whole = known.filter((scope) => !isAdminScope(scope) || rolesCover(adminScopes, scope))
  const parts = adminScopes.filter((scope) => scopesCover(scopes, scope) && !scopesCover(whole, scope))
  return [...whole, ...parts]
}

/** The operator's scopes are of no role: the bot users of the operator's clients, all TenantAdmins, have them. */
const rolesCover = (adminScopes: readonly string[], scope: string): boolean =>
  scopesCover(adminScopes, scope) || (isOperatorScope(scope) && scopesCover(adminScopes, 'admin_classic'))
