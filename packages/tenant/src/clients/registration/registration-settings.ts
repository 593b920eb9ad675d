import { rest } from '@understudy/contract'
import { auditedChange } from '../../audit/audited-change.js'
import { type PatchRules, patchValue, readPatch } from '../../patching/read-patch.js'
import type { Store, StoreTransaction } from '../../store/schema.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'

/** How a tenant lets clients register (contract 1.11). */
export interface RegistrationSettings {
  readonly enabled: boolean
  readonly authMethods: readonly rest.RegistrationAuthMethod[]
}

/** Of the settings those that change. */
export interface RegistrationChange {
  readonly enabled?: boolean | undefined
  readonly authMethods?: RegistrationSettings['authMethods'] | undefined
}

/** Nobody registers until an administrator wants it, and then with or without a secret. */
export const defaultRegistrationSettings: RegistrationSettings = {
  enabled: false,
  authMethods: ['none', 'client_secret'],
}

/** Reads what an administrator has decided; undefined when nothing yet. */
export const readRegistrationSettings = async (
  store: Store | StoreTransaction,
  tenantId: string,
): Promise<RegistrationSettings | undefined> => {
  const row = await store.selectFrom('oauth_settings').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst()
  if (row === undefined) return undefined
  const { dynamic_client_registration: enabled, registration_auth_methods: methods } = row
  return {
    enabled: enabled === 1,
    authMethods: methods === null ? defaultRegistrationSettings.authMethods : JSON.parse(methods),
  }
}

/**
 * How anybody may register a client with the tenant (contract 1.11): the operator allows tenants to have it, and an
 * administrator of this one has switched it on.
 *
 * @returns undefined when nobody may
 */
export const offeredRegistration = async ({
  config,
  store,
  tenant,
}: TenantContext): Promise<RegistrationSettings | undefined> => {
  if (!config.dynamicClientRegistration) return undefined
  const settings = await readRegistrationSettings(store, tenant.id)
  return settings?.enabled ? settings : undefined
}

/** Reads how the tenant takes OAuth clients. */
export const readOAuthSettings = async ({ store, tenant }: TenantContext): Promise<rest.OAuthSettings> => ({
  dynamicClientRegistration: (await readRegistrationSettings(store, tenant.id))?.enabled === true,
})

const settingsPatchRules: PatchRules<boolean> = {
  '/dynamicClientRegistration': {
    replace: (value, pointer) => patchValue(rest.OAuthSettings.properties.dynamicClientRegistration, value, pointer),
  },
}

/**
 * Changes how the tenant takes OAuth clients. Clients that are registered already stay.
 *
 * @throws UnderstudyError REST-INVALID-PATCH
 */
export const changeOAuthSettings = async (
  context: TenantContext,
  caller: Caller,
  patch: rest.OAuthSettingsPatch,
): Promise<void> => {
  const wanted = readPatch(patch, settingsPatchRules).at(-1)
  if (wanted === undefined) return
  await auditedChange(context, async (transaction, note) => {
    await setRegistration(transaction, context.tenant.id, { enabled: wanted })
    const changed = ['dynamicClientRegistration']
    note({ event: 'oauth-settings.updated', outcome: 'success', ...caller.trace, changed })
  })
}

/** Changes how clients register, or whether; the caller records it. */
export const setRegistration = async (
  transaction: StoreTransaction,
  tenantId: string,
  { enabled, authMethods }: RegistrationChange,
): Promise<void> => {
  const change = {
    ...(enabled !== undefined && { dynamic_client_registration: enabled ? (1 as const) : (0 as const) }),
    ...(authMethods !== undefined && { registration_auth_methods: JSON.stringify(authMethods) }),
  }
  await transaction
    .insertInto('oauth_settings')
    .values({ tenant_id: tenantId, dynamic_client_registration: 0, ...change })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(change))
    .execute()
}
