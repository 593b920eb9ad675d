import type { StoreTransaction } from '../../store/schema.js'
import { rolesWithIds } from '../roles/find-role.js'
import { assertRolesGrantable } from '../roles/grantable-roles.js'
import type { Role } from '../roles/role.js'
import { rolesOfGroups } from './roles-of-groups.js'

/** Makes `roles` the roles of a group; the caller checks that they may be given. */
export const replaceGroupRoles = async (
  transaction: StoreTransaction,
  tenantId: string,
  groupId: string,
  roles: readonly Role[],
): Promise<void> => {
  await transaction
    .deleteFrom('group_roles')
    .where('tenant_id', '=', tenantId)
    .where('group_id', '=', groupId)
    .execute()
  if (roles.length === 0) return
  await transaction
    .insertInto('group_roles')
    .values(roles.map((role) => ({ tenant_id: tenantId, group_id: groupId, role_id: role.id })))
    .execute()
}

/**
 * Makes `roles` the roles of a group in the name of a caller.
 *
 * @returns whether they are others than before
 * @throws UnderstudyError REST-PRIVILEGE-ESCALATION when a role that is added or taken is more powerful than the token
 */
export const changeGroupRoles = async (
  transaction: StoreTransaction,
  tenantId: string,
  groupId: string,
  roles: readonly Role[],
  scopes: readonly string[],
): Promise<boolean> => {
  const present = (await rolesOfGroups(transaction, tenantId, [groupId])).get(groupId) ?? []
  const wanted = roles.map((role) => role.id)
  const added = wanted.filter((id) => !present.includes(id))
  const removed = present.filter((id) => !wanted.includes(id))
  assertRolesGrantable(await rolesWithIds(transaction, tenantId, [...added, ...removed]), scopes)
  if (added.length + removed.length === 0) return false
  await replaceGroupRoles(transaction, tenantId, groupId, roles)
  return true
}
