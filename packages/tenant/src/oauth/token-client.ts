import { sql } from 'kysely'
import type { ClientCredential } from '../clients/client-credentials.js'
import { prepareQuery } from '../store/prepared-query.js'
import type { AppType } from '../store/schema.js'
import type { TenantContext } from '../tenants/tenant-context.js'

/** What the token endpoint needs to know of a client. */
export interface TokenClient {
  readonly id: string
  readonly name: string
  readonly appType: AppType
  readonly enabled: boolean
  readonly trusted: boolean
  readonly mayImpersonateAdmins: boolean
  /** Every token of the client must be bound to a key. */
  readonly dpopBound: boolean
  readonly grantTypes: readonly string[]
  readonly scopes: readonly string[]
  readonly authMethods: readonly string[]
  /** Origins of pages that may use the client. */
  readonly allowedOrigins: readonly string[]
  readonly epoch: number
  /** What it proved itself with in this request; undefined of public clients. */
  readonly credential?: ClientCredential | undefined
}

const clientColumns = [
  'oauth_clients.id',
  'oauth_clients.name',
  'oauth_clients.app_type',
  'oauth_clients.disable_tag',
  'oauth_clients.consent_method',
  'oauth_clients.may_impersonate_admins',
  'oauth_clients.dpop_bound_access_tokens',
  'oauth_clients.allowed_grant_types',
  'oauth_clients.allowed_scopes',
  'oauth_clients.allowed_auth_methods',
  'oauth_clients.allowed_origins',
  'oauth_clients.epoch',
] as const

const credentialsQuery = prepareQuery(
  ['tenantId', 'clientId', 'secretHash'],
  (store, { tenantId, clientId, secretHash }) =>
    store
      .selectFrom('oauth_clients')
      .leftJoin('client_secrets', (join) =>
        join
          .onRef('client_secrets.tenant_id', '=', 'oauth_clients.tenant_id')
          .onRef('client_secrets.client_id', '=', 'oauth_clients.id')
          .on('client_secrets.secret_hash', '=', secretHash),
      )
      .select([...clientColumns, 'client_secrets.secret_hash'])
      .where('oauth_clients.tenant_id', '=', tenantId)
      .where('oauth_clients.id', '=', clientId)
      .limit(sql.lit(1)),
)

/** A client's row, read but not yet believed; `secret_hash` is that of the secret that may fit the presented one. */
export type ClientCredentials = Awaited<ReturnType<typeof credentialsQuery>>[number]

/**
 * Reads a client, and the one of its secrets that has the presented secret's hash. The database compares hashes of
 * random secrets, whose beginnings tell nothing of a secret that would have them.
 *
 * @returns undefined when the tenant has no such client
 */
export const readClientCredentials = async (
  { store, tenant }: TenantContext,
  clientId: string,
  secretHash: string,
): Promise<ClientCredentials | undefined> => {
  const [row] = await credentialsQuery(store, { tenantId: tenant.id, clientId, secretHash })
  return row
}

const registrationQuery = prepareQuery(['tenantId', 'clientId'], (store, { tenantId, clientId }) =>
  store
    .selectFrom('oauth_clients')
    .select([...clientColumns, 'oauth_clients.public_keys', 'oauth_clients.jwks_uri'])
    .where('oauth_clients.tenant_id', '=', tenantId)
    .where('oauth_clients.id', '=', clientId)
    .limit(sql.lit(1)),
)

/** A client's row with its public keys and where more of them are. */
export type ClientRegistration = Awaited<ReturnType<typeof registrationQuery>>[number]

/** Reads a client with its keys; undefined when the tenant has no such client. */
export const readClientRegistration = async (
  { store, tenant }: TenantContext,
  clientId: string,
): Promise<ClientRegistration | undefined> => {
  const [row] = await registrationQuery(store, { tenantId: tenant.id, clientId })
  return row
}

const clients = new WeakMap<object, TokenClient>()

/** The client of a row, made once for all requests that share the row (see `store/turn-memory.ts`). */
export const tokenClient = (row: Omit<ClientCredentials, 'secret_hash'>): TokenClient => {
  const known = clients.get(row)
  if (known !== undefined) return known
  const client = clientOfRow(row)
  clients.set(row, client)
  return client
}

const clientOfRow = (row: Omit<ClientCredentials, 'secret_hash'>): TokenClient => ({
  id: row.id,
  name: row.name,
  appType: row.app_type,
  enabled: row.disable_tag === null,
  trusted: row.consent_method === 'trusted',
  mayImpersonateAdmins: row.may_impersonate_admins === 1,
  dpopBound: row.dpop_bound_access_tokens === 1,
  grantTypes: JSON.parse(row.allowed_grant_types),
  scopes: JSON.parse(row.allowed_scopes),
  authMethods: JSON.parse(row.allowed_auth_methods),
  allowedOrigins: JSON.parse(row.allowed_origins),
  epoch: row.epoch,
})
