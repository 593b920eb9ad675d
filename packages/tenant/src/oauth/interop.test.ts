import { accessTokenType, grantTypes } from '@understudy/contract'
import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registerRestRoutes } from '../http/rest/register-rest-routes.js'
import { type Credentials, type StartedTenant, startTenant } from '../testing/started-tenant.js'

let tenant: StartedTenant
let client: Credentials
let service: Credentials

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
  client = await tenant.addClient({ dpop_bound_access_tokens: 1 })
  service = await tenant.addClient()
})
afterAll(() => tenant.close())

describe('openid-client', () => {
  const discover = ({ clientId, clientSecret }: Credentials) =>
    openid.discovery(new URL(tenant.url), clientId, undefined, openid.ClientSecretBasic(clientSecret), {
      execute: [openid.allowInsecureRequests],
    })

  it('obtains, uses, introspects and revokes a token that is bound to its key', async () => {
    const config = await discover(client)
    const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair())
    const { access_token, token_type } = await openid.clientCredentialsGrant(config, {}, { DPoP })
    expect(token_type).toBe('dpop')

    const me = new URL(`${tenant.url}/api/v1/oauth-tokens`)
    const fetched = () => openid.fetchProtectedResource(config, access_token, me, 'GET', null, undefined, { DPoP })
    expect((await fetched()).status).toBe(200)

    const told = await openid.tokenIntrospection(await discover(service), access_token)
    expect(told).toMatchObject({
      active: true,
      client_id: client.clientId,
      cnf: { jkt: await DPoP.calculateThumbprint() },
    })
    await openid.tokenRevocation(config, access_token)
    expect(await openid.tokenIntrospection(config, access_token)).toEqual({ active: false })
    await expect(fetched()).rejects.toMatchObject({ code: 'OAUTH_WWW_AUTHENTICATE_CHALLENGE' })
  })

  it('exchanges a token for one of another client', async () => {
    const host = await tenant.addClient()
    const userToken = await tenant.userToken(await tenant.addUser(), host)
    const exchange = async (by: Credentials, subject: string, parameters: Record<string, string>) => {
      const request = { subject_token: subject, subject_token_type: accessTokenType, ...parameters }
      return openid.genericGrantRequest(await discover(by), grantTypes.tokenExchange, request)
    }
    const given = await exchange(host, userToken, { audience: service.clientId, resource: tenant.url })
    const taken = await exchange(service, given.access_token, { scope: 'user_default' })
    const told = await openid.tokenIntrospection(await discover(service), taken.access_token)
    expect(told).toMatchObject({ active: true, act: { sub: service.clientId, act: { sub: host.clientId } } })
  })
})

describe('oauth4webapi', () => {
  const insecure = { [oauth.allowInsecureRequests]: true }

  it('obtains, uses, introspects and revokes a token that is bound to its key', async () => {
    const issuer = new URL(tenant.url)
    const discovered = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure })
    const server = await oauth.processDiscoveryResponse(issuer, discovered)
    const id = { client_id: client.clientId }
    const auth = oauth.ClientSecretPost(client.clientSecret)
    const DPoP = oauth.DPoP({}, await oauth.generateKeyPair('ES256'))

    const request = () => oauth.clientCredentialsGrantRequest(server, id, auth, {}, { DPoP, ...insecure })
    const process = async () => oauth.processClientCredentialsResponse(server, id, await request())
    const { access_token } = await process().catch((error: unknown) => {
      if (oauth.isDPoPNonceError(error)) return process()
      throw error
    })
    const me = new URL(`${tenant.url}/api/v1/oauth-tokens`)
    const answer = await oauth.protectedResourceRequest(access_token, 'GET', me, undefined, undefined, {
      DPoP,
      ...insecure,
    })
    expect(answer.status).toBe(200)

    const introspected = await oauth.introspectionRequest(server, id, auth, access_token, insecure)
    expect(await oauth.processIntrospectionResponse(server, id, introspected)).toMatchObject({ active: true })
    const revoked = await oauth.revocationRequest(server, id, auth, access_token, insecure)
    expect(await oauth.processRevocationResponse(revoked)).toBeUndefined()
    const after = await oauth.introspectionRequest(server, id, auth, access_token, insecure)
    expect(await oauth.processIntrospectionResponse(server, id, after)).toEqual({ active: false })
  })

  it('exchanges a token for a narrower one', async () => {
    const issuer = new URL(tenant.url)
    const discovered = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure })
    const server = await oauth.processDiscoveryResponse(issuer, discovered)
    const id = { client_id: service.clientId }
    const auth = oauth.ClientSecretBasic(service.clientSecret)
    const exchange = (subject: string, scope: string) =>
      oauth.genericTokenEndpointRequest(
        server,
        id,
        auth,
        grantTypes.tokenExchange,
        { subject_token: subject, subject_token_type: accessTokenType, scope },
        insecure,
      )
    const userToken = await tenant.userToken(await tenant.addUser(), service)
    const narrowed = await oauth.processGenericTokenEndpointResponse(server, id, await exchange(userToken, 'apps:read'))
    expect(narrowed).toMatchObject({ scope: 'apps:read', issued_token_type: accessTokenType })
    const wider = await exchange(narrowed.access_token, 'user_default')
    await expect(oauth.processGenericTokenEndpointResponse(server, id, wider)).rejects.toMatchObject({
      error: 'invalid_scope',
    })
  })
})
