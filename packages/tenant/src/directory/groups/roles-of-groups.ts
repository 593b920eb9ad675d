import type { Store, StoreTransaction } from '../../store/schema.js'

/** Ids of the roles of each of the groups; a group without roles has no entry. */
export const rolesOfGroups = async (
  store: Store | StoreTransaction,
  tenantId: string,
  groupIds: readonly string[],
): Promise<Map<string, string[]>> => {
  if (groupIds.length === 0) return new Map()
  const rows = await store
    .selectFrom('group_roles')
    .select(['group_id', 'role_id'])
    .where('tenant_id', '=', tenantId)
    .where('group_id', 'in', groupIds)
    .execute()
  return rows.reduce(
    (roles, { group_id, role_id }) => roles.set(group_id, [...(roles.get(group_id) ?? []), role_id]),
    new Map<string, string[]>(),
  )
}
