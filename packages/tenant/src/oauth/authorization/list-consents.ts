import { parseScopeList, type rest } from '@understudy/contract'
import type { TenantContext } from '../../tenants/tenant-context.js'

/** What a user has allowed which applications, by their names. */
export const listConsents = async ({ store, tenant }: TenantContext, userId: string): Promise<rest.OAuthConsent[]> => {
  const rows = await store
    .selectFrom('oauth_consents')
    .innerJoin('oauth_clients', (join) =>
      join
        .onRef('oauth_clients.tenant_id', '=', 'oauth_consents.tenant_id')
        .onRef('oauth_clients.id', '=', 'oauth_consents.client_id'),
    )
    .select(['oauth_clients.id', 'oauth_clients.name', 'oauth_clients.client_uri'])
    .select(['oauth_consents.scope', 'oauth_consents.given_at'])
    .where('oauth_consents.tenant_id', '=', tenant.id)
    .where('oauth_consents.user_id', '=', userId)
    .orderBy('oauth_clients.name_folded')
    .orderBy('oauth_clients.id')
    .execute()
  return rows.map((row) => ({
    clientId: row.id,
    clientName: row.name,
    ...(row.client_uri !== null && { clientUri: row.client_uri }),
    scopes: parseScopeList(row.scope),
    givenAt: row.given_at,
  }))
}
