import { rest, UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../../audit/audited-change.js'
import { forgetAssignee } from '../../spaces/assignee.js'
import { isForeignKeyViolation } from '../../store/foreign-key-violation.js'
import type { StoreTransaction } from '../../store/schema.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { rolesWithIds } from '../roles/find-role.js'
import { assertRolesGrantable } from '../roles/grantable-roles.js'
import { groupNotFound } from './read-group.js'
import { rolesOfGroups } from './roles-of-groups.js'

/**
 * Deletes a group that has no members, with its assignments and shares in spaces (contract 4.2). The foreign key of
 * `user_groups` decides, so that a member that is added at the same time either keeps the group alive or is refused.
 *
 * @throws UnderstudyError GROUPS-7, GROUPS-SYSTEM, GROUPS-HAS-MEMBERS, REST-PRIVILEGE-ESCALATION
 */
export const deleteGroup = async (context: TenantContext, caller: Caller, groupId: string): Promise<void> => {
  const { tenant } = context
  if (groupId === rest.everyoneGroup.id)
    throw new UnderstudyError('GROUPS-SYSTEM', `${rest.everyoneGroup.name} is a system group.`)
  await auditedChange(context, async (transaction, note) => {
    const roleIds = (await rolesOfGroups(transaction, tenant.id, [groupId])).get(groupId) ?? []
    assertRolesGrantable(await rolesWithIds(transaction, tenant.id, roleIds), caller.scopes)
    await transaction
      .deleteFrom('group_roles')
      .where('tenant_id', '=', tenant.id)
      .where('group_id', '=', groupId)
      .execute()
    const deleted = await deleteRow(transaction, tenant.id, groupId)
    if (deleted === undefined) throw groupNotFound(groupId)
    await forgetAssignee(transaction, tenant.id, 'group', groupId)
    note({ event: 'group.deleted', outcome: 'success', ...caller.trace, subject: groupId })
  })
}

const deleteRow = async (
  transaction: StoreTransaction,
  tenantId: string,
  groupId: string,
): Promise<{ id: string } | undefined> => {
  try {
    return await transaction
      .deleteFrom('groups')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', groupId)
      .returning('id')
      .executeTakeFirst()
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error
    throw new UnderstudyError('GROUPS-HAS-MEMBERS', 'Users belong to the group.')
  }
}
