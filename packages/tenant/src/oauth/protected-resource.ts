import { allScopes } from '@understudy/contract'
import type { Tenant } from '../tenants/tenant.js'
import { dpopAlgorithms } from './dpop/dpop-algorithms.js'

/** Where the metadata of the API stands, told in every challenge (RFC 9728 sections 3 and 5.1). */
export const resourceMetadataPath = '/.well-known/oauth-protected-resource'

/** Metadata of the API as a protected resource (RFC 9728 section 2). */
export interface ProtectedResourceMetadata {
  readonly resource: string
  readonly resource_name: string
  readonly authorization_servers: readonly string[]
  readonly jwks_uri?: string
  readonly scopes_supported: readonly string[]
  readonly bearer_methods_supported: readonly string[]
  readonly dpop_signing_alg_values_supported: readonly string[]
}

/** The metadata of a tenant's API. Its access tokens name the same resource as their audience. */
export const protectedResourceMetadata = ({ origin, name }: Tenant): ProtectedResourceMetadata => ({
  resource: origin,
  resource_name: name,
  authorization_servers: [origin],
  scopes_supported: [...allScopes],
  bearer_methods_supported: ['header'],
  dpop_signing_alg_values_supported: dpopAlgorithms,
})
