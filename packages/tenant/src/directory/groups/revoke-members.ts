import { sql } from 'kysely'
import type { StoreTransaction } from '../../store/schema.js'

/**
 * Makes the tokens of all members of a group worthless.
 *
 * @returns the ids of the members, to be published after the commit
 */
export const revokeMembers = async (
  transaction: StoreTransaction,
  tenantId: string,
  groupId: string,
): Promise<string[]> => {
  const revoked = await transaction
    .updateTable('users')
    .set({ epoch: sql<number>`epoch + 1` })
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('user_groups')
        .select('user_id')
        .where('user_groups.tenant_id', '=', tenantId)
        .where('user_groups.group_id', '=', groupId),
    )
    .returning('id')
    .execute()
  return revoked.map((user) => user.id)
}

/** Makes the tokens of all users of the tenant worthless, after the roles of everyone changed. Bots keep theirs. */
export const revokeEveryone = async (transaction: StoreTransaction, tenantId: string): Promise<string[]> => {
  const revoked = await transaction
    .updateTable('users')
    .set({ epoch: sql<number>`epoch + 1` })
    .where('tenant_id', '=', tenantId)
    .where('client_id', 'is', null)
    .returning('id')
    .execute()
  return revoked.map((user) => user.id)
}
