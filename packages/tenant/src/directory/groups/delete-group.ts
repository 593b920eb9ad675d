import { rest, UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../../audit/audited-change.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { groupNotFound } from './read-group.js'

/**
 * Deletes a group that has no members (contract 4.2). A member that is added at the same time keeps the group alive:
 * the foreign key of `user_groups` refuses one of the two.
 *
 * @throws UnderstudyError GROUPS-7, GROUPS-SYSTEM, GROUPS-HAS-MEMBERS
 */
export const deleteGroup = async (context: TenantContext, caller: Caller, groupId: string): Promise<void> => {
  const { tenant } = context
  if (groupId === rest.everyoneGroup.id)
    throw new UnderstudyError('GROUPS-SYSTEM', `${rest.everyoneGroup.name} is a system group.`)
  await auditedChange(context, async (transaction, note) => {
    const member = await transaction
      .selectFrom('user_groups')
      .select('user_id')
      .where('tenant_id', '=', tenant.id)
      .where('group_id', '=', groupId)
      .limit(1)
      .executeTakeFirst()
    if (member !== undefined) throw new UnderstudyError('GROUPS-HAS-MEMBERS', 'Users belong to the group.')
    await transaction
      .deleteFrom('group_roles')
      .where('tenant_id', '=', tenant.id)
      .where('group_id', '=', groupId)
      .execute()
    const deleted = await transaction
      .deleteFrom('groups')
      .where('tenant_id', '=', tenant.id)
      .where('id', '=', groupId)
      .returning('id')
      .executeTakeFirst()
    if (deleted === undefined) throw groupNotFound(groupId)
    note({ event: 'group.deleted', outcome: 'success', ...caller.trace, subject: groupId })
  })
}
