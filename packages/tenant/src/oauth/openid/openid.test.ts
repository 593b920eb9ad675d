import * as openid from 'openid-client'
import { allowInsecureRequests, ClientSecretPost, type Configuration, discovery } from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registerRestRoutes } from '../../http/rest/register-rest-routes.js'
import { type Credentials, type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { callback, obtainCode, openBrowser, redemption, spa } from '../authorization/testing/browser.js'

let tenant: StartedTenant
let client: Credentials
let userId: string
let config: Configuration

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes] })
  client = await tenant.addClient({
    ...spa,
    app_type: 'web',
    allowed_auth_methods: '["client_secret"]',
    allowed_scopes: '["user_default","offline_access"]',
  })
  userId = await tenant.addUser({ name: 'Ada', email: 'ada@example.com' })
  config = await discovery(new URL(tenant.url), client.clientId, undefined, ClientSecretPost(client.clientSecret), {
    execute: [allowInsecureRequests],
  })
})
afterAll(() => tenant?.close())

/** The whole sign-in, as openid-client does and checks it. */
const signIn = async (scope: string, authTime = Date.now(), extra: Record<string, string> = {}) => {
  const pkceCodeVerifier = openid.randomPKCECodeVerifier()
  const [expectedState, expectedNonce] = [openid.randomState(), openid.randomNonce()]
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope,
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...extra,
  })
  const browser = await openBrowser(tenant, userId, authTime)
  const { location } = await browser.visit(url.pathname + url.search)
  const checks = { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true }
  return openid.authorizationCodeGrant(config, new URL(location ?? ''), checks)
}

describe('openid-client', () => {
  it('signs a user in, checks the ID token, and reads what the scopes allow', async () => {
    const authTime = Date.now() - 5000
    const tokens = await signIn('openid profile email', authTime)
    expect(tokens.claims()).toEqual({
      iss: tenant.url,
      sub: userId,
      aud: client.clientId,
      iat: expect.any(Number),
      exp: expect.any(Number),
      auth_time: Math.floor(authTime / 1000),
      nonce: expect.any(String),
      sid: expect.any(String),
      at_hash: expect.any(String),
    })
    const user = await openid.fetchUserInfo(config, tokens.access_token, userId)
    expect(user).toEqual({ sub: userId, name: 'Ada', email: 'ada@example.com' })
  })

  it('refreshes, and gets an ID token of the same sign-in', async () => {
    const first = await signIn('openid offline_access')
    const next = await openid.refreshTokenGrant(config, first.refresh_token ?? '')
    expect(next.claims()).toMatchObject({ sub: userId, auth_time: first.claims()?.auth_time })
    expect(next.claims()).not.toHaveProperty('nonce')
    expect(next.refresh_token).not.toBe(first.refresh_token)
  })

  it('finds max_age kept', async () => {
    const tokens = await signIn('openid', Date.now() - 5000, { max_age: '60' })
    expect(tokens.claims()?.auth_time).toBeGreaterThan(Date.now() / 1000 - 60)
  })
})

describe('an ID token', () => {
  it('is no access token', async () => {
    const { id_token: idToken } = await signIn('openid user_default')
    const response = await fetch(`${tenant.url}/api/v1/users/me`, { headers: { authorization: `Bearer ${idToken}` } })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe(
      `Bearer realm="understudy", error="invalid_token", error_description="The token is no access token of this tenant.", resource_metadata="${tenant.url}/.well-known/oauth-protected-resource"`,
    )
  })
})

describe('the userinfo endpoint', () => {
  const userinfo = (headers: Record<string, string>, method = 'GET') =>
    fetch(`${tenant.url}/oauth/userinfo`, { method, headers })

  it('tells no more than the scopes that were asked for by name', async () => {
    const tokens = await signIn('openid')
    const response = await userinfo({ authorization: `Bearer ${tokens.access_token}` }, 'POST')
    expect(await response.json()).toEqual({ sub: userId })
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it('needs the scope openid, whatever bundle covers it', async () => {
    const spaClient = await tenant.addClient(spa)
    const code = await obtainCode(tenant, userId, spaClient.clientId)
    const { body } = await tenant.requestToken(redemption(spaClient.clientId, code))
    const response = await userinfo({ authorization: `Bearer ${body.access_token}` })
    expect(response.status).toBe(403)
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer .*error="insufficient_scope"/)
  })

  it('needs a token', async () => {
    const response = await userinfo({})
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm="understudy", resource_metadata=/)
  })
})

it('metadata is readable from every origin, and names endpoints that answer', async () => {
  const read = async (path: string) => {
    const response = await fetch(tenant.url + path, { headers: { origin: 'https://anywhere.example' } })
    expect(response.headers.get('access-control-allow-origin')).toBe('https://anywhere.example')
    return response.json() as Promise<Record<string, unknown>>
  }
  const server = await read('/.well-known/oauth-authorization-server')
  expect(await read('/.well-known/openid-configuration')).toEqual(server)
  for (const [name, address] of Object.entries(server).filter(([name]) => /_endpoint$|_uri$/.test(name))) {
    const { status } = await fetch(String(address), { redirect: 'manual' })
    expect([name, status]).not.toEqual([name, 500])
    const posted =
      status === 404 ? (await fetch(String(address), { method: 'POST', redirect: 'manual' })).status : status
    expect([name, posted]).not.toEqual([name, 404])
  }
  expect(await read('/.well-known/oauth-protected-resource')).toMatchObject({
    resource: tenant.url,
    authorization_servers: [tenant.url],
    bearer_methods_supported: ['header'],
  })
})
