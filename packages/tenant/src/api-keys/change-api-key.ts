import type { rest } from '@understudy/contract'
import Type from 'typebox'
import { auditedChange } from '../audit/audited-change.js'
import { type PatchRules, patchValue, readPatch } from '../patching/read-patch.js'
import type { StoreTransaction } from '../store/schema.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { refuseUnknownKey } from './api-key-rows.js'
import { mayAdministerKeys } from './may-administer-keys.js'

const rules: PatchRules<string> = {
  '/description': {
    replace: (value, pointer) => patchValue(Type.String({ minLength: 1, maxLength: 256 }), value, pointer),
  },
}

/**
 * Changes the description of a key.
 *
 * @throws UnderstudyError API-KEY-NOT-FOUND, REST-INVALID-PATCH
 */
export const changeApiKey = async (
  context: TenantContext,
  caller: Caller,
  id: string,
  patch: rest.ApiKeyPatch,
): Promise<void> => {
  const description = readPatch(patch, rules).at(-1) ?? ''
  const { tenant, clock } = context
  await auditedChange(context, async (transaction, note) => {
    await assertVisible(transaction, tenant.id, caller, id)
    await transaction
      .updateTable('api_keys')
      .set({ description, updated_at: new Date(clock()).toISOString() })
      .where('tenant_id', '=', tenant.id)
      .where('id', '=', id)
      .execute()
    note({ event: 'api-key.updated', outcome: 'success', ...caller.trace, subject: id, changed: ['/description'] })
  })
}

/**
 * Ends a key at once: its owner deletes it, an administrator revokes that of another user, who goes on seeing what
 * became of it (contract 4.8).
 *
 * @throws UnderstudyError API-KEY-NOT-FOUND
 */
export const endApiKey = async (context: TenantContext, caller: Caller, id: string): Promise<void> => {
  const { tenant, clock, identityChanges } = context
  await auditedChange(
    context,
    async (transaction, note) => {
      const owner = await assertVisible(transaction, tenant.id, caller, id)
      const now = new Date(clock()).toISOString()
      if (owner === caller.userId) {
        await transaction.deleteFrom('api_keys').where('tenant_id', '=', tenant.id).where('id', '=', id).execute()
        note({ event: 'api-key.deleted', outcome: 'success', ...caller.trace, subject: id })
        return
      }
      await transaction
        .updateTable('api_keys')
        .set({ revoked_at: now, updated_at: now })
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .execute()
      note({ event: 'api-key.revoked', outcome: 'success', ...caller.trace, subject: id })
    },
    () => identityChanges.publish({ tenantId: tenant.id, kind: 'api-key', id }),
  )
}

/** @returns whose key it is */
const assertVisible = async (
  transaction: StoreTransaction,
  tenantId: string,
  caller: Caller,
  id: string,
): Promise<string> => {
  const key = await transaction
    .selectFrom('api_keys')
    .select('user_id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (key === undefined || (key.user_id !== caller.userId && !mayAdministerKeys(caller))) return refuseUnknownKey()
  return key.user_id
}
