import { type rest, UnderstudyError } from '@understudy/contract'
import { isForeignKeyViolation } from '../../store/foreign-key-violation.js'
import type { StoreTransaction } from '../../store/schema.js'
import { rolesOfGroups } from '../groups/roles-of-groups.js'
import { defaultRoles } from '../roles/default-roles.js'
import { assertRolesGrantable } from '../roles/grantable-roles.js'
import type { GroupRef, UserChange } from './user-patch.js'

interface ReferredGroup {
  readonly id: string
  readonly provider_type: rest.GroupProviderType
}

/**
 * Replaces, extends or shortens the list of the custom groups a user belongs to (contract 4.2). Memberships that an
 * identity provider gave stay as they are, whatever the list.
 *
 * @param scopes scopes of the presented token; a group with a role of level admin needs as much as the role itself
 * @returns whether the user's memberships are others than before
 * @throws UnderstudyError USERS-UNKNOWN-GROUP, USERS-IDP-GROUP, USERS-ALREADY-MEMBER, USERS-NOT-A-MEMBER,
 *   REST-PRIVILEGE-ESCALATION
 */
export const changeMemberships = async (
  transaction: StoreTransaction,
  user: { readonly tenant_id: string; readonly id: string },
  { change, groups, pointer }: Extract<UserChange, { kind: 'groups' }>,
  scopes: readonly string[],
): Promise<boolean> => {
  const named = await Promise.all(
    groups.map((ref, index) => findCustomGroup(transaction, user.tenant_id, ref, `${pointer}/${index}`)),
  )
  const ids = [...new Set(named)]
  const present = await customGroupIds(transaction, user)
  const refuseAt = (code: 'USERS-ALREADY-MEMBER' | 'USERS-NOT-A-MEMBER', id: string | undefined): void => {
    if (id !== undefined)
      throw new UnderstudyError(code, `The group is ${id}.`, { source: { pointer: `${pointer}/${named.indexOf(id)}` } })
  }
  if (change === 'add')
    refuseAt(
      'USERS-ALREADY-MEMBER',
      ids.find((id) => present.includes(id)),
    )
  if (change === 'remove')
    refuseAt(
      'USERS-NOT-A-MEMBER',
      ids.find((id) => !present.includes(id)),
    )

  const added = change === 'remove' ? [] : ids.filter((id) => !present.includes(id))
  const removed = change === 'remove' ? ids : change === 'replace' ? present.filter((id) => !ids.includes(id)) : []
  await assertGroupsGrantable(transaction, user.tenant_id, added, scopes)
  if (removed.length > 0) {
    await transaction
      .deleteFrom('user_groups')
      .where('tenant_id', '=', user.tenant_id)
      .where('user_id', '=', user.id)
      .where('group_id', 'in', removed)
      .execute()
  }
  if (added.length > 0) await insertMemberships(transaction, user, added, pointer)
  return added.length + removed.length > 0
}

const findCustomGroup = async (
  transaction: StoreTransaction,
  tenantId: string,
  ref: GroupRef,
  pointer: string,
): Promise<string> => {
  const ofTenant = transaction.selectFrom('groups').select(['id', 'provider_type']).where('tenant_id', '=', tenantId)
  const query =
    'id' in ref
      ? ofTenant.where('id', '=', ref.id)
      : ofTenant.where('name', '=', ref.name).where('provider_type', '=', ref.providerType ?? 'custom')
  const group: ReferredGroup | undefined = await query.executeTakeFirst()
  if (group === undefined)
    throw new UnderstudyError('USERS-UNKNOWN-GROUP', `There is no group ${JSON.stringify(ref)}.`, {
      source: { pointer },
    })
  if (group.provider_type === 'idp')
    throw new UnderstudyError('USERS-IDP-GROUP', `The group ${group.id} has the providerType "idp".`, {
      source: { pointer },
    })
  return group.id
}

const customGroupIds = async (
  transaction: StoreTransaction,
  user: { readonly tenant_id: string; readonly id: string },
): Promise<string[]> => {
  const rows = await transaction
    .selectFrom('user_groups')
    .innerJoin('groups', (join) =>
      join.onRef('groups.tenant_id', '=', 'user_groups.tenant_id').onRef('groups.id', '=', 'user_groups.group_id'),
    )
    .select('user_groups.group_id')
    .where('user_groups.tenant_id', '=', user.tenant_id)
    .where('user_groups.user_id', '=', user.id)
    .where('groups.provider_type', '=', 'custom')
    .execute()
  return rows.map((row) => row.group_id)
}

const assertGroupsGrantable = async (
  transaction: StoreTransaction,
  tenantId: string,
  groupIds: readonly string[],
  scopes: readonly string[],
): Promise<void> => {
  const roleIds = [...(await rolesOfGroups(transaction, tenantId, groupIds)).values()].flat()
  assertRolesGrantable(
    defaultRoles.filter((role) => roleIds.includes(role.id)),
    scopes,
  )
}

const insertMemberships = async (
  transaction: StoreTransaction,
  user: { readonly tenant_id: string; readonly id: string },
  groupIds: readonly string[],
  pointer: string,
): Promise<void> => {
  try {
    await transaction
      .insertInto('user_groups')
      .values(groupIds.map((groupId) => ({ tenant_id: user.tenant_id, user_id: user.id, group_id: groupId })))
      .execute()
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error
    // Deleted since it was found.
    throw new UnderstudyError('USERS-UNKNOWN-GROUP', 'One of the groups does not exist any more.', {
      source: { pointer },
    })
  }
}
