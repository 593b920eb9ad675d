import type { AuditEvent } from '../../audit/audit-event.js'
import type { StoreTransaction } from '../../store/schema.js'

/**
 * Deletes the registered clients of a tenant that nobody approved in time (contract 1.11). They were never usable, so
 * that there is nothing to revoke.
 *
 * @param now milliseconds since 1970
 */
export const expireRegistrations = async (
  transaction: StoreTransaction,
  tenantId: string,
  now: number,
  note: (event: AuditEvent) => void,
): Promise<void> => {
  const expired = await transaction
    .deleteFrom('oauth_clients')
    .where('tenant_id', '=', tenantId)
    .where('approval_due_at', '<=', now)
    .returning('id')
    .execute()
  for (const { id } of expired) note({ event: 'oauth-client.deleted', outcome: 'success', subject: id })
}
