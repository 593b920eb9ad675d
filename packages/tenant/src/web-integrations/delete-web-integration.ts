import { auditedChange } from '../audit/audited-change.js'
import { endSessionsOf } from '../sessions/end-sessions-of.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { integrationNotFound } from './integration-rows.js'

/**
 * Deletes a web integration, and ends the sessions of its pages.
 *
 * @throws UnderstudyError WEB-INTEGRATIONS-NOT-FOUND
 */
export const deleteWebIntegration = async (context: TenantContext, caller: Caller, id: string): Promise<void> => {
  const { tenant, identityChanges } = context
  await auditedChange(
    context,
    async (transaction, note) => {
      const deleted = await transaction
        .deleteFrom('web_integrations')
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', id)
        .returning('id')
        .executeTakeFirst()
      if (deleted === undefined) throw integrationNotFound(id)
      note({ event: 'web-integration.deleted', outcome: 'success', ...caller.trace, subject: id })
      return endSessionsOf(transaction, tenant.id, { webIntegrationId: id })
    },
    (ended) => {
      for (const session of ended) identityChanges.publish({ tenantId: tenant.id, kind: 'session', id: session })
    },
  )
}
