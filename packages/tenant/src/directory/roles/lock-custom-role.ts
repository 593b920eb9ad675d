import { UnderstudyError } from '@understudy/contract'
import { lockTenant } from '../../store/lock-tenant.js'
import type { CustomRoleRow, StoreTransaction } from '../../store/schema.js'
import { defaultRoleById, roleNotFound } from './find-role.js'

/**
 * The custom role with that id; changes of a tenant's roles follow each other.
 *
 * @throws UnderstudyError ROLES-DEFAULT, IDENTITIES-10402
 */
export const lockCustomRole = async (
  transaction: StoreTransaction,
  tenantId: string,
  roleId: string,
): Promise<CustomRoleRow> => {
  const known = defaultRoleById(roleId)
  if (known !== undefined) throw new UnderstudyError('ROLES-DEFAULT', `${known.name} is a default role.`)
  await lockTenant(transaction, tenantId)
  const row = await transaction
    .selectFrom('custom_roles')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', roleId)
    .executeTakeFirst()
  if (row === undefined) throw roleNotFound()
  return row
}
