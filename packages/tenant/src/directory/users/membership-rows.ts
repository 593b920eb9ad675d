import type { MembershipSource, StoreTransaction } from '../../store/schema.js'
import type { MemberKey } from './effective-groups.js'

/** Ids of the groups that one source says the user belongs to. */
export const groupIdsOfSource = async (
  transaction: StoreTransaction,
  user: MemberKey,
  source: MembershipSource,
): Promise<string[]> => {
  const rows = await transaction
    .selectFrom('user_groups')
    .select('group_id')
    .where('tenant_id', '=', user.tenant_id)
    .where('user_id', '=', user.id)
    .where('source', '=', source)
    .execute()
  return rows.map((row) => row.group_id)
}

/** Writes memberships of one source, which must not be there yet. */
export const insertMemberships = async (
  transaction: StoreTransaction,
  user: MemberKey,
  groupIds: readonly string[],
  source: MembershipSource,
): Promise<void> => {
  if (groupIds.length === 0) return
  await transaction
    .insertInto('user_groups')
    .values(groupIds.map((groupId) => ({ tenant_id: user.tenant_id, user_id: user.id, group_id: groupId, source })))
    .execute()
}

/** Takes memberships of one source away; those of other sources stay. */
export const deleteMemberships = async (
  transaction: StoreTransaction,
  user: MemberKey,
  groupIds: readonly string[],
  source: MembershipSource,
): Promise<void> => {
  if (groupIds.length === 0) return
  await transaction
    .deleteFrom('user_groups')
    .where('tenant_id', '=', user.tenant_id)
    .where('user_id', '=', user.id)
    .where('source', '=', source)
    .where('group_id', 'in', groupIds)
    .execute()
}
