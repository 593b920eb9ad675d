import { isAdminScope, offlineAccessScope, operatorScopes, parseScopeList } from '@understudy/contract'
import { defaultRoles, tenantAdminRoleId } from '../roles/default-roles.js'

/** What a user may do at most, through whatever credential. */
export interface UserRights {
  readonly scopes: readonly string[]
  /** Has a role of level `admin`: not impersonated without the operator's word, nor changed by those with less rights. */
  readonly administers: boolean
}

/** What every user may do; how long a client may do it (`offline_access`) is no matter of the user's rights. */
const everybodysScopes = ['user_default', offlineAccessScope] as const

/** The rights of a user without roles. */
export const ordinaryRights: UserRights = { scopes: everybodysScopes, administers: false }

const scopesOfDefaultRoles: ReadonlyMap<string, readonly string[]> = new Map(
  defaultRoles.map(({ id, assignedScopes }) => [
    id,
    // Operator scopes reach only the clients that the operator gave them to, and those act through bots with this role.
    id === tenantAdminRoleId ? [...assignedScopes, ...operatorScopes] : assignedScopes,
  ]),
)

/**
 * The rights that roles give.
 *
 * @param held as `rightsColumn` tells it
 */
export const userRights = (held: string | null): UserRights => {
  if (held === null) return ordinaryRights
  const given = parseScopeList(held).flatMap((name) => scopesOfDefaultRoles.get(name) ?? [name])
  return {
    scopes: [...new Set([...everybodysScopes, ...given])],
    administers: given.some((scope) => isAdminScope(scope)),
  }
}
