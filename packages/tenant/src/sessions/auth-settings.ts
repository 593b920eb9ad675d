import { rest, scopesCover, UnderstudyError } from '@understudy/contract'
import Type from 'typebox'
import { auditedChange } from '../audit/audited-change.js'
import {
  defaultRegistrationSettings,
  type RegistrationChange,
  readRegistrationSettings,
  setRegistration,
} from '../clients/registration/registration-settings.js'
import { type PatchRules, patchValue, readPatch } from '../patching/read-patch.js'
import type { Store, StoreTransaction } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { defaultSessionMinutes } from './session-times.js'

/** Reads how long sessions of a tenant last, and how it lets clients register (contract 1.11, 3). */
export const readAuthSettings = async (
  store: Store | StoreTransaction,
  tenantId: string,
): Promise<rest.AuthSettings> => {
  const row = await store.selectFrom('auth_settings').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst()
  const decided = await readRegistrationSettings(store, tenantId)
  const { enabled, authMethods } = decided ?? defaultRegistrationSettings
  return {
    id: tenantId,
    tenantId,
    isDefault: row === undefined && decided === undefined,
    dynamicClientRegistrationEnabled: enabled,
    ...(enabled && { dcrAllowedAuthenticationMethods: [...authMethods] }),
    userSessionInactivityTimeoutMinutes: row?.session_inactivity_minutes ?? defaultSessionMinutes.inactivity,
    maxUserSessionLifespanMinutes: row?.session_lifespan_minutes ?? defaultSessionMinutes.lifespan,
  }
}

interface TimesChange {
  readonly session_inactivity_minutes?: number
  readonly session_lifespan_minutes?: number
}
type SettingsChange = TimesChange & RegistrationChange

const settingsPatchRules: PatchRules<SettingsChange> = {
  '/userSessionInactivityTimeoutMinutes': {
    replace: (value, pointer) => ({ session_inactivity_minutes: patchValue(rest.SessionInactivity, value, pointer) }),
  },
  '/dynamicClientRegistrationEnabled': {
    replace: (value, pointer) => ({ enabled: patchValue(Type.Boolean(), value, pointer) }),
  },
  '/dcrAllowedAuthenticationMethods': {
    replace: (value, pointer) => ({ authMethods: patchValue(rest.RegistrationAuthMethods, value, pointer) }),
  },
  '/maxUserSessionLifespanMinutes': {
    replace: (value, pointer) => ({ session_lifespan_minutes: patchValue(rest.SessionLifespan, value, pointer) }),
  },
}

/**
 * Applies a patch to the settings, as a whole or not at all. Sessions that have begun follow the new times; clients that
 * are registered stay.
 *
 * @throws UnderstudyError REST-INVALID-PATCH, REST-PRIVILEGE-ESCALATION
 */
export const changeAuthSettings = async (
  context: TenantContext,
  caller: Caller,
  patch: rest.AuthSettingsPatch,
): Promise<rest.AuthSettings> => {
  const { enabled, authMethods, ...times }: SettingsChange = Object.assign({}, ...readPatch(patch, settingsPatchRules))
  const registering = enabled !== undefined || authMethods !== undefined
  // As in `oauth-clients/settings`: whoever lets clients in needs more than to change the times of sessions.
  if (registering && !scopesCover(caller.scopes, 'admin_classic'))
    throw new UnderstudyError('REST-PRIVILEGE-ESCALATION', 'Letting clients register needs the scope admin_classic.')
  return auditedChange(context, async (transaction, note) => {
    if (registering) await changeRegistration(transaction, context.tenant.id, { enabled, authMethods }, patch)
    if (Object.keys(times).length > 0) await setTimes(transaction, context.tenant.id, times)
    const changed = patch.map(({ path }) => path.slice(1))
    note({ event: 'auth-settings.updated', outcome: 'success', ...caller.trace, changed })
    return readAuthSettings(transaction, context.tenant.id)
  })
}

/** The methods are there to be changed only while clients may register (contract 1.11). */
const changeRegistration = async (
  transaction: StoreTransaction,
  tenantId: string,
  change: RegistrationChange,
  patch: rest.AuthSettingsPatch,
): Promise<void> => {
  await setRegistration(transaction, tenantId, change)
  const settings = await readRegistrationSettings(transaction, tenantId)
  if (change.authMethods === undefined || settings?.enabled) return
  const index = patch.findLastIndex(({ path }) => path === '/dcrAllowedAuthenticationMethods')
  const detail = '"/dcrAllowedAuthenticationMethods" can be patched only while clients may register.'
  throw new UnderstudyError('REST-INVALID-PATCH', detail, { source: { pointer: `/${index}/path` } })
}

const setTimes = async (transaction: StoreTransaction, tenantId: string, times: TimesChange): Promise<void> => {
  await transaction
    .insertInto('auth_settings')
    .values({
      tenant_id: tenantId,
      session_inactivity_minutes: defaultSessionMinutes.inactivity,
      session_lifespan_minutes: defaultSessionMinutes.lifespan,
      ...times,
    })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(times))
    .execute()
}
