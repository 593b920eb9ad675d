import { rest } from '@understudy/contract'
import Type from 'typebox'
import { auditedChange } from '../../audit/audited-change.js'
import { type PatchRules, patchValue, readPatch } from '../../patching/read-patch.js'
import type { Flag, Store } from '../../store/schema.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'
import { resolveRoles } from '../roles/find-role.js'
import { changeGroupRoles } from './group-roles.js'
import { everyoneRecord } from './group-rows.js'
import { revokeEveryone } from './revoke-members.js'

/** The group settings as REST shows them, but for their link. */
export type GroupSettingsRecord = Omit<rest.GroupSettings, 'links'>

/** Reads the group settings of a tenant (contract 4.2). */
export const readGroupSettings = async (store: Store, tenantId: string): Promise<GroupSettingsRecord> => {
  const settings = await store
    .selectFrom('group_settings')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst()
  const { id, name, assignedRoles, createdAt, lastUpdatedAt } = await everyoneRecord(store, tenantId)
  return {
    tenantId,
    autoCreateGroups: settings?.auto_create_groups === 1,
    syncIdpGroups: settings?.sync_idp_groups === 1,
    systemGroups: { [id]: { id, name, enabled: true, assignedRoles, createdAt, lastUpdatedAt } },
  }
}

type SettingsChange =
  | { readonly kind: 'auto_create_groups' | 'sync_idp_groups'; readonly value: Flag }
  | { readonly kind: 'everyone'; readonly roles: rest.RoleRefs; readonly pointer: string }

const flag =
  (kind: 'auto_create_groups' | 'sync_idp_groups') =>
  (value: unknown, pointer: string): SettingsChange => ({
    kind,
    value: patchValue(Type.Boolean(), value, pointer) ? 1 : 0,
  })

const settingsPatchRules: PatchRules<SettingsChange> = {
  '/autoCreateGroups': { replace: flag('auto_create_groups') },
  '/syncIdpGroups': { replace: flag('sync_idp_groups') },
  [`/systemGroups/${rest.everyoneGroup.id}/assignedRoles`]: {
    replace: (value, pointer) => ({
      kind: 'everyone',
      roles: patchValue(rest.RoleRefs, value, pointer),
      pointer,
    }),
  },
}

/**
 * Applies a patch to the group settings, as a whole or not at all.
 *
 * @throws UnderstudyError REST-INVALID-PATCH, ROLES-UNKNOWN, REST-PRIVILEGE-ESCALATION
 */
export const changeGroupSettings = async (
  context: TenantContext,
  caller: Caller,
  patch: rest.GroupPatch,
): Promise<void> => {
  const { tenant, identityChanges } = context
  const changes = readPatch(patch, settingsPatchRules)
  await auditedChange(
    context,
    async (transaction, note) => {
      let rolesChanged = false
      for (const change of changes) {
        if (change.kind === 'everyone') {
          const { id } = rest.everyoneGroup
          const roles = await resolveRoles(transaction, tenant.id, change.roles, change.pointer)
          rolesChanged = (await changeGroupRoles(transaction, tenant.id, id, roles, caller.scopes)) || rolesChanged
        } else {
          await transaction
            .updateTable('group_settings')
            .set({ [change.kind]: change.value })
            .where('tenant_id', '=', tenant.id)
            .execute()
        }
      }
      const changed = patch.map((operation) => operation.path)
      note({ event: 'group-settings.updated', outcome: 'success', ...caller.trace, changed })
      return rolesChanged ? revokeEveryone(transaction, tenant.id) : []
    },
    (revoked) => {
      for (const id of revoked) identityChanges.publish({ tenantId: tenant.id, kind: 'user', id })
    },
  )
}
