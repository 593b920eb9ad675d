import { rest } from '@understudy/contract'
import { advanceUserEpoch } from '../../store/epochs.js'
import type { StoreTransaction } from '../../store/schema.js'
import { revokeEveryone, revokeMembers } from '../groups/revoke-members.js'

/**
 * Makes the tokens of all who hold a role worthless: directly, by a group, or as everyone.
 *
 * @returns the ids of the users, to be published after the commit
 */
export const revokeHolders = async (
  transaction: StoreTransaction,
  tenantId: string,
  roleId: string,
): Promise<string[]> => {
  const revoked = new Set<string>()
  const holders = await transaction
    .selectFrom('user_roles')
    .select('user_id')
    .where('tenant_id', '=', tenantId)
    .where('role_id', '=', roleId)
    .execute()
  for (const { user_id: userId } of holders) {
    await advanceUserEpoch(transaction, tenantId, userId)
    revoked.add(userId)
  }
  const groups = await transaction
    .selectFrom('group_roles')
    .select('group_id')
    .where('tenant_id', '=', tenantId)
    .where('role_id', '=', roleId)
    .execute()
  for (const { group_id: groupId } of groups) {
    const members =
      groupId === rest.everyoneGroup.id
        ? await revokeEveryone(transaction, tenantId)
        : await revokeMembers(transaction, tenantId, groupId)
    for (const userId of members) revoked.add(userId)
  }
  return [...revoked]
}
