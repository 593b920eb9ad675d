import { rest, scopesCover, UnderstudyError } from '@understudy/contract'
import Type from 'typebox'
import { auditedChange } from '../../audit/audited-change.js'
import { foldCase } from '../../listing/filter-condition.js'
import { type PatchRules, patchValue, readPatch } from '../../patching/read-patch.js'
import type { GroupRow, StoreTransaction } from '../../store/schema.js'
import { isUniqueViolation } from '../../store/unique-violation.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { groupsThatAdminister } from '../privileges/groups-that-administer.js'
import { assertOpenGroupName } from '../reserved-names.js'
import { resolveRoles } from '../roles/find-role.js'
import { duplicateGroupName } from './create-group.js'
import { changeGroupRoles } from './group-roles.js'
import { groupNotFound } from './read-group.js'
import { lockMembers, revokeMembers } from './revoke-members.js'

type GroupChange =
  | { readonly kind: 'name' | 'description'; readonly value: string; readonly pointer: string }
  | { readonly kind: 'roles'; readonly roles: rest.RoleRefs; readonly pointer: string }

const Name = rest.GroupCreate.properties.name
const Description = Type.String({ maxLength: 1024 })

const replaceName = (value: unknown, pointer: string): GroupChange => ({
  kind: 'name',
  value: patchValue(Name, value, pointer),
  pointer,
})

const replaceDescription = (value: unknown, pointer: string): GroupChange => ({
  kind: 'description',
  value: patchValue(Description, value, pointer),
  pointer,
})

const replaceRoles = (value: unknown, pointer: string): GroupChange => ({
  kind: 'roles',
  roles: patchValue(rest.RoleRefs, value, pointer),
  pointer,
})

/** Paths with the slash of a JSON Pointer, and without it as the published client's types have them. */
const groupPatchRules: PatchRules<GroupChange> = {
  '/name': { replace: replaceName },
  '/description': { replace: replaceDescription },
  '/assignedRoles': { replace: replaceRoles },
  name: { replace: replaceName },
  description: { replace: replaceDescription },
  assignedRoles: { replace: replaceRoles },
}

/**
 * Applies a patch to a group, as a whole or not at all (contract 4.2). Another name, which
 * section access goes by, and other roles make the tokens of all members worthless. A group whose members administer gets
 * another name only with `admin_classic`, as its members change only with it.
 *
 * @throws UnderstudyError REST-INVALID-PATCH, GROUPS-7, GROUPS-SYSTEM, GROUPS-DUPLICATE-NAME, GROUPS-RESERVED-NAME, ROLES-UNKNOWN,
 *   REST-PRIVILEGE-ESCALATION
 */
export const changeGroup = async (
  context: TenantContext,
  caller: Caller,
  groupId: string,
  patch: rest.GroupPatch,
): Promise<void> => {
  const { tenant, identityChanges } = context
  if (groupId === rest.everyoneGroup.id)
    throw new UnderstudyError('GROUPS-SYSTEM', `${rest.everyoneGroup.name} is a system group.`)
  const changes = readPatch(patch, groupPatchRules)
  const now = new Date(context.clock()).toISOString()
  await auditedChange(
    context,
    async (transaction, note) => {
      // PostgreSQL lets nobody refer to a row while a part of one of its keys changes.
      if (changes.some(({ kind }) => kind === 'name')) await lockMembers(transaction, tenant.id, groupId)
      const group = await lockGroup(transaction, tenant.id, groupId, caller.userId, now)
      const renamed = changes.some((change) => change.kind === 'name' && change.value !== group.name)
      if (renamed) await assertMayRename(transaction, group, caller.scopes)
      let revoking = false
      for (const change of changes) {
        if (change.kind === 'roles') {
          const roles = await resolveRoles(transaction, tenant.id, change.roles, change.pointer)
          revoking = (await changeGroupRoles(transaction, tenant.id, groupId, roles, caller.scopes)) || revoking
        } else {
          await setText(transaction, group, change)
          revoking ||= change.kind === 'name' && change.value !== group.name
        }
      }
      const changed = changes.map((change) => (change.kind === 'roles' ? 'assignedRoles' : change.kind))
      note({ event: 'group.updated', outcome: 'success', ...caller.trace, subject: groupId, changed })
      return revoking ? revokeMembers(transaction, tenant.id, groupId) : []
    },
    (revoked) => {
      for (const id of revoked) identityChanges.publish({ tenantId: tenant.id, kind: 'user', id })
    },
  )
}

/** Updating first takes the row's lock on both databases: two patches of one group follow each other. */
const lockGroup = async (
  transaction: StoreTransaction,
  tenantId: string,
  groupId: string,
  userId: string,
  now: string,
): Promise<GroupRow> => {
  const group = await transaction
    .updateTable('groups')
    .set({ updated_at: now, updated_by: userId })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', groupId)
    .returningAll()
    .executeTakeFirst()
  if (group === undefined) throw groupNotFound(groupId)
  return group
}

const assertMayRename = async (
  transaction: StoreTransaction,
  group: GroupRow,
  scopes: readonly string[],
): Promise<void> => {
  if (scopesCover(scopes, 'admin_classic')) return
  if ((await groupsThatAdminister(transaction, group.tenant_id, [group.id])).length === 0) return
  throw new UnderstudyError(
    'REST-PRIVILEGE-ESCALATION',
    'The group has a role of level admin; the token lacks the scope admin_classic.',
  )
}

const setText = async (
  transaction: StoreTransaction,
  group: GroupRow,
  change: Extract<GroupChange, { value: string }>,
): Promise<void> => {
  if (group.provider_type === 'idp')
    throw new UnderstudyError(
      'REST-INVALID-PATCH',
      `The ${change.kind} of an idp group comes from the identity provider.`,
      {
        source: { pointer: change.pointer.replace(/value$/, 'path') },
      },
    )
  if (change.kind === 'name') assertOpenGroupName(change.value, change.pointer)
  const columns =
    change.kind === 'name' ? { name: change.value, name_folded: foldCase(change.value) } : { description: change.value }
  try {
    await transaction
      .updateTable('groups')
      .set(columns)
      .where('tenant_id', '=', group.tenant_id)
      .where('id', '=', group.id)
      .execute()
  } catch (error) {
    throw isUniqueViolation(error) ? duplicateGroupName(change.pointer) : error
  }
}
