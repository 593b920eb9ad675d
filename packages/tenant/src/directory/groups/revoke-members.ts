import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { StoreSchema, StoreTransaction } from '../../store/schema.js'

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
    .where((builder) => isMember(builder, tenantId, groupId))
    .returning('id')
    .execute()
  return revoked.map((user) => user.id)
}

/**
 * Locks the rows of all members of a group, before a change that keeps others from referring to the group: whoever adds a
 * member has locked the user by then, and the two would wait for each other.
 */
export const lockMembers = async (transaction: StoreTransaction, tenantId: string, groupId: string): Promise<void> => {
  await transaction
    .updateTable('users')
    .set((builder) => ({ epoch: builder.ref('epoch') }))
    .where('tenant_id', '=', tenantId)
    .where((builder) => isMember(builder, tenantId, groupId))
    .execute()
}

const isMember = (
  builder: ExpressionBuilder<StoreSchema, 'users'>,
  tenantId: string,
  groupId: string,
): Expression<SqlBool> =>
  builder('id', 'in', (members) =>
    members
      .selectFrom('user_groups')
      .select('user_id')
      .where('user_groups.tenant_id', '=', tenantId)
      .where('user_groups.group_id', '=', groupId),
  )

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
