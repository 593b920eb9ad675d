import { intersectScopes, offlineAccessScope, parseScopeList, scopesCover, UnderstudyError } from '@understudy/contract'

/** What a grant of scopes is decided on. */
export interface ScopeDecision {
  /** The `scope` parameter of the request. */
  readonly requested: string | undefined
  /** The client's allow-list. */
  readonly allowed: readonly string[]
  /** The user's rights. */
  readonly rights: readonly string[]
}

/**
 * Decides the scopes of a token (contract 1.8): those that are requested, the client is allowed, and the user may have. A
 * requested scope of which the user has a part gives that part; one of which the user has nothing is refused.
 *
 * @throws UnderstudyError `OAUTH-INVALID-SCOPE` or `OAUTH-ADMIN-SCOPE`, naming the first scope that cannot be granted
 */
export const grantScopes = ({ requested, allowed, rights }: ScopeDecision): string[] => {
  const names = requestedScopes(requested, allowed)
  const granted = intersectScopes(names, rights)
  const refused = names.find((name) => !granted.includes(name) && intersectScopes([name], rights).length === 0)
  if (refused !== undefined && parseScopeList(requested ?? '').length > 0) {
    throw new UnderstudyError(
      'OAUTH-ADMIN-SCOPE',
      `The scope ${refused} cannot be granted to the user through this client.`,
    )
  }
  if (granted.length > 0) return granted
  throw new UnderstudyError('OAUTH-INVALID-SCOPE', 'The client is allowed no scope that this token could have.')
}

/**
 * The scopes that a request means: those it names, all of which the client must be allowed; without a name everything the
 * client is allowed, except `offline_access`, which is never implied.
 *
 * @throws UnderstudyError `OAUTH-INVALID-SCOPE`
 */
export const requestedScopes = (requested: string | undefined, allowed: readonly string[]): string[] => {
  const names = parseScopeList(requested ?? '')
  if (names.length === 0) return allowed.filter((scope) => scope !== offlineAccessScope)
  const outside = names.find((scope) => !scopesCover(allowed, scope))
  if (outside !== undefined) {
    throw new UnderstudyError('OAUTH-INVALID-SCOPE', `The client is not allowed the scope ${outside.slice(0, 100)}.`)
  }
  return names
}
