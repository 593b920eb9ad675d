import type { rest } from '@understudy/contract'
import type { Selectable } from 'kysely'
import { foldCase } from '../listing/filter-condition.js'
import type { ClientSecretRow, Flag, OAuthClientRow, Store, StoreTransaction } from '../store/schema.js'
import type { ClientSettings } from './client-rules.js'

/** The columns that hold the settings of a client. */
export type SettingColumns = Pick<
  OAuthClientRow,
  | 'name'
  | 'name_folded'
  | 'description'
  | 'client_uri'
  | 'logo_uri'
  | 'jwks_uri'
  | 'allowed_scopes'
  | 'allowed_grant_types'
  | 'redirect_uris'
  | 'allowed_origins'
  | 'allowed_auth_methods'
  | 'public_keys'
> & { may_provision_users: Flag; dpop_bound_access_tokens: Flag }

/** Settings as columns. */
export const settingColumns = (settings: ClientSettings): SettingColumns => ({
  name: settings.clientName,
  name_folded: foldCase(settings.clientName),
  description: settings.description,
  client_uri: settings.clientUri,
  logo_uri: settings.logoUri,
  jwks_uri: settings.jwksUri,
  allowed_scopes: JSON.stringify(settings.allowedScopes),
  allowed_grant_types: JSON.stringify(settings.allowedGrantTypes),
  redirect_uris: JSON.stringify(settings.redirectUris),
  allowed_origins: JSON.stringify(settings.allowedOrigins),
  allowed_auth_methods: JSON.stringify(settings.allowedAuthMethods),
  public_keys: JSON.stringify(settings.publicKeys),
  may_provision_users: settings.mayProvisionUsers ? 1 : 0,
  dpop_bound_access_tokens: settings.dpopBoundAccessTokens ? 1 : 0,
})

/** Columns as settings. */
export const clientSettings = (row: SettingColumns): ClientSettings => ({
  clientName: row.name,
  description: row.description,
  clientUri: row.client_uri,
  logoUri: row.logo_uri,
  jwksUri: row.jwks_uri,
  allowedScopes: JSON.parse(row.allowed_scopes),
  allowedGrantTypes: JSON.parse(row.allowed_grant_types),
  redirectUris: JSON.parse(row.redirect_uris),
  allowedOrigins: JSON.parse(row.allowed_origins),
  allowedAuthMethods: JSON.parse(row.allowed_auth_methods),
  publicKeys: JSON.parse(row.public_keys),
  mayProvisionUsers: row.may_provision_users === 1,
  dpopBoundAccessTokens: row.dpop_bound_access_tokens === 1,
})

/** Rows of `oauth_clients` as REST shows them to administrators. */
export const clientRecords = async (
  store: Store | StoreTransaction,
  tenantId: string,
  rows: readonly Selectable<OAuthClientRow>[],
): Promise<rest.OAuthClient[]> => {
  if (rows.length === 0) return []
  const secrets = await store
    .selectFrom('client_secrets')
    .select(['client_id', 'hint', 'created_at', 'created_by'])
    .where('tenant_id', '=', tenantId)
    .where(
      'client_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('created_at')
    .execute()
  return rows.map((row) => ({
    ...clientFields(row),
    clientSecrets: secrets.filter((secret) => secret.client_id === row.id).map(secretHint),
  }))
}

const secretHint = (
  secret: Pick<ClientSecretRow, 'hint' | 'created_at' | 'created_by'>,
): rest.OAuthClient['clientSecrets'][number] => ({
  hint: secret.hint,
  createdAt: secret.created_at,
  ...(secret.created_by !== null && { createdBy: secret.created_by }),
})

const clientFields = (row: Selectable<OAuthClientRow>): Omit<rest.OAuthClient, 'clientSecrets'> => {
  const settings = clientSettings(row)
  return {
    clientId: row.id,
    appType: row.app_type,
    clientName: settings.clientName,
    ...(settings.description !== null && { description: settings.description }),
    ...(settings.clientUri !== null && { clientUri: settings.clientUri }),
    ...(settings.logoUri !== null && { logoUri: settings.logoUri }),
    ...(settings.jwksUri !== null && { jwksUri: settings.jwksUri }),
    allowedScopes: [...settings.allowedScopes],
    allowedGrantTypes: [...settings.allowedGrantTypes],
    redirectUris: [...settings.redirectUris],
    allowedOrigins: [...settings.allowedOrigins],
    allowedAuthMethods: [...settings.allowedAuthMethods],
    publicKeys: [...settings.publicKeys],
    mayProvisionUsers: settings.mayProvisionUsers,
    dpopBoundAccessTokens: settings.dpopBoundAccessTokens,
    tenantId: row.tenant_id,
    connectionConfig: connectionConfig(row),
    ...(row.owner_id !== null && { ownerId: row.owner_id }),
    createdByType: row.created_by_type,
    ...(row.disable_tag !== null && { disableTag: row.disable_tag }),
    ...(row.published_at !== null && { publishedAt: row.published_at }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

/** The connection configuration of a client in its own tenant (contract 1.9). */
export const connectionConfig = (
  row: Pick<OAuthClientRow, 'consent_method' | 'disable_tag'>,
): rest.ConnectionConfig => ({
  consentMethod: row.consent_method,
  status: row.disable_tag === null ? 'active' : 'disabled',
})
