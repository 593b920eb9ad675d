import { isAdminScope, isScope, scopesCover } from '@understudy/contract'

/**
 * The first of the admin scopes of `rights` that `scopes` do not cover; undefined when they cover all. Scopes of users count
 * for nothing: everybody has them. Operator scopes come with `admin_classic` and are told by it.
 */
export const missingAdminScope = (rights: readonly string[], scopes: readonly string[]): string | undefined =>
  rights.find((scope) => isScope(scope) && isAdminScope(scope) && !scopesCover(scopes, scope))
