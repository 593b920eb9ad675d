import type { StoreTransaction } from '../store/schema.js'

/**
 * Ends every session that an identity provider vouched for. Call it in the transaction that withdraws the trust, and
 * publish the sessions once it is committed.
 *
 * @returns the ids of the sessions
 */
export const endSessionsOfProvider = async (
  transaction: StoreTransaction,
  tenantId: string,
  idpId: string,
): Promise<string[]> => {
  const ended = await transaction
    .deleteFrom('browser_sessions')
    .where('tenant_id', '=', tenantId)
    .where('idp_id', '=', idpId)
    .returning('id')
    .execute()
  return ended.map(({ id }) => id)
}
