import { auditedChange } from '../audit/audited-change.js'
import { endSessionsOf } from '../sessions/end-sessions-of.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { providerNotFound } from './provider-rows.js'

/**
 * Deletes an identity provider, and ends the sessions that it vouched for: a provider is also deleted because its key has
 * leaked. Users and their groups stay.
 *
 * @throws UnderstudyError IDENTITY-PROVIDERS-NOT-FOUND
 */
export const deleteIdentityProvider = async (context: TenantContext, caller: Caller, id: string): Promise<void> => {
  const { tenant, identityChanges } = context
  await auditedChange(
    context,
    async (transaction, note) => {
      const deleted = await transaction
        .deleteFrom('identity_providers')
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', id)
        .returning('id')
        .executeTakeFirst()
      if (deleted === undefined) throw providerNotFound(id)
      note({ event: 'identity-provider.deleted', outcome: 'success', ...caller.trace, subject: id })
      return endSessionsOf(transaction, tenant.id, { idpId: id })
    },
    (ended) => {
      for (const session of ended) identityChanges.publish({ tenantId: tenant.id, kind: 'session', id: session })
    },
  )
}
