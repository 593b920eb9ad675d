import { UnderstudyError } from '@understudy/contract'
import { auditedChange } from '../../audit/audited-change.js'
import type { StoreTransaction } from '../../store/schema.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { lockCustomRole } from './lock-custom-role.js'

/**
 * Deletes a custom role that nobody has (contract 4.3). One that is assigned in the same instant gives nothing: its id
 * names no role any more.
 *
 * @throws UnderstudyError IDENTITIES-10402, ROLES-DEFAULT, ROLES-ASSIGNED
 */
export const deleteRole = async (context: TenantContext, caller: Caller, roleId: string): Promise<void> => {
  const { tenant } = context
  await auditedChange(context, async (transaction, note) => {
    await lockCustomRole(transaction, tenant.id, roleId)
    if (await isAssigned(transaction, tenant.id, roleId))
      throw new UnderstudyError('ROLES-ASSIGNED', 'Users or groups have the role.')
    await transaction.deleteFrom('custom_roles').where('tenant_id', '=', tenant.id).where('id', '=', roleId).execute()
    note({ event: 'role.deleted', outcome: 'success', ...caller.trace, subject: roleId })
  })
}

const isAssigned = async (transaction: StoreTransaction, tenantId: string, roleId: string): Promise<boolean> => {
  for (const table of ['user_roles', 'group_roles'] as const) {
    const assigned = await transaction
      .selectFrom(table)
      .select('role_id')
      .where('tenant_id', '=', tenantId)
      .where('role_id', '=', roleId)
      .limit(1)
      .executeTakeFirst()
    if (assigned !== undefined) return true
  }
  return false
}
