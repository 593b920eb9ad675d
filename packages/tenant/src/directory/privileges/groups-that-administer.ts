import type { StoreTransaction } from '../../store/schema.js'
import { rolesOfGroups } from '../groups/roles-of-groups.js'
import { adminRoleIds } from '../roles/default-roles.js'

/** Ids of those of the groups whose members administer, by a role of level admin. */
export const groupsThatAdminister = async (
  transaction: StoreTransaction,
  tenantId: string,
  groupIds: readonly string[],
): Promise<string[]> => {
  const roles = await rolesOfGroups(transaction, tenantId, groupIds)
  return groupIds.filter((id) => roles.get(id)?.some((roleId) => adminRoleIds.includes(roleId)))
}
