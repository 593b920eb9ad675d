import { UnderstudyError } from '@understudy/contract'
import { isOwnOrigin } from '../tenants/own-origin.js'
import type { Tenant } from '../tenants/tenant.js'
import type { Credential } from './credential.js'
import type { AccessPrincipal } from './principal.js'

/**
 * Refuses browser pages of origins that a client does not allow (contract 1.9). The tenant's own pages (the frame of
 * classic embeds) may use what their host handed them.
 *
 * @param origin the `Origin` header
 * @throws UnderstudyError `OAUTH-29`
 */
export const assertOrigin = (
  tenant: Tenant,
  client: { readonly id: string; readonly allowedOrigins: readonly string[] },
  origin: string,
): void => assertListed(tenant, `client ${client.id}`, client.allowedOrigins, origin)

/**
 * The same for who is already known: a credential works only in the pages that it was issued for.
 *
 * @throws UnderstudyError `OAUTH-29`
 */
export const assertPrincipalOrigin = (tenant: Tenant, principal: AccessPrincipal, origin: string): void =>
  assertListed(tenant, issuedFor(principal.credential), principal.allowedOrigins, origin)

const assertListed = (tenant: Tenant, owner: string, allowed: readonly string[], origin: string): void => {
  if (allowed.includes(origin) || isOwnOrigin(tenant, origin)) return
  throw new UnderstudyError('OAUTH-29', `The ${owner} does not allow the origin ${origin.slice(0, 256)}.`)
}

const issuedFor = (credential: Credential): string => {
  switch (credential.type) {
    case 'access-token':
      return `client ${credential.clientId}`
    case 'session':
      return `web integration ${credential.webIntegrationId ?? 'of the session'}`
    case 'api-key':
      return `API key ${credential.keyId}`
  }
}
