import { adminScopes, isAdminScope, isUnservedScope, UnderstudyError, userScopes } from '@understudy/contract'
import type { Role } from './role.js'

/** Not the bundles: whoever may do everything has the role TenantAdmin, which is protected as such. */
const assignable: ReadonlySet<string> = new Set([...userScopes, ...adminScopes])

/**
 * The distinct scopes, if a custom role can have them all.
 *
 * @param pointer JSON Pointer of the list in the request body, for the error
 * @throws UnderstudyError ROLES-UNKNOWN-SCOPE naming the first that it cannot have
 */
export const assignableScopes = (scopes: readonly string[], pointer: string): string[] => {
  const index = scopes.findIndex((scope) => !assignable.has(scope))
  if (index < 0) return [...new Set(scopes)]
  const scope = scopes[index] ?? ''
  const told = `The scope is ${JSON.stringify(scope)}${isUnservedScope(scope) ? ', which opens nothing in this tenant' : ''}.`
  throw new UnderstudyError('ROLES-UNKNOWN-SCOPE', told, { source: { pointer: `${pointer}/${index}` } })
}

/** The level of a role that has the scopes. */
export const levelOf = (scopes: readonly string[]): Role['level'] => (scopes.some(isAdminScope) ? 'admin' : 'user')
