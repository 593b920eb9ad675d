import { rest } from '@understudy/contract'
import { auditedChange } from '../audit/audited-change.js'
import { type PatchRules, patchValue, readPatch } from '../patching/read-patch.js'
import type { AuthSettingsRow, Store, StoreTransaction } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { defaultSessionMinutes } from './session-times.js'

/** Reads how long sessions of a tenant last (contract 3). */
export const readAuthSettings = async (
  store: Store | StoreTransaction,
  tenantId: string,
): Promise<rest.AuthSettings> => {
  const row = await store.selectFrom('auth_settings').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst()
  return {
    id: tenantId,
    tenantId,
    isDefault: row === undefined,
    userSessionInactivityTimeoutMinutes: row?.session_inactivity_minutes ?? defaultSessionMinutes.inactivity,
    maxUserSessionLifespanMinutes: row?.session_lifespan_minutes ?? defaultSessionMinutes.lifespan,
  }
}

type SettingsChange = Partial<Omit<AuthSettingsRow, 'tenant_id'>>

const settingsPatchRules: PatchRules<SettingsChange> = {
  '/userSessionInactivityTimeoutMinutes': {
    replace: (value, pointer) => ({ session_inactivity_minutes: patchValue(rest.SessionInactivity, value, pointer) }),
  },
  '/maxUserSessionLifespanMinutes': {
    replace: (value, pointer) => ({ session_lifespan_minutes: patchValue(rest.SessionLifespan, value, pointer) }),
  },
}

/**
 * Applies a patch to the settings, as a whole or not at all. Sessions that have begun follow the new times.
 *
 * @throws UnderstudyError REST-INVALID-PATCH
 */
export const changeAuthSettings = async (
  context: TenantContext,
  caller: Caller,
  patch: rest.AuthSettingsPatch,
): Promise<rest.AuthSettings> => {
  const changes: SettingsChange = Object.assign({}, ...readPatch(patch, settingsPatchRules))
  return auditedChange(context, async (transaction, note) => {
    await transaction
      .insertInto('auth_settings')
      .values({
        tenant_id: context.tenant.id,
        session_inactivity_minutes: defaultSessionMinutes.inactivity,
        session_lifespan_minutes: defaultSessionMinutes.lifespan,
        ...changes,
      })
      .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(changes))
      .execute()
    const changed = patch.map(({ path }) => path.slice(1))
    note({ event: 'auth-settings.updated', outcome: 'success', ...caller.trace, changed })
    return readAuthSettings(transaction, context.tenant.id)
  })
}
