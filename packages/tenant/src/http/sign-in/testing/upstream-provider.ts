import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import type { StartedTenant } from '../../../testing/started-tenant.js'

/** Claims of the one account that the provider signs in. */
export type UpstreamAccount = Readonly<Record<string, unknown>> & { readonly sub: string }

/** A real OpenID provider whose only visitor signs in without being asked. */
export interface UpstreamProvider {
  readonly issuer: string
  /** Whom the next sign-in is for; undefined for somebody who gives up. */
  account: UpstreamAccount | undefined
  /** Parameters of the authorization requests so far. */
  readonly requests: Readonly<Record<string, unknown>>[]
  readonly close: () => Promise<void>
}

/** The secret of the tenant's client at the provider. */
export const upstreamSecret = 'a secret that the provider and the tenant share'

/** Starts a provider on a free port of this machine. Always close it. */
export const startUpstreamProvider = async (tenant: StartedTenant): Promise<UpstreamProvider> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const upstream: UpstreamProvider = {
    issuer,
    account: undefined,
    requests: [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'understudy',
        client_secret: upstreamSecret,
        redirect_uris: [`${tenant.url}/login/callback`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], profile: ['name', 'locale'], email: ['email', 'email_verified'], teams: ['groups'] },
    scopes: ['openid', 'profile', 'email', 'teams'],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: () => upstream.account ?? { sub: accountId },
    }),
  })
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/interaction/')) void interact(provider, upstream, request, response)
    else void answer(request, response)
  })
  return upstream
}

/** Signs the account in, or refuses, and allows whatever is asked. */
const interact = async (
  provider: Provider,
  upstream: UpstreamProvider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const { prompt, params, session } = await provider.interactionDetails(request, response)
  upstream.requests.push(params)
  if (upstream.account === undefined) {
    await provider.interactionFinished(request, response, { error: 'access_denied' })
    return
  }
  if (prompt.name === 'login') {
    await provider.interactionFinished(request, response, { login: { accountId: upstream.account.sub } })
    return
  }
  const grant = new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params.client_id) })
  grant.addOIDCScope(String(params.scope))
  await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } })
}
