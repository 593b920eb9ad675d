import type { HostConfig } from '@qlik/api/auth'
import { EmbedError, embedError } from '../failure/embed-failure.js'
import { type TokenHost, toTokenHost } from './host.js'
import { firstPerson, personOf } from './persons.js'
import { type ExchangePurpose, exchangeToken } from './token-exchange.js'
import { keeperOf } from './token-keepers.js'

/** Properties of a host configuration that `@qlik/api` asks an authentication module for. */
interface AuthProps {
  readonly hostConfig?: HostConfig
}

const exchanged = async ({ hostConfig }: AuthProps, purpose: ExchangePurpose) => {
  const host = toTokenHost(hostConfig)
  const keeper = keeperOf(host)
  const subjectToken = await keeper.token()
  if (purpose === 'websocket') assertSamePerson(host, hostConfig)
  try {
    return { queryParams: { accessToken: await exchangeToken(host, subjectToken, purpose) } }
  } catch (error) {
    if (!(error instanceof EmbedError) || error.failure.status !== 401) throw error
    keeper.refused(subjectToken)
    const another = await keeper.token()
    if (purpose === 'websocket') assertSamePerson(host, hostConfig)
    return { queryParams: { accessToken: await exchangeToken(host, another, purpose) } }
  }
}

/**
 * A session of a former person may still be trying to come back, with whatever token there is now.
 *
 * @throws {EmbedError} EMBED-SESSION when another person has followed that of the configuration
 */
const assertSamePerson = (host: TokenHost, hostConfig: HostConfig | undefined): void => {
  const { subject = firstPerson } = (hostConfig ?? {}) as { readonly subject?: string }
  if (subject !== personOf(host)) throw embedError('EMBED-SESSION', 'Another person uses the page now.')
}

/**
 * Authentication of `@qlik/api` by access tokens, registered for `oauth2`. It replaces the published module, which
 * renews a token only after a 401 and, once the page failed to supply one, refuses every later request.
 */
export const oauth2AuthModule = {
  requiredProps: ['clientId'],
  optionalProps: [
    'accessTokenStorage',
    'clientSecret',
    'forceIsWindows',
    'getAccessToken',
    'noCache',
    'performInteractiveLogin',
    'redirectUri',
    'scope',
    'subject',
    'userId',
  ],
  getRestCallAuthParams: async (props: AuthProps) => ({
    headers: { Authorization: `Bearer ${await keeperOf(toTokenHost(props.hostConfig)).token()}` },
    queryParams: {},
    credentials: 'omit' as const,
  }),
  getWebSocketAuthParams: (props: AuthProps) => exchanged(props, 'websocket'),
  getWebResourceAuthParams: (props: AuthProps) => exchanged(props, 'webresource'),
  handleAuthenticationError: async ({ hostConfig }: AuthProps) => {
    keeperOf(toTokenHost(hostConfig)).refuseCurrent()
    return { preventDefault: false, retry: true }
  },
}
