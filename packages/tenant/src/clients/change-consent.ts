import type { rest } from '@understudy/contract'
import Type from 'typebox'
import { auditedChange } from '../audit/audited-change.js'
import { type PatchRules, patchValue, readPatch } from '../patching/read-patch.js'
import { advanceClientEpoch } from '../store/epochs.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { lockClient } from './read-client.js'

const ConsentMethod = Type.Enum(['required', 'trusted'] as const)

const consentPatchRules: PatchRules<rest.ConsentMethod> = {
  '/consentMethod': { replace: (value, pointer) => patchValue(ConsentMethod, value, pointer) },
}

/**
 * Changes how consent to a client is obtained in this tenant (contract 1.9); without a patch, resets it to `required`.
 * Tokens issued under the former consent become worthless.
 *
 * @throws UnderstudyError REST-INVALID-PATCH, OAUTH-CLIENTS-NOT-FOUND
 */
export const changeConsent = async (
  context: TenantContext,
  caller: Caller,
  clientId: string,
  patch: rest.ConnectionConfigPatch | undefined,
): Promise<void> => {
  const { tenant, identityChanges } = context
  const method = patch === undefined ? 'required' : (readPatch(patch, consentPatchRules).at(-1) ?? 'required')
  const now = new Date(context.clock()).toISOString()
  await auditedChange(
    context,
    async (transaction, note) => {
      const { consent_method: before } = await lockClient(transaction, tenant.id, clientId, now)
      await transaction
        .updateTable('oauth_clients')
        .set({ consent_method: method })
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', clientId)
        .execute()
      if (before !== method) await advanceClientEpoch(transaction, tenant.id, clientId)
      const event = `oauth-client.connection-config.${patch === undefined ? 'deleted' : 'updated'}` as const
      note({ event, outcome: 'success', ...caller.trace, subject: clientId, changed: ['consentMethod'] })
      return before !== method
    },
    (revoking) => {
      if (revoking) identityChanges.publish({ tenantId: tenant.id, kind: 'client', id: clientId })
    },
  )
}
