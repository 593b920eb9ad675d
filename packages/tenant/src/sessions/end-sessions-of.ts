import type { StoreTransaction } from '../store/schema.js'

/** What sessions may stand or fall with. */
export type SessionBasis = { readonly idpId: string } | { readonly webIntegrationId: string }

/**
 * Ends every session that an identity provider vouched for, or of the pages of a web integration. Call it in the
 * transaction that withdraws the trust, and publish the sessions once it is committed.
 *
 * @returns the ids of the sessions
 */
export const endSessionsOf = async (
  transaction: StoreTransaction,
  tenantId: string,
  basis: SessionBasis,
): Promise<string[]> => {
  const [column, id] =
    'idpId' in basis ? (['idp_id', basis.idpId] as const) : (['web_integration_id', basis.webIntegrationId] as const)
  const ended = await transaction
    .deleteFrom('browser_sessions')
    .where('tenant_id', '=', tenantId)
    .where(column, '=', id)
    .returning('id')
    .execute()
  return ended.map((session) => session.id)
}
