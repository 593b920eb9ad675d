import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Credentials, type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { authorizationQuery, callback, challenge, obtainCode, openBrowser, spa } from './testing/browser.js'

let tenant: StartedTenant
let client: Credentials
let userId: string

beforeAll(async () => {
  tenant = await startTenant()
  client = await tenant.addClient(spa)
  userId = await tenant.addUser()
})
afterAll(() => tenant?.close())

const authorize = async (changes: Record<string, string | undefined> = {}, user: string | undefined = userId) =>
  (await openBrowser(tenant, user)).visit(`/oauth/authorize?${authorizationQuery(client.clientId, changes)}`)

describe('a good request', () => {
  it('of a signed-in user of a trusted client is answered with code, state and issuer', async () => {
    const { status, location, answer, headers } = await authorize()
    expect(status).toBe(302)
    expect(location).toMatch(/^https:\/\/spa\.example\/callback\?code=/)
    expect(answer).toEqual({ code: expect.stringMatching(/^[\w-]{43}$/), state: 'the state', iss: tenant.url })
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    ['a query', 'https://spa.example/?page=a b&state=mine&response_type=x'],
    ['characters that stand for others when decoded', 'https://spa.example/a+b?c=%20d'],
  ])('may have a redirect address with %s, unencoded as the published client sends it', async (_, redirectUri) => {
    const { clientId } = await tenant.addClient({ ...spa, redirect_uris: JSON.stringify([redirectUri]) })
    const browser = await openBrowser(tenant, userId)
    const { location } = await browser.visit(
      `/oauth/authorize?client_id=${clientId}&code_challenge=${challenge}&code_challenge_method=S256&redirect_uri=${redirectUri}&response_type=code&scope=user_default apps:read&state=theirs`,
    )
    expect(location).toMatch(/&code=[\w-]{43}&state=theirs&iss=/)
    expect(location?.slice(0, redirectUri.length)).toBe(redirectUri)
  })

  it('may come from whatever port a native client listens on', async () => {
    const { clientId } = await tenant.addClient({
      ...spa,
      app_type: 'native',
      redirect_uris: '["http://127.0.0.1/done","http://[::1]:1/done"]',
    })
    for (const redirect_uri of ['http://127.0.0.1:51004/done', 'http://[::1]:51004/done']) {
      await expect(obtainCode(tenant, userId, clientId, { redirect_uri })).resolves.toMatch(/./)
    }
  })
})

describe('without a client and an address that belong together, nothing is redirected', () => {
  it.each([
    ['an unknown client', { client_id: 'nobody' }, 'OAUTH-AUTHORIZE-CLIENT'],
    ['no client', { client_id: undefined }, 'OAUTH-AUTHORIZE-CLIENT'],
    ['a NUL in the client', { client_id: 'a\0b' }, 'OAUTH-AUTHORIZE-CLIENT'],
    ['an unknown address', { redirect_uri: 'https://evil.example/' }, 'OAUTH-1'],
    ['a longer address', { redirect_uri: `${callback}/more` }, 'OAUTH-1'],
    ['an address with another query', { redirect_uri: `${callback}?a=b` }, 'OAUTH-1'],
    ['no address', { redirect_uri: undefined }, 'OAUTH-1'],
  ])('%s', async (_, changes, code) => {
    const { status, location, text } = await authorize(changes)
    expect([status, location]).toEqual([400, null])
    expect(text).toContain(code)
    expect(text).not.toContain('href="https://evil')
  })

  it('two addresses', async () => {
    const browser = await openBrowser(tenant, userId)
    const query = `${authorizationQuery(client.clientId)}&redirect_uri=https%3A%2F%2Fevil.example`
    expect(await browser.visit(`/oauth/authorize?${query}`)).toMatchObject({ status: 400, location: null })
  })

  it('a disabled client, and one for visitors who do not sign in', async () => {
    for (const changes of [{ disable_tag: 'why' }, { app_type: 'anonymous-embed' } as const]) {
      const { clientId } = await tenant.addClient({ ...spa, ...changes })
      expect(await authorize({ client_id: clientId })).toMatchObject({ status: 400, location: null })
    }
  })

  it('another port for a client that is not native, another host, or a port with a trick', async () => {
    const web = await tenant.addClient({ ...spa, redirect_uris: '["http://127.0.0.1:80/"]' })
    const native = await tenant.addClient({ ...spa, app_type: 'native', redirect_uris: '["http://127.0.0.1/"]' })
    for (const [clientId, redirect_uri] of [
      [web.clientId, 'http://127.0.0.1:81/'],
      [native.clientId, 'http://127.0.0.2:81/'],
      [native.clientId, 'http://127.0.0.1:81@evil.example/'],
      [native.clientId, 'http://127.0.0.1:81/other'],
    ] as const) {
      expect(await authorize({ client_id: clientId, redirect_uri })).toMatchObject({ status: 400, location: null })
    }
  })

  it('programs get the refusal as JSON', async () => {
    const response = await fetch(`${tenant.url}/oauth/authorize?client_id=nobody`)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ errors: [{ code: 'OAUTH-AUTHORIZE-CLIENT', status: '400' }] })
  })
})

