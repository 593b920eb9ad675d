import type { rest } from '@understudy/contract'
import { UnderstudyError } from '@understudy/contract'
import Type from 'typebox'
import { auditedChange } from '../audit/audited-change.js'
import { type PatchRules, patchValue, readPatch } from '../patching/read-patch.js'
import type { ApiKeySettingsRow, Store, StoreTransaction } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { addDuration } from './duration.js'

/** What a tenant allows as long as its administrator said nothing. */
const defaults: Omit<ApiKeySettingsRow, 'tenant_id'> = {
  longest_expiry: 'P365D',
  keys_per_user: 5,
  scim_expiry: 'P365D',
}

/** What a tenant allows of keys. */
export const apiKeySettings = async (
  store: Store | StoreTransaction,
  tenantId: string,
): Promise<Omit<ApiKeySettingsRow, 'tenant_id'>> => {
  const row = await store
    .selectFrom('api_key_settings')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst()
  return row ?? defaults
}

/** The settings as REST shows them (contract 4.8). */
export const readApiKeyConfig = async ({ store, tenant }: TenantContext): Promise<rest.ApiKeyConfig> => {
  const { longest_expiry, keys_per_user, scim_expiry } = await apiKeySettings(store, tenant.id)
  return {
    max_api_key_expiry: longest_expiry,
    max_keys_per_user: keys_per_user,
    scim_externalClient_expiry: scim_expiry,
  }
}

type SettingsChange = Partial<Omit<ApiKeySettingsRow, 'tenant_id'>>

const duration = (value: unknown, pointer: string): string => {
  const text = patchValue(Type.String({ maxLength: 32 }), value, pointer)
  if (addDuration(0, text) !== undefined) return text
  throw new UnderstudyError('REST-INVALID-PATCH', 'The value is no ISO 8601 duration such as P7D.', {
    source: { pointer },
  })
}

const rules: PatchRules<SettingsChange> = {
  '/max_api_key_expiry': { replace: (value, pointer) => ({ longest_expiry: duration(value, pointer) }) },
  '/max_keys_per_user': {
    replace: (value, pointer) => ({
      keys_per_user: patchValue(Type.Integer({ minimum: 0, maximum: 1000 }), value, pointer),
    }),
  },
  '/scim_externalClient_expiry': { replace: (value, pointer) => ({ scim_expiry: duration(value, pointer) }) },
}

/**
 * Applies a patch to the settings, as a whole or not at all. Keys that exist stay as they are.
 *
 * @throws UnderstudyError REST-INVALID-PATCH
 */
export const changeApiKeyConfig = async (
  context: TenantContext,
  caller: Caller,
  patch: rest.ApiKeyPatch,
): Promise<void> => {
  const changes: SettingsChange = Object.assign({}, ...readPatch(patch, rules))
  const tenantId = context.tenant.id
  await auditedChange(context, async (transaction, note) => {
    await transaction
      .insertInto('api_key_settings')
      .values({ tenant_id: tenantId, ...defaults, ...changes })
      .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(changes))
      .execute()
    const changed = patch.map(({ path }) => path)
    note({ event: 'api-key-settings.updated', outcome: 'success', ...caller.trace, subject: tenantId, changed })
  })
}
