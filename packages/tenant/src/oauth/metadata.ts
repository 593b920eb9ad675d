import { allScopes, grantTypes } from '@understudy/contract'
import type { Tenant } from '../tenants/tenant.js'
import { assertionAlgorithms } from './client-assertion/assertion-algorithms.js'

/** Authorization server metadata (RFC 8414 section 2): what is supported, and nothing that is not. */
export interface AuthorizationServerMetadata {
  readonly issuer: string
  readonly token_endpoint: string
  readonly jwks_uri: string
  readonly grant_types_supported: readonly string[]
  /** Empty, as there is no authorization endpoint; the member itself is required. */
  readonly response_types_supported: readonly string[]
  readonly token_endpoint_auth_methods_supported: readonly string[]
  readonly token_endpoint_auth_signing_alg_values_supported: readonly string[]
  readonly scopes_supported: readonly string[]
}

/** The metadata of a tenant. */
export const authorizationServerMetadata = ({ origin }: Tenant): AuthorizationServerMetadata => ({
  issuer: origin,
  token_endpoint: `${origin}/oauth/token`,
  jwks_uri: `${origin}/.well-known/jwks.json`,
  grant_types_supported: [grantTypes.impersonation, grantTypes.clientCredentials, grantTypes.tokenExchange],
  response_types_supported: [],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
  token_endpoint_auth_signing_alg_values_supported: assertionAlgorithms,
  scopes_supported: allScopes.filter((scope) => scope !== 'offline_access'),
})
