import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  clockTolerance,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
  type ServerMetadata,
} from 'openid-client'
import type { OidcProvider } from '../../identity-providers/oidc-provider.js'
import type { OutboundRequests } from '../../network/outbound-requests.js'
import { believableKeys } from './upstream-keys.js'

/** Milliseconds for which what a provider says of itself is believed. */
const lifetime = 60 * 60 * 1000

/** The identity providers that people sign in with, as an OpenID Connect client sees them. */
export interface UpstreamProviders {
  /**
   * The client's view of a provider: its metadata, asked for once an hour, and its keys.
   *
   * @throws the client library's error when the provider does not answer properly, or must not be asked
   */
  readonly configurationOf: (tenantId: string, provider: OidcProvider) => Promise<Configuration>
}

/**
 * Makes the client's memory of providers.
 *
 * @param clock milliseconds since 1970
 */
export const upstreamProviders = (requests: OutboundRequests, clock: () => number): UpstreamProviders => {
  const known = new Map<
    string,
    { readonly settings: string; readonly until: number; readonly configuration: Configuration }
  >()
  return {
    configurationOf: async (tenantId, provider) => {
      const key = JSON.stringify([tenantId, provider.id])
      const settings = JSON.stringify(provider)
      const found = known.get(key)
      if (found !== undefined && found.settings === settings && clock() < found.until) return found.configuration
      const configuration = await configure(provider, requests)
      known.set(key, { settings, until: clock() + lifetime, configuration })
      return configuration
    },
  }
}

const configure = async (provider: OidcProvider, requests: OutboundRequests): Promise<Configuration> => {
  const { options, clientSecret, clockToleranceSec } = provider
  const server = options.openid_configuration ?? (await discover(provider, requests))
  const client = {
    client_id: options.clientId,
    ...(options.idTokenSignatureAlg !== undefined && { id_token_signed_response_alg: options.idTokenSignatureAlg }),
    [clockTolerance]: clockToleranceSec,
  }
  const configuration = new Configuration(server, options.clientId, client, authentication(server, clientSecret))
  configuration[customFetch] = fetchWithKeys(requests, server.jwks_uri)
  // TLS to the token endpoint would vouch for the ID token; its signature does so whoever stands in between.
  enableNonRepudiationChecks(configuration)
  // Whether plain HTTP may be spoken is decided, host by host, by the requests themselves.
  allowInsecureRequests(configuration)
  return configuration
}

const discover = async ({ options }: OidcProvider, requests: OutboundRequests): Promise<ServerMetadata> => {
  const configuration = await discovery(new URL(options.discoveryUrl ?? ''), options.clientId, undefined, None(), {
    [customFetch]: fetchBy(requests),
    execute: [allowInsecureRequests],
  })
  return configuration.serverMetadata()
}

/** `client_secret_basic` is what a provider takes that says nothing of it (OpenID Connect Discovery section 3). */
const authentication = (server: ServerMetadata, clientSecret: string) => {
  if (clientSecret === '') return None()
  const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  return methods.includes('client_secret_basic') ? ClientSecretBasic(clientSecret) : ClientSecretPost(clientSecret)
}

type LibraryFetch = NonNullable<Configuration[typeof customFetch]>

const fetchBy =
  (requests: OutboundRequests): LibraryFetch =>
  (url, { method, headers, body }) =>
    requests.fetch(url, { method, headers, ...(body == null ? {} : { body: String(body) }) })

/** As {@link fetchBy}; of the provider's key set only the keys arrive that nobody else can sign for. */
const fetchWithKeys = (requests: OutboundRequests, keySet: string | undefined): LibraryFetch => {
  const fetch = fetchBy(requests)
  if (keySet === undefined || !URL.canParse(keySet)) return fetch
  const { href } = new URL(keySet)
  return async (url, init) => {
    const answer = await fetch(url, init)
    return url === href ? believableKeys(answer) : answer
  }
}
