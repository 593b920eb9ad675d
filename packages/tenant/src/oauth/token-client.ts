import { prepareQuery } from '../store/prepared-query.js'
import type { AppType, OAuthClientRow } from '../store/schema.js'
import type { TenantContext } from '../tenants/tenant-context.js'

/** What the token endpoint needs to know of a client. */
export interface TokenClient {
  readonly id: string
  readonly name: string
  readonly appType: AppType
  readonly enabled: boolean
  readonly trusted: boolean
  readonly mayImpersonateAdmins: boolean
  readonly grantTypes: readonly string[]
  readonly scopes: readonly string[]
  readonly authMethods: readonly string[]
  readonly epoch: number
}

/** A client's row with the hashes of its secrets, read but not yet believed. */
export interface ClientCredentials {
  readonly secretHashes: readonly string[]
  readonly row: Omit<OAuthClientRow, 'epoch' | 'may_impersonate_admins'> & {
    epoch: number
    may_impersonate_admins: 0 | 1
  }
}

const credentialsQuery = prepareQuery(['tenantId', 'clientId'], (store, { tenantId, clientId }) =>
  store
    .selectFrom('oauth_clients')
    .leftJoin('client_secrets', (join) =>
      join
        .onRef('client_secrets.tenant_id', '=', 'oauth_clients.tenant_id')
        .onRef('client_secrets.client_id', '=', 'oauth_clients.id'),
    )
    .selectAll('oauth_clients')
    .select('client_secrets.secret_hash')
    .where('oauth_clients.tenant_id', '=', tenantId)
    .where('oauth_clients.id', '=', clientId),
)

/** Reads a client and its secrets' hashes in one query; undefined when the tenant has no such client. */
export const readClientCredentials = async (
  { store, tenant }: TenantContext,
  clientId: string,
): Promise<ClientCredentials | undefined> => {
  const rows = await credentialsQuery(store, { tenantId: tenant.id, clientId })
  const [row] = rows
  if (row === undefined) return undefined
  return { row, secretHashes: rows.flatMap(({ secret_hash }) => (secret_hash === null ? [] : [secret_hash])) }
}

/** The client of a row. */
export const tokenClient = ({ row }: ClientCredentials): TokenClient => ({
  id: row.id,
  name: row.name,
  appType: row.app_type,
  enabled: row.disable_tag === null,
  trusted: row.consent_method === 'trusted',
  mayImpersonateAdmins: row.may_impersonate_admins === 1,
  grantTypes: JSON.parse(row.allowed_grant_types),
  scopes: JSON.parse(row.allowed_scopes),
  authMethods: JSON.parse(row.allowed_auth_methods),
  epoch: row.epoch,
})
