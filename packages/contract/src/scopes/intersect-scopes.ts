import { scopesCover } from './scope-rules.js'

/**
 * What two lists of scopes both allow: of each, the scopes that the other covers. `admin_classic` and `admin.users` give
 * `admin.users`; `user_default` and `apps:read` give `apps:read`. Never allows what one of the lists does not.
 *
 * @returns without what another scope of the result covers anyway, save where `one` says it; in the order of `one`, then `other`
 */
export const intersectScopes = (one: readonly string[], other: readonly string[]): string[] => {
  const kept = one.filter((scope) => scopesCover(other, scope))
  if (kept.length === one.length) return kept
  const narrower = other.filter((scope) => scopesCover(one, scope) && !scopesCover(kept, scope))
  return [...kept, ...narrower]
}
