import type { StoreTransaction } from '../../store/schema.js'
import { privilegeColumn, readRoleScopes } from './privilege-columns.js'

/**
 * The scopes that the roles of a user give now, whether assigned, by a group or by the group of everyone; none where there
 * is no such user. Not those that every user has: what takes a role is not covered by them.
 */
export const scopesOfUserRoles = async (
  transaction: StoreTransaction,
  tenantId: string,
  userId: string,
): Promise<readonly string[]> => {
  const user = await transaction
    .selectFrom('users')
    .select((builder) => privilegeColumn(builder).as('roles'))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', userId)
    .executeTakeFirst()
  return readRoleScopes(user?.roles ?? null)
}
