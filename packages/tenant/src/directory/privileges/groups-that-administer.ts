import type { StoreTransaction } from '../../store/schema.js'
import { rolesOfGroups } from '../groups/roles-of-groups.js'
import { rolesWithIds } from '../roles/find-role.js'

/** Ids of those of the groups whose members administer, by a role of level admin. */
export const groupsThatAdminister = async (
  transaction: StoreTransaction,
  tenantId: string,
  groupIds: readonly string[],
): Promise<string[]> => {
  const rolesOf = await rolesOfGroups(transaction, tenantId, groupIds)
  const roles = await rolesWithIds(transaction, tenantId, [...rolesOf.values()].flat())
  const administering = roles.filter(({ level }) => level === 'admin').map(({ id }) => id)
  return groupIds.filter((id) => rolesOf.get(id)?.some((roleId) => administering.includes(roleId)))
}