describe('other faults are told to the client', () => {
  it.each([
    ['no state', { state: undefined }, 'invalid_request'],
    ['no scope', { scope: undefined }, 'invalid_request'],
    ['no challenge', { code_challenge: undefined }, 'invalid_request'],
    ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['no challenge method', { code_challenge_method: undefined }, 'invalid_request'],
    ['a challenge that is no hash', { code_challenge: 'short' }, 'invalid_request'],
    ['no response type', { response_type: undefined }, 'invalid_request'],
    ['an implicit token', { response_type: 'token' }, 'unsupported_response_type'],
    ['another response mode', { response_mode: 'fragment' }, 'invalid_request'],
    ['an unknown prompt', { prompt: 'create' }, 'invalid_request'],
    ['none with another prompt', { prompt: 'none login' }, 'invalid_request'],
    ['a negative age', { max_age: '-1' }, 'invalid_request'],
    ['a request object', { request: 'e30.e30.' }, 'request_not_supported'],
    ['a request URI', { request_uri: 'urn:x' }, 'request_uri_not_supported'],
    ['a scope that the client is not allowed', { scope: 'user_default admin_classic' }, 'invalid_scope'],
    ['offline_access that the client is not allowed', { scope: 'user_default offline_access' }, 'invalid_scope'],
  ])('%s', async (_, changes, error) => {
    const { status, location, answer } = await authorize(changes)
    expect(status).toBe(302)
    expect(location).toMatch(/^https:\/\/spa\.example\/callback\?error=/)
    expect(answer).toMatchObject({ error, error_code: expect.any(String), error_detail: expect.any(String) })
    expect(answer.iss).toBe(tenant.url)
    expect(answer.state).toBe('state' in changes ? undefined : 'the state')
    expect(answer).not.toHaveProperty('code')
  })

  it('a repeated parameter', async () => {
    const browser = await openBrowser(tenant, userId)
    const { answer } = await browser.visit(`/oauth/authorize?${authorizationQuery(client.clientId)}&scope=apps:read`)
    expect(answer).toMatchObject({ error: 'invalid_request', error_code: 'OAUTH-AUTHORIZE-REQUEST' })
  })
})

it('an ordinary user keeps the scopes that only administrators have out of the grant', async () => {
  const admin = await tenant.addClient({ ...spa, allowed_scopes: '["user_default","admin_classic"]' })
  const code = await obtainCode(tenant, userId, admin.clientId, { scope: 'user_default admin_classic' })
  expect(code).toMatch(/./)
  const { answer } = await authorize({ client_id: admin.clientId, scope: 'admin_classic' })
  expect(answer).toMatchObject({ error: 'invalid_scope' })
})
