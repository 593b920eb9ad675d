import type { rest } from '@understudy/contract'
import Type from 'typebox'
import { auditedChange } from '../audit/audited-change.js'
import { type PatchRules, patchValue, readPatch } from '../patching/read-patch.js'
import { advanceClientEpoch } from '../store/epochs.js'
import { lockTenant } from '../store/lock-tenant.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { lockClient } from './read-client.js'
import { approveRegistration } from './registration/approve-registration.js'

const ConsentMethod = Type.Enum(['required', 'trusted'] as const)

const consentPatchRules: PatchRules<rest.ConsentMethod> = {
  '/consentMethod': { replace: (value, pointer) => patchValue(ConsentMethod, value, pointer) },
}

/**
 * Changes how consent to a client is obtained in this tenant (contract 1.9); without a patch, resets it to `required`.
 * The patch of an administrator also approves a client that registered itself (contract 1.11). Tokens issued under the former consent become worthless.
 *
 * @throws UnderstudyError REST-INVALID-PATCH, OAUTH-CLIENTS-NOT-FOUND, OAUTH-CLIENTS-LIMIT
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
      // Approving a client adds to those that are limited, and needs the tenant before the client is locked.
      await lockTenant(transaction, tenant.id)
      const client = await lockClient(transaction, tenant.id, clientId, now)
      const approved = patch !== undefined && (await approveRegistration(transaction, client, context.clock()))
      const before = client.consent_method
      await transaction
        .updateTable('oauth_clients')
        .set({ consent_method: method })
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', clientId)
        .execute()
      if (before !== method) await advanceClientEpoch(transaction, tenant.id, clientId)
      const event =
        `oauth-client.connection-config.${approved ? 'approved' : patch === undefined ? 'deleted' : 'updated'}` as const
      note({ event, outcome: 'success', ...caller.trace, subject: clientId, changed: ['consentMethod'] })
      return before !== method
    },
    (revoking) => {
      if (revoking) identityChanges.publish({ tenantId: tenant.id, kind: 'client', id: clientId })
    },
  )
}
