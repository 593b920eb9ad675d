import { generateKeyPairSync, sign } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requireAuthentication, requireScopes } from '../http/authentication.js'
import type { RouteRegistration } from '../http/server.js'
import { advanceClientEpoch, advanceUserEpoch } from '../store/epochs.js'
import { type Credentials, type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { verifyAccessToken } from './verify-access-token.js'

let tenant: StartedTenant
let client: Credentials
let userId: string
let token: string

const probes: RouteRegistration = (app) => {
  app.get('/probe', { onRequest: requireAuthentication }, async (request) => request.principal)
  app.get('/probe/apps', { onRequest: requireScopes('apps:read', 'admin.apps') }, async () => ({}))
  app.get('/probe/users', { onRequest: requireScopes('admin.users') }, async () => ({}))
  app.get('/probe/broken', async () => {
    throw new Error('a secret of the implementation')
  })
}

beforeAll(async () => {
  tenant = await startTenant({ routes: [probes] })
})
afterAll(() => tenant.close())
beforeEach(async () => {
  client = await tenant.addClient({ allowed_origins: '["https://portal.example"]' })
  userId = await tenant.addUser()
  token = await tenant.userToken(userId, client)
})

const probe = async (authorization?: string, path = '/probe', headers: Record<string, string> = {}) => {
  const response = await fetch(`${tenant.url}${path}`, {
    headers: { ...headers, ...(authorization === undefined ? {} : { authorization }) },
  })
  const body = await response.json()
  return { status: response.status, code: body.errors?.[0].code, body, headers: response.headers }
}
const bearer = (value: string) => `Bearer ${value}`

/** A token like ours with another header or other claims, signed by the given key or not at all. */
const forge = (
  changes: { header?: object; claims?: object },
  key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
) => {
  const [header = '', payload = ''] = token.split('.')
  const change = (part: string, members: object = {}) =>
    Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(part, 'base64url').toString()), ...members })).toString(
      'base64url',
    )
  const signed = `${change(header, changes.header)}.${change(payload, changes.claims)}`
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}
const ownKey = () => tenant.context.keys.current(tenant.context.tenant.id).privateKey

describe('a request with a valid token', () => {
  it('acts in the name of the user, through the client', async () => {
    const { status, body } = await probe(bearer(token))
    expect(status).toBe(200)
    expect(body).toMatchObject({
      tenantId: tenant.context.tenant.id,
      userId,
      subject: `subject-${userId}`,
      actor: client.clientId,
      scopes: ['user_default'],
      credential: { type: 'access-token', clientId: client.clientId, grantId: expect.any(String) },
    })
  })

  it('passes with a covering scope, and gets 403 without', async () => {
    expect((await probe(bearer(token), '/probe/apps')).status).toBe(200)
    const { status, code, body } = await probe(bearer(token), '/probe/users')
    expect([status, code]).toEqual([403, 'AUTH-INSUFFICIENT-SCOPE'])
    expect(body.errors[0].detail).toContain('admin.users')
  })

  it('passes as the bot user of a machine client', async () => {
    const machine = await probe(bearer(await tenant.adminToken()), '/probe/users')
    expect(machine.status).toBe(200)
  })
})

