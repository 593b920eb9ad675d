import { type rest, UnderstudyError } from '@understudy/contract'
import { isForeignKeyViolation } from '../../store/foreign-key-violation.js'
import type { StoreTransaction } from '../../store/schema.js'
import { rolesOfGroups } from '../groups/roles-of-groups.js'
import { rolesWithIds } from '../roles/find-role.js'
import { assertRolesGrantable } from '../roles/grantable-roles.js'
import { effectiveGroupIds, type MemberKey, sameGroups } from './effective-groups.js'
import { deleteMemberships, groupIdsOfSource, insertMemberships } from './membership-rows.js'
import type { GroupRef, UserChange } from './user-patch.js'

interface ReferredGroup {
  readonly id: string
  readonly provider_type: rest.GroupProviderType
}

/**
 * Replaces, extends or shortens the list of the custom groups that the API put a user into (contract 4.2). Memberships
 * that an identity provider or a host's token call gave stay as they are, whatever the list.
 *
 * @param scopes scopes of the presented token; a group with a role of level admin needs as much as the role itself
 * @returns whether the user belongs to other groups than before
 * @throws UnderstudyError USERS-UNKNOWN-GROUP, USERS-IDP-GROUP, USERS-ALREADY-MEMBER, USERS-NOT-A-MEMBER,
 *   USERS-PROVISIONED-GROUP, REST-PRIVILEGE-ESCALATION
 */
export const changeMemberships = async (
  transaction: StoreTransaction,
  user: MemberKey,
  { change, groups, pointer }: Extract<UserChange, { kind: 'groups' }>,
  scopes: readonly string[],
): Promise<boolean> => {
  const named: string[] = []
  for (const [index, ref] of groups.entries())
    named.push(await findCustomGroup(transaction, user.tenant_id, ref, `${pointer}/${index}`))
  const ids = [...new Set(named)]
  const before = await effectiveGroupIds(transaction, user)
  const present = await groupIdsOfSource(transaction, user, 'manual')
  const refuse = (code: MembershipRefusal, id: string): never => {
    throw new UnderstudyError(code, `The group is ${id}.`, { source: { pointer: `${pointer}/${named.indexOf(id)}` } })
  }
  const held = ids.find((id) => present.includes(id))
  if (change === 'add' && held !== undefined) refuse('USERS-ALREADY-MEMBER', held)
  const absent = ids.find((id) => !present.includes(id))
  if (change === 'remove' && absent !== undefined)
    refuse(before.has(absent) ? 'USERS-PROVISIONED-GROUP' : 'USERS-NOT-A-MEMBER', absent)

  const added = change === 'remove' ? [] : ids.filter((id) => !present.includes(id))
  const removed = change === 'remove' ? ids : change === 'replace' ? present.filter((id) => !ids.includes(id)) : []
  await assertGroupsGrantable(transaction, user.tenant_id, added, scopes)
  await deleteMemberships(transaction, user, removed, 'manual')
  await addToGroups(transaction, user, added, pointer)
  return !sameGroups(before, await effectiveGroupIds(transaction, user))
}

type MembershipRefusal = 'USERS-ALREADY-MEMBER' | 'USERS-NOT-A-MEMBER' | 'USERS-PROVISIONED-GROUP'

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

const assertGroupsGrantable = async (
  transaction: StoreTransaction,
  tenantId: string,
  groupIds: readonly string[],
  scopes: readonly string[],
): Promise<void> => {
  const roleIds = [...(await rolesOfGroups(transaction, tenantId, groupIds)).values()].flat()
  assertRolesGrantable(await rolesWithIds(transaction, tenantId, roleIds), scopes)
}

const addToGroups = async (
  transaction: StoreTransaction,
  user: MemberKey,
  groupIds: readonly string[],
  pointer: string,
): Promise<void> => {
  try {
    await insertMemberships(transaction, user, groupIds, 'manual')
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error
    // Deleted since it was found.
    throw new UnderstudyError('USERS-UNKNOWN-GROUP', 'One of the groups does not exist any more.', {
      source: { pointer },
    })
  }
}
