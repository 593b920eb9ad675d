import { grantTypes } from '@understudy/contract'
import type { ClientSettings } from '../clients/client-rules.js'

const webClient = {
  clientUri: null,
  logoUri: null,
  jwksUri: null,
  redirectUris: [],
  allowedOrigins: [],
  allowedAuthMethods: ['client_secret'],
  publicKeys: [],
  mayProvisionUsers: false,
  dpopBoundAccessTokens: false,
} as const satisfies Partial<ClientSettings>

/** The client that every tenant begins with. */
export const firstClient: ClientSettings = {
  ...webClient,
  clientName: 'First administrator',
  description: 'Made with the tenant. Administers users, groups and clients; impersonates nobody. For no web server.',
  allowedScopes: ['admin_classic', 'user_default'],
  allowedGrantTypes: [grantTypes.clientCredentials],
}

/** For a backend that keeps users and groups up to date by the REST API, and does nothing else. */
export const peopleClient: ClientSettings = {
  ...webClient,
  clientName: 'People',
  description: 'Made with the tenant. Makes and changes users and groups.',
  allowedScopes: ['admin.users'],
  allowedGrantTypes: [grantTypes.clientCredentials],
}

/**
 * For a backend whose users see charts: tells who they are and gets their tokens in one call. It acts as no administrator,
 * as no client does unless the operator lets it.
 *
 * @param allowedOrigins of the pages that use its tokens
 */
export const impersonationClient = (allowedOrigins: readonly string[]): ClientSettings => ({
  ...webClient,
  clientName: 'Impersonation',
  description: 'Made with the tenant. Tokens in the name of users, whom it makes and changes in the same call.',
  allowedScopes: ['user_default'],
  allowedGrantTypes: [grantTypes.impersonation],
  allowedOrigins,
  mayProvisionUsers: true,
})
