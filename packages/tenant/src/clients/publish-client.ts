import { auditedChange } from '../audit/audited-change.js'
import type { Caller } from '../tenants/caller.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { lockClient } from './read-client.js'

/**
 * Publishes a client (contract 1.9). A client that is published stays so, since the first time.
 *
 * @returns when it was published, ISO 8601
 * @throws UnderstudyError OAUTH-CLIENTS-NOT-FOUND
 */
export const publishClient = async (context: TenantContext, caller: Caller, clientId: string): Promise<string> => {
  const { tenant } = context
  const now = new Date(context.clock()).toISOString()
  return auditedChange(context, async (transaction, note) => {
    const client = await lockClient(transaction, tenant.id, clientId, now)
    if (client.published_at !== null) return client.published_at
    await transaction
      .updateTable('oauth_clients')
      .set({ published_at: now })
      .where('tenant_id', '=', tenant.id)
      .where('id', '=', clientId)
      .execute()
    note({ event: 'oauth-client.published', outcome: 'success', ...caller.trace, subject: clientId })
    return now
  })
}
