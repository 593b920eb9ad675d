import { rest } from '@understudy/contract'
import Type from 'typebox'
import { auditedChange } from '../../audit/audited-change.js'
import { foldCase } from '../../listing/filter-condition.js'
import { type PatchRules, patchValue, readPatch } from '../../patching/read-patch.js'
import type { CustomRoleRow, StoreTransaction } from '../../store/schema.js'
import { isUniqueViolation } from '../../store/unique-violation.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { assignableScopes, levelOf } from './assignable-scopes.js'
import { duplicateRoleName } from './create-role.js'
import { isDefaultRoleName } from './find-role.js'
import { lockCustomRole } from './lock-custom-role.js'
import { revokeHolders } from './revoke-holders.js'

type RoleChange =
  | { readonly kind: 'name'; readonly value: string; readonly pointer: string }
  | { readonly kind: 'description'; readonly value: string; readonly pointer: string }
  | {
      readonly kind: 'assignedScopes'
      readonly change: 'replace' | 'add' | 'remove'
      readonly scopes: readonly string[]
      readonly pointer: string
    }

const { name: Name, description: Description } = rest.RoleCreate.properties
const Scopes = Type.Array(Type.String({ maxLength: 256 }), { maxItems: 500 })

const text =
  (kind: 'name' | 'description', schema: Type.TString) =>
  (value: unknown, pointer: string): RoleChange => ({ kind, value: patchValue(schema, value, pointer), pointer })

/** The published client's types show both one scope and a list of them. */
const scopes =
  (change: 'replace' | 'add' | 'remove') =>
  (value: unknown, pointer: string): RoleChange => ({
    kind: 'assignedScopes',
    change,
    scopes: patchValue(Scopes, typeof value === 'string' ? [value] : value, pointer),
    pointer,
  })

const rolePatchRules: PatchRules<RoleChange> = {
  '/name': { replace: text('name', Name) },
  '/description': { replace: text('description', Description), add: text('description', Description) },
  '/assignedScopes': { replace: scopes('replace'), add: scopes('add'), 'remove-value': scopes('remove') },
  '/assignedScopes/-': { add: scopes('add') },
}

/**
 * Applies a patch to a custom role, as a whole or not at all (contract 4.3). Other scopes make the tokens of all who hold
 * the role worthless, directly or by a group.
 *
 * @throws UnderstudyError REST-INVALID-PATCH, IDENTITIES-10402, ROLES-DEFAULT, ROLES-DUPLICATE-NAME, ROLES-UNKNOWN-SCOPE
 */
export const changeRole = async (
  context: TenantContext,
  caller: Caller,
  roleId: string,
  patch: rest.RolePatch,
): Promise<void> => {
  const { tenant, identityChanges } = context
  const changes = readPatch(patch, rolePatchRules)
  await auditedChange(
    context,
    async (transaction, note) => {
      const role = await lockCustomRole(transaction, tenant.id, roleId)
      const changed = changes.reduce(applyChange, role)
      await updateRole(
        transaction,
        { ...changed, updated_at: new Date(context.clock()).toISOString(), updated_by: caller.userId },
        changes,
      )
      note({
        event: 'role.updated',
        outcome: 'success',
        ...caller.trace,
        subject: roleId,
        changed: [...new Set(changes.map(({ kind }) => kind))],
      })
      const sameScopes = sorted(changed.assigned_scopes) === sorted(role.assigned_scopes)
      return sameScopes ? [] : revokeHolders(transaction, tenant.id, roleId)
    },
    (revoked) => {
      for (const id of revoked) identityChanges.publish({ tenantId: tenant.id, kind: 'user', id })
    },
  )
}

const list = (text: string): string[] => text.split(' ').filter((scope) => scope !== '')

const sorted = (text: string): string => list(text).sort().join(' ')

const applyChange = (role: CustomRoleRow, change: RoleChange): CustomRoleRow => {
  if (change.kind === 'description') return { ...role, description: change.value }
  if (change.kind === 'name') {
    if (isDefaultRoleName(change.value)) throw duplicateRoleName(change.pointer)
    return { ...role, name: change.value, name_folded: foldCase(change.value) }
  }
  const present = list(role.assigned_scopes)
  if (change.change === 'remove')
    return withScopes(
      role,
      present.filter((scope) => !change.scopes.includes(scope)),
    )
  const named = assignableScopes(change.scopes, change.pointer)
  return withScopes(role, change.change === 'replace' ? named : [...new Set([...present, ...named])])
}

const withScopes = (role: CustomRoleRow, scopes: readonly string[]): CustomRoleRow => ({
  ...role,
  level: levelOf(scopes),
  assigned_scopes: scopes.join(' '),
})

const updateRole = async (
  transaction: StoreTransaction,
  { tenant_id, id, ...columns }: CustomRoleRow,
  changes: readonly RoleChange[],
): Promise<void> => {
  try {
    await transaction
      .updateTable('custom_roles')
      .set(columns)
      .where('tenant_id', '=', tenant_id)
      .where('id', '=', id)
      .execute()
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw duplicateRoleName(changes.find(({ kind }) => kind === 'name')?.pointer ?? '')
  }
}
