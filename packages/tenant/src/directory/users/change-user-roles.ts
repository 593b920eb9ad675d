import type { StoreTransaction } from '../../store/schema.js'
import { resolveRoles } from '../roles/find-role.js'
import { assertRolesGrantable } from '../roles/grantable-roles.js'
import type { UserChange } from './user-patch.js'

/**
 * Replaces, extends or shortens the list of a user's own roles. Adding a role that the user has, or removing one that
 * the user lacks, changes nothing.
 *
 * @param scopes scopes of the presented token
 * @returns whether the user's roles are others than before
 * @throws UnderstudyError ROLES-UNKNOWN, REST-PRIVILEGE-ESCALATION
 */
export const changeUserRoles = async (
  transaction: StoreTransaction,
  user: { readonly tenant_id: string; readonly id: string },
  { change, roles: refs, pointer }: Extract<UserChange, { kind: 'roles' }>,
  scopes: readonly string[],
): Promise<boolean> => {
  const roles = await resolveRoles(transaction, user.tenant_id, refs, pointer)
  const named = roles.map((role) => role.id)
  const present = await ownRoleIds(transaction, user)
  const added = change === 'remove' ? [] : named.filter((id) => !present.includes(id))
  const removed = present.filter((id) =>
    change === 'replace' ? !named.includes(id) : change === 'remove' && named.includes(id),
  )
  assertRolesGrantable(
    roles.filter((role) => added.includes(role.id)),
    scopes,
  )

  if (removed.length > 0) {
    await transaction
      .deleteFrom('user_roles')
      .where('tenant_id', '=', user.tenant_id)
      .where('user_id', '=', user.id)
      .where('role_id', 'in', removed)
      .execute()
  }
  if (added.length > 0) {
    await transaction
      .insertInto('user_roles')
      .values(added.map((roleId) => ({ tenant_id: user.tenant_id, user_id: user.id, role_id: roleId })))
      .execute()
  }
  return added.length + removed.length > 0
}

const ownRoleIds = async (
  transaction: StoreTransaction,
  user: { readonly tenant_id: string; readonly id: string },
): Promise<string[]> => {
  const rows = await transaction
    .selectFrom('user_roles')
    .select('role_id')
    .where('tenant_id', '=', user.tenant_id)
    .where('user_id', '=', user.id)
    .execute()
  return rows.map((row) => row.role_id)
}