describe('a request gets 401', () => {
  it('without a token, or with something else', async () => {
    for (const authorization of [undefined, 'Bearer', 'Basic dXNlcjpwYXNz', token]) {
      expect([(await probe(authorization)).status, (await probe(authorization)).code]).toEqual([
        401,
        'AUTH-TOKEN-MISSING',
      ])
    }
  })

  it('with a challenge that says why', async () => {
    expect((await probe()).headers.get('www-authenticate')).toMatch(/^Bearer realm="understudy", resource_metadata=/)
    expect((await probe(bearer('a.b.c'))).headers.get('www-authenticate')).toContain('error="invalid_token"')
  })

  it('with a token that is no JWT', async () => {
    for (const text of ['abc', 'a.b.c', 'a.b', `${token}.x`, 'bnVsbA.bnVsbA.bnVsbA']) {
      expect((await probe(bearer(text))).code).toBe('AUTH-TOKEN-INVALID')
    }
  })

  it('with a token that somebody else signed, or whose claims were changed', async () => {
    expect((await probe(bearer(forge({})))).code).toBe('AUTH-TOKEN-INVALID')
    const [header, payload = '', signature] = token.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const changed = Buffer.from(JSON.stringify({ ...claims, scope: 'admin_classic' })).toString('base64url')
    expect((await probe(bearer(`${header}.${changed}.${signature}`))).code).toBe('AUTH-TOKEN-INVALID')
  })

  it('with another algorithm, none, another type, or an unknown key, even if signed by the right key', async () => {
    for (const header of [{ alg: 'none' }, { alg: 'HS256' }, { typ: 'JWT' }, { kid: 'other' }, { kid: 1 }]) {
      expect((await probe(bearer(forge({ header }, ownKey())))).code).toBe('AUTH-TOKEN-INVALID')
    }
  })

  it('with a token for another issuer, audience, tenant or purpose', async () => {
    const others = [
      { iss: 'https://evil.example' },
      { aud: 'https://evil.example' },
      { tenantId: 'other' },
      { purpose: 'websocket' },
    ]
    for (const claims of others) {
      expect((await probe(bearer(forge({ claims }, ownKey())))).code).toBe('AUTH-TOKEN-INVALID')
    }
  })

  it('with an expired token, also one that was accepted before', async () => {
    expect((await probe(bearer(forge({ claims: { exp: 1 } }, ownKey())))).code).toBe('AUTH-TOKEN-EXPIRED')
    await verifyAccessToken(tenant.context, token)
    const later = { ...tenant.context, clock: () => Date.now() + 21_600_000 }
    await expect(verifyAccessToken(later, token)).rejects.toMatchObject({ code: 'AUTH-TOKEN-EXPIRED' })
  })

  it.each<[string, () => Promise<unknown>]>([
    ['the user was disabled', () => changeUser({ status: 'disabled' })],
    ['the user was deleted', () => tenant.dependencies.store.deleteFrom('users').where('id', '=', userId).execute()],
    ['the user was revoked', () => advanceUserEpoch(tenant.dependencies.store, tenant.context.tenant.id, userId)],
    ['the client was disabled', () => changeClient({ disable_tag: 'suspended' })],
    ['the client was deleted', () => deleteClient()],
    [
      'the client was revoked',
      () => advanceClientEpoch(tenant.dependencies.store, tenant.context.tenant.id, client.clientId),
    ],
  ])('after %s, at the next request', async (_reason, change) => {
    expect((await probe(bearer(token))).status).toBe(200)
    await change()
    const { status, code } = await probe(bearer(token))
    expect([status, code]).toEqual([401, 'AUTH-TOKEN-REVOKED'])
  })

  const changeUser = (changes: { status: 'disabled' }) =>
    tenant.dependencies.store.updateTable('users').set(changes).where('id', '=', userId).execute()
  const changeClient = (changes: { disable_tag: string }) =>
    tenant.dependencies.store.updateTable('oauth_clients').set(changes).where('id', '=', client.clientId).execute()
  const deleteClient = () =>
    tenant.dependencies.store.deleteFrom('oauth_clients').where('id', '=', client.clientId).execute()
})

describe('admin scopes', () => {
  it('are worth nothing once the user is no administrator any more', async () => {
    const adminToken = await tenant.adminToken()
    expect((await probe(bearer(adminToken), '/probe/users')).status).toBe(200)
    const { store } = tenant.dependencies
    const roles = await store.selectFrom('user_roles').selectAll().execute()
    await store.deleteFrom('user_roles').execute()
    expect((await probe(bearer(adminToken), '/probe/users')).code).toBe('AUTH-INSUFFICIENT-SCOPE')
    await store.insertInto('user_roles').values(roles).execute()
  })
})

describe('browser origins', () => {
  it('may use tokens of a client that allows them, and of no other', async () => {
    const allowed = await probe(bearer(token), '/probe', { origin: 'https://portal.example' })
    expect(allowed.status).toBe(200)
    const elsewhere = await tenant.addClient({ allowed_origins: '["https://elsewhere.example"]' })
    const other = await probe(bearer(await tenant.userToken(userId, elsewhere)), '/probe', {
      origin: 'https://portal.example',
    })
    expect([other.status, other.code]).toEqual([403, 'OAUTH-29'])
    expect(other.body.errors[0].detail).toContain('https://portal.example')
  })
})

describe('an unexpected failure', () => {
  it('is answered by a trace id and nothing of its cause', async () => {
    const { status, body } = await probe(undefined, '/probe/broken')
    expect(status).toBe(500)
    expect(body).toMatchObject({ errors: [{ code: 'HTTP-INTERNAL', status: 500 }], traceId: expect.any(String) })
    expect(JSON.stringify(body)).not.toMatch(/secret of the implementation|\.ts|at /)
  })
})
