import type { Store } from '../../store/schema.js'
import type { AuditRecord } from './audit-item.js'

/**
 * Adds to the records of tokens of what type the client is that they were issued to, and who owns it (contract 4.9). The
 * journal keeps the client's id only: neither changes, and the record of a client that is gone goes without.
 */
export const withClientsOfTokens = async (
  store: Store,
  tenantId: string,
  records: readonly AuditRecord[],
): Promise<AuditRecord[]> => {
  const ids = new Set(records.map(clientOfToken).filter((id) => id !== undefined))
  if (ids.size === 0) return [...records]
  const clients = await store
    .selectFrom('oauth_clients')
    .select(['id', 'app_type', 'owner_id'])
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', [...ids])
    .execute()
  const byId = new Map(clients.map((client) => [client.id, client]))
  return records.map((record) => {
    const client = byId.get(clientOfToken(record) ?? '')
    if (client === undefined) return record
    const ownerId = client.owner_id === null ? {} : { ownerId: client.owner_id }
    return { ...record, data: { ...record.data, appType: client.app_type, ...ownerId } }
  })
}

const clientOfToken = ({ data }: AuditRecord): string | undefined =>
  typeof data.issuedToClientId === 'string' ? data.issuedToClientId : undefined
