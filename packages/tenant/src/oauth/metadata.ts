import { allScopes, grantTypes } from '@understudy/contract'
import type { Tenant } from '../tenants/tenant.js'
import { prompts } from './authorization/authorization-request.js'
import { assertionAlgorithms } from './client-assertion/assertion-algorithms.js'
import { dpopAlgorithms } from './dpop/dpop-algorithms.js'

/**
 * Metadata of the authorization server (RFC 8414 section 2) and OpenID provider (OpenID Connect Discovery section 3): what
 * is supported, and nothing that is not.
 */
export interface AuthorizationServerMetadata {
  readonly issuer: string
  readonly authorization_endpoint: string
  readonly token_endpoint: string
  readonly revocation_endpoint: string
  readonly revocation_endpoint_auth_methods_supported: readonly string[]
  readonly introspection_endpoint: string
  readonly introspection_endpoint_auth_methods_supported: readonly string[]
  readonly jwks_uri: string
  /** While the tenant takes registrations. */
  readonly registration_endpoint?: string
  readonly grant_types_supported: readonly string[]
  readonly response_types_supported: readonly string[]
  readonly response_modes_supported: readonly string[]
  readonly code_challenge_methods_supported: readonly string[]
  /** RFC 9207 section 3. */
  readonly authorization_response_iss_parameter_supported: boolean
  readonly token_endpoint_auth_methods_supported: readonly string[]
  readonly token_endpoint_auth_signing_alg_values_supported: readonly string[]
  readonly scopes_supported: readonly string[]
  /** RFC 9449 section 5.1. */
  readonly dpop_signing_alg_values_supported: readonly string[]
  readonly userinfo_endpoint: string
  readonly subject_types_supported: readonly string[]
  readonly id_token_signing_alg_values_supported: readonly string[]
  readonly claims_supported: readonly string[]
  readonly prompt_values_supported: readonly string[]
  readonly request_parameter_supported: boolean
  /** True unless it is denied. */
  readonly request_uri_parameter_supported: boolean
}

const confidentialAuthMethods = ['client_secret_basic', 'client_secret_post', 'private_key_jwt']

/**
 * The metadata of a tenant.
 *
 * @param registration whether the tenant takes registrations of clients
 */
export const authorizationServerMetadata = (
  { origin }: Tenant,
  { registration }: { readonly registration: boolean },
): AuthorizationServerMetadata => ({
  issuer: origin,
  authorization_endpoint: `${origin}/oauth/authorize`,
  token_endpoint: `${origin}/oauth/token`,
  revocation_endpoint: `${origin}/oauth/revoke`,
  revocation_endpoint_auth_methods_supported: [...confidentialAuthMethods, 'none'],
  introspection_endpoint: `${origin}/oauth/introspect`,
  introspection_endpoint_auth_methods_supported: confidentialAuthMethods,
  jwks_uri: `${origin}/.well-known/jwks.json`,
  ...(registration ? { registration_endpoint: `${origin}/oauth/register` } : {}),
  grant_types_supported: [...Object.values(grantTypes)],
  response_types_supported: ['code'],
  response_modes_supported: ['query'],
  code_challenge_methods_supported: ['S256'],
  authorization_response_iss_parameter_supported: true,
  token_endpoint_auth_methods_supported: [...confidentialAuthMethods, 'none'],
  token_endpoint_auth_signing_alg_values_supported: assertionAlgorithms,
  scopes_supported: [...allScopes],
  dpop_signing_alg_values_supported: dpopAlgorithms,
  userinfo_endpoint: `${origin}/oauth/userinfo`,
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['ES256'],
  claims_supported: [
    ...['iss', 'sub', 'aud', 'iat', 'exp', 'auth_time', 'nonce', 'sid', 'at_hash'],
    ...['name', 'picture', 'locale', 'zoneinfo', 'email'],
  ],
  prompt_values_supported: [...prompts],
  request_parameter_supported: false,
  request_uri_parameter_supported: false,
})
