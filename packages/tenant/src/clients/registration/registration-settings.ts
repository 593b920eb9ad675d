import { rest } from '@understudy/contract'
import { auditedChange } from '../../audit/audited-change.js'
import { type PatchRules, patchValue, readPatch } from '../../patching/read-patch.js'
import type { StoreTransaction } from '../../store/schema.js'
import type { Caller } from '../../tenants/caller.js'
import type { TenantContext } from '../../tenants/tenant-context.js'

/**
 * Whether anybody may register a client with the tenant (contract 1.11): the operator allows tenants to have it, and an
 * administrator of this one has switched it on.
 */
export const mayRegisterClients = async (context: TenantContext): Promise<boolean> =>
  context.config.dynamicClientRegistration && (await readOAuthSettings(context)).dynamicClientRegistration

/** Reads how the tenant takes OAuth clients. */
export const readOAuthSettings = async ({ store, tenant }: TenantContext): Promise<rest.OAuthSettings> => {
  const row = await store
    .selectFrom('oauth_settings')
    .select('dynamic_client_registration')
    .where('tenant_id', '=', tenant.id)
    .executeTakeFirst()
  return { dynamicClientRegistration: row?.dynamic_client_registration === 1 }
}

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
    await setDynamicClientRegistration(transaction, context.tenant.id, wanted)
    const changed = ['dynamicClientRegistration']
    note({ event: 'oauth-settings.updated', outcome: 'success', ...caller.trace, changed })
  })
}

/** Switches the registration of clients on or off; the caller records it. */
export const setDynamicClientRegistration = async (
  transaction: StoreTransaction,
  tenantId: string,
  wanted: boolean,
): Promise<void> => {
  const value = wanted ? 1 : 0
  await transaction
    .insertInto('oauth_settings')
    .values({ tenant_id: tenantId, dynamic_client_registration: value })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet({ dynamic_client_registration: value }))
    .execute()
}
