import { isAdminScope, parseScopeList, scopesCover, UnderstudyError } from '@understudy/contract'

/** What a grant of scopes is decided on. */
export interface ScopeDecision {
  /** The `scope` parameter of the request. */
  readonly requested: string | undefined
  /** The client's allow-list. */
  readonly allowed: readonly string[]
  /** Whether the token may administer the tenant at all. */
  readonly adminScopes: boolean
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
    const granted = allowed.filter((scope) => scope !== 'offline_access' && (adminScopes || !isAdminScope(scope)))
    if (granted.length > 0) return granted
    throw new UnderstudyError('OAUTH-INVALID-SCOPE', 'The client is allowed no scope that this token could have.')
  }
  const outside = names.find((scope) => !scopesCover(allowed, scope))
  if (outside !== undefined) {
    throw new UnderstudyError('OAUTH-INVALID-SCOPE', `The client is not allowed the scope ${outside.slice(0, 100)}.`)
  }
  const admin = names.find((scope) => isAdminScope(scope))
  if (admin !== undefined && !adminScopes) {
    throw new UnderstudyError(
      'OAUTH-ADMIN-SCOPE',
      `The scope ${admin} cannot be granted to the user through this client.`,
    )
  }
  return names
}
