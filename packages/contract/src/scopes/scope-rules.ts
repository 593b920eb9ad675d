import {
  adminScopes,
  allScopes,
  offlineAccessScope,
  operatorScopes,
  type Scope,
  unservedScopes,
} from './scope-catalogue.js'

const known: ReadonlySet<string> = new Set(allScopes)
const admin: ReadonlySet<string> = new Set<Scope>([...adminScopes, 'admin_classic'])
const unserved: ReadonlySet<string> = new Set(unservedScopes)
const operator: ReadonlySet<string> = new Set(operatorScopes)

/** Whether `value` is a scope that a client of a tenant may be allowed. Scopes are case-sensitive (RFC 6749 section 3.3). */
export const isScope = (value: string): value is Scope => known.has(value)

/** Whether only clients of the operator may be allowed the scope. */
export const isOperatorScope = (scope: string): boolean => operator.has(scope)

/** Whether it is a scope of contract 1.8 for what a tenant does not have, and which is granted to nobody. */
export const isUnservedScope = (scope: string): boolean => unserved.has(scope)

/**
 * Whether the scope lets its holder administer the tenant, or tenants; `admin_classic` counts. So does what older stores
 * may hold of admin scopes that are granted to nobody: a role with one keeps the protection of administrators.
 */
export const isAdminScope = (scope: string): boolean =>
  admin.has(scope) || operator.has(scope) || (unserved.has(scope) && scope.startsWith('admin.'))

/**
 * Whether holding `granted` allows what `needed` stands for (contract 1.8): the scope itself, a parent of it
 * (`spaces.shared` covers `spaces.shared:read`), `user_default` for every user scope and `admin_classic` for every admin
 * scope. `offline_access` and the operator's
 * scopes are covered by themselves alone. A scope outside the catalogue covers nothing and is never covered.
 */
export const scopeCovers = (granted: string, needed: string): boolean => {
  if (operator.has(needed)) return granted === needed
  if (!known.has(granted) || !known.has(needed)) return false
  if (granted === needed) return true
  if (needed === offlineAccessScope || needed === 'user_default') return false
  if (granted === 'admin_classic') return admin.has(needed)
  if (granted === 'user_default') return !admin.has(needed)
  return needed.startsWith(`${granted}.`) || needed.startsWith(`${granted}:`)
}

/** Whether at least one of the `granted` scopes covers `needed`. */
export const scopesCover = (granted: readonly string[], needed: string): boolean =>
  granted.some((scope) => scopeCovers(scope, needed))

/**
 * Splits a `scope` parameter (RFC 6749 section 3.3: names separated by spaces) into its distinct names, in the order of
 * first mention. Unknown names are kept: refusing them is the caller's decision.
 */
export const parseScopeList = (text: string): string[] => {
  // Most token requests ask for one.
  if (text !== '' && !text.includes(' ')) return [text]
  return [...new Set(text.split(' ').filter((name) => name !== ''))]
}
