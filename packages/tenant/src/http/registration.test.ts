import * as openid from 'openid-client'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { registerRestRoutes } from './rest/register-rest-routes.js'
import { machineCaller, type RestCaller } from './rest/testing/rest-caller.js'

let tenant: StartedTenant
let admin: RestCaller

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes], config: { dynamicClientRegistration: true } })
  admin = await machineCaller(tenant)
})
afterAll(() => tenant.close())
beforeEach(() => switchOn(true))

const switchOn = (value: boolean, by = admin) =>
  by('PATCH', '/oauth-clients/settings', [{ op: 'replace', path: '/dynamicClientRegistration', value }])

const metadata = {
  client_name: 'Assistant',
  client_uri: 'https://assistant.example',
  redirect_uris: ['https://assistant.example/callback'],
}

const register = async (changes: object = {}, headers: Record<string, string> = {}, at = tenant) => {
  const response = await fetch(`${at.url}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ ...metadata, ...changes }),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

const clear = () => tenant.dependencies.store.deleteFrom('oauth_clients').where('created_by_type', '=', 'dcr').execute()

const endpoint = async (at = tenant) =>
  (await (await fetch(`${at.url}/.well-known/oauth-authorization-server`)).json()).registration_endpoint

const approve = (id: string) =>
  admin('PATCH', `/oauth-clients/${id}/connection-configs/me`, [
    { op: 'replace', path: '/consentMethod', value: 'required' },
  ])

describe('a registration', () => {
  it('makes a confidential client that waits for an administrator', async () => {
    const { status, headers, body } = await register({ unknown_member: 1, logo_uri: 'https://assistant.example/l.png' })
    expect([status, headers.get('cache-control')]).toEqual([201, 'no-store'])
    expect(body).toEqual({
      client_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      client_secret: expect.stringMatching(/^[\w-]{43}$/),
      client_secret_expires_at: 0,
      client_id_issued_at: expect.any(Number),
      ...metadata,
      logo_uri: 'https://assistant.example/l.png',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
      scope: 'user_default offline_access',
    })
    expect((await admin('GET', `/oauth-clients/${body.client_id}`)).body).toMatchObject({
      appType: 'web',
      createdByType: 'dcr',
      disableTag: 'unapproved',
      connectionConfig: { consentMethod: 'required', status: 'disabled' },
    })
  })

  it('makes a public client without a secret and without offline access', async () => {
    const page = (await register({ token_endpoint_auth_method: 'none' })).body
    expect(page).not.toHaveProperty('client_secret')
    expect(page.scope).toBe('user_default')
    expect((await admin('GET', `/oauth-clients/${page.client_id}`)).body).toMatchObject({
      appType: 'spa',
      allowedOrigins: ['https://assistant.example'],
    })
    const device = { token_endpoint_auth_method: 'none', redirect_uris: ['http://127.0.0.1:7777/cb'] }
    const { client_id: id } = (await register(device)).body
    expect((await admin('GET', `/oauth-clients/${id}`)).body).toMatchObject({ appType: 'native', allowedOrigins: [] })
  })

  it('is made by openid-client', async () => {
    const execute = [openid.allowInsecureRequests]
    const configuration = await openid.dynamicClientRegistration(new URL(tenant.url), metadata, undefined, { execute })
    expect(configuration.clientMetadata()).toMatchObject({
      client_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      client_secret: expect.any(String),
      redirect_uris: metadata.redirect_uris,
    })
  })

  it('gets the scopes that it asks for and may have, and no others', async () => {
    expect((await register({ scope: 'user_default admin_classic' })).body.scope).toBe('user_default')
    const { status, body } = await register({ scope: 'admin_classic' })
    expect([status, body.error]).toEqual([400, 'invalid_client_metadata'])
  })

  it.each([
    ['no name', { client_name: undefined }, 'invalid_client_metadata'],
    ['a URI that is none', { client_uri: 'javascript:alert(1)' }, 'invalid_client_metadata'],
    ['a grant of machines', { grant_types: ['client_credentials'] }, 'invalid_client_metadata'],
    ['a key', { token_endpoint_auth_method: 'private_key_jwt' }, 'invalid_client_metadata'],
    ['no redirect URI', { redirect_uris: [] }, 'invalid_client_metadata'],
    ['plain HTTP', { redirect_uris: ['http://assistant.example/cb'] }, 'invalid_redirect_uri'],
    ['a fragment', { redirect_uris: ['https://assistant.example/#'] }, 'invalid_redirect_uri'],
    ['six', { redirect_uris: [1, 2, 3, 4, 5, 6].map((n) => `https://a.example/${n}`) }, 'invalid_redirect_uri'],
  ])('is refused with %s', async (_kind, changes, error) => {
    const { status, body } = await register(changes)
    expect([status, body.error]).toEqual([400, error])
  })

  it('is refused as a form, which any page could send', async () => {
    const body = new URLSearchParams({ client_name: 'x', client_uri: 'https://x.example', redirect_uris: 'https://x/' })
    expect((await fetch(`${tenant.url}/oauth/register`, { method: 'POST', body })).status).toBe(415)
  })
})

