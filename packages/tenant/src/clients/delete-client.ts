import { auditedChange } from '../audit/audited-change.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { clientNotFound } from './read-client.js'

/**
 * Deletes a client with its secrets and its bot user. Its tokens are refused and its sockets closed from then on.
 *
 * @throws UnderstudyError OAUTH-CLIENTS-NOT-FOUND
 */
export const deleteClient = async (context: TenantContext, caller: Caller, clientId: string): Promise<void> => {
  const { tenant, identityChanges } = context
  await auditedChange(
    context,
    async (transaction, note) => {
      const deleted = await transaction
        .deleteFrom('oauth_clients')
        .where('tenant_id', '=', tenant.id)
        .where('id', '=', clientId)
        .returning('id')
        .executeTakeFirst()
      if (deleted === undefined) throw clientNotFound(clientId)
      const bots = await transaction
        .deleteFrom('users')
        .where('tenant_id', '=', tenant.id)
        .where('client_id', '=', clientId)
        .returning('id')
        .execute()
      note({ event: 'oauth-client.deleted', outcome: 'success', ...caller.trace, subject: clientId })
      for (const bot of bots) note({ event: 'user.deleted', outcome: 'success', ...caller.trace, subject: bot.id })
    },
    () => identityChanges.publish({ tenantId: tenant.id, kind: 'client', id: clientId }),
  )
}