describe('a client that waits for approval', () => {
  it('is shown to administrators only, and can do nothing', async () => {
    const { client_id: id, client_secret: secret } = (await register()).body
    const user = await machineCaller(tenant, ['user_default'])
    expect((await user('GET', `/oauth-clients/${id}`)).status).toBe(404)
    const ids = async (caller: RestCaller) =>
      (await caller('GET', '/oauth-clients?limit=100')).body.data.map((each: { clientId: string }) => each.clientId)
    expect(await ids(user)).not.toContain(id)
    expect(await ids(admin)).toContain(id)

    const given = [
      { op: 'replace', path: '/allowedGrantTypes', value: ['client_credentials'] },
      { op: 'replace', path: '/allowedOrigins', value: ['https://assistant.example'] },
    ]
    await admin('PATCH', `/oauth-clients/${id}`, given)
    const origin = 'https://assistant.example'
    const preflight = { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'GET' } }
    expect((await fetch(`${tenant.url}/api/v1/users/me`, preflight)).status).toBe(403)
    const ask = () => tenant.requestToken({ grant_type: 'client_credentials', client_id: id, client_secret: secret })
    expect((await ask()).status).toBe(403)

    expect((await approve(id)).status).toBe(204)
    expect((await user('GET', `/oauth-clients/${id}`)).status).toBe(200)
    expect((await admin('GET', `/oauth-clients/${id}`)).body).not.toHaveProperty('disableTag')
    expect((await ask()).body.errors[0].code).toBe('OAUTH-CONSENT-NOT-TRUSTED')
    expect((await fetch(`${tenant.url}/api/v1/users/me`, preflight)).status).toBe(204)
  })

  it('is gone after an hour, unless it was approved', async () => {
    const [forgotten, kept] = [(await register()).body.client_id, (await register()).body.client_id]
    await approve(kept)
    const { store } = tenant.dependencies
    const over = { approval_due_at: Date.now() }
    await store.updateTable('oauth_clients').set(over).where('id', '=', forgotten).execute()
    expect((await admin('GET', `/oauth-clients/${forgotten}`)).status).toBe(404)
    expect((await approve(forgotten)).status).toBe(404)
    expect((await admin('GET', `/oauth-clients/${kept}`)).status).toBe(200)

    await register()
    const rows = await store.selectFrom('oauth_clients').select('id').where('id', 'in', [forgotten, kept]).execute()
    expect(rows).toEqual([{ id: kept }])
  })

  it('is one of twenty at most', async () => {
    await clear()
    const answers = await Promise.all(Array.from({ length: 22 }, () => register()))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20)
    expect(
      answers.filter(({ status, body }) => status === 429 && body.error === 'temporarily_unavailable'),
    ).toHaveLength(2)
    await clear()
  })
})

describe('registration', () => {
  it('is off until an administrator switches it on, and announced while it is on', async () => {
    expect(await endpoint()).toBe(`${tenant.url}/oauth/register`)
    await switchOn(false)
    expect((await admin('GET', '/oauth-clients/settings')).body).toEqual({ dynamicClientRegistration: false })
    const { status, body } = await register()
    expect([status, body.errors[0].code]).toEqual([403, 'OAUTH-REGISTRATION-OFF'])
    expect(await endpoint()).toBeUndefined()
    const user = await machineCaller(tenant, ['user_default'])
    expect((await switchOn(true, user)).status).toBe(403)
    expect((await user('GET', '/oauth-clients/settings')).status).toBe(403)
  })

  it('stays off where the operator does not allow it', async () => {
    const closed = await startTenant({ routes: [registerRestRoutes] })
    try {
      expect((await switchOn(true, await machineCaller(closed))).status).toBe(204)
      expect((await register({}, {}, closed)).status).toBe(403)
      expect(await endpoint(closed)).toBeUndefined()
    } finally {
      await closed.close()
    }
  })
})
