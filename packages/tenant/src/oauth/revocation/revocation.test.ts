import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requireAuthentication } from '../../http/authentication.js'
import type { RouteRegistration } from '../../http/server.js'
import type { IdentityChange } from '../../tenants/identity-changes.js'
import { lastRecord } from '../../testing/refusals.js'
import { type Credentials, type StartedTenant, startTenant, wire } from '../../testing/started-tenant.js'
import { issueAccessToken } from '../access-token.js'
import { beginFamily } from '../refresh/refresh-family.js'

const probe: RouteRegistration = (app) => {
  app.get('/probe', { onRequest: requireAuthentication }, async () => ({}))
}

let tenant: StartedTenant
let client: Credentials
let userId: string
let token: string

beforeAll(async () => {
  tenant = await startTenant({
    routes: [probe],
    tenants: [{ hostnames: ['127.0.0.1'] }, { hostnames: ['other.test'] }],
  })
})
afterAll(() => tenant.close())
beforeEach(async () => {
  client = await tenant.addClient()
  userId = await tenant.addUser()
  token = await tenant.userToken(userId, client)
})

const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
  const response = await fetch(`${tenant.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(Object.entries(body)),
  })
  return { status: response.status, body: await response.json() }
}
const revoke = (body: object, headers?: Record<string, string>) => post('/oauth/revoke', body, headers)
const introspect = (body: object, headers?: Record<string, string>) => post('/oauth/introspect', body, headers)
const statusOf = async (presented: string): Promise<number> =>
  (await fetch(`${tenant.url}/probe`, { headers: { authorization: `Bearer ${presented}` } })).status
const claimsOf = (presented: string) => JSON.parse(Buffer.from(presented.split('.')[1] ?? '', 'base64url').toString())
const changesDuring = async (act: () => Promise<unknown>): Promise<IdentityChange[]> => {
  const told: IdentityChange[] = []
  const stop = tenant.dependencies.identityChanges.subscribe((change) => told.push(change))
  await act()
  stop()
  return told
}

describe('a client that revokes a token', () => {
  it('ends it at once, tells the nodes, and leaves other tokens alone', async () => {
    const other = await tenant.userToken(userId, client)
    expect(await statusOf(token)).toBe(200)
    const told = await changesDuring(async () => {
      expect(await revoke({ ...wire(client), token, token_type_hint: 'refresh_token' })).toEqual({
        status: 200,
        body: {},
      })
    })
    expect(told).toEqual([{ tenantId: tenant.context.tenant.id, kind: 'grant', id: claimsOf(token).grantId }])
    expect([await statusOf(token), await statusOf(other)]).toEqual([401, 200])
    expect(await lastRecord(tenant)).toMatchObject({
      event: 'oauth-token.revoked',
      actor: { type: 'client', id: client.clientId },
      subject: userId,
      grantId: claimsOf(token).grantId,
    })
  })

  it('gets 200 for what is no token, or one that ended before', async () => {
    for (const unknown of ['nothing', `${token}x`, 'a.b.c']) {
      expect((await revoke({ ...wire(client), token: unknown })).status).toBe(200)
    }
    await revoke({ ...wire(client), token })
    expect((await revoke({ ...wire(client), token })).status).toBe(200)
  })

  it('must authenticate, and own the token', async () => {
    const stranger = await tenant.addClient()
    expect((await revoke({ client_id: client.clientId, token })).body.error).toBe('invalid_client')
    expect((await revoke({ ...wire(client), client_secret: 'wrong', token })).status).toBe(401)
    expect((await revoke({ ...wire(stranger), token })).body).toMatchObject({
      error: 'unauthorized_client',
      errors: [{ code: 'OAUTH-FOREIGN-TOKEN' }],
    })
    expect((await revoke(wire(client))).body.error).toBe('invalid_request')
    expect(await statusOf(token)).toBe(200)
  })

  it('is refused in the pages of origins that it does not list', async () => {
    const page = await tenant.addClient({ app_type: 'spa', allowed_origins: '["https://portal.example"]' })
    const request = { client_id: page.clientId, token }
    expect((await revoke(request, { origin: 'https://portal.example' })).body.errors[0].code).toBe(
      'OAUTH-FOREIGN-TOKEN',
    )
    expect((await revoke(request, { origin: 'https://elsewhere.example' })).status).toBe(403)
  })
})

describe('introspection', () => {
  it('tells a confidential client what a token is worth', async () => {
    const resource = await tenant.addClient()
    const { iss, aud, jti, iat, exp, act } = claimsOf(token)
    expect(await introspect({ ...wire(resource), token })).toEqual({
      status: 200,
      body: {
        active: true,
        scope: 'user_default',
        client_id: client.clientId,
        token_type: 'Bearer',
        ...{ iss, aud, jti, iat, exp, act, sub: userId },
      },
    })
  })

  it('tells of everything else that it is not active, and nothing more', async () => {
    const [, second] = tenant.contexts
    if (second === undefined) throw new Error('There is no second tenant.')
    const foreignClient = await tenant.addClient({}, second.tenant.id)
    const foreignUser = await tenant.addUser({}, second.tenant.id)
    const foreign = issueAccessToken(second, {
      user: { id: foreignUser, epoch: 0 },
      client: { id: foreignClient.clientId, epoch: 0 },
      scopes: ['user_default'],
      origin: undefined,
    }).token
    const revoked = await tenant.userToken(userId, client)
    await revoke({ ...wire(client), token: revoked })
    const ofDisabled = await tenant.userToken(await tenant.addUser(), client)
    await tenant.dependencies.store
      .updateTable('users')
      .set({ status: 'disabled' })
      .where('id', '=', claimsOf(ofDisabled).userId)
      .execute()
    for (const worthless of ['nothing', `${token}x`, foreign, revoked, ofDisabled]) {
      expect(await introspect({ ...wire(client), token: worthless })).toEqual({ status: 200, body: { active: false } })
    }
  })

  it('is for confidential clients that authenticate and are enabled', async () => {
    const page = await tenant.addClient({ app_type: 'spa' })
    const disabled = await tenant.addClient({ disable_tag: 'suspended' })
    expect((await introspect({ client_id: page.clientId, token })).status).toBe(403)
    expect((await introspect({ client_id: client.clientId, token })).status).toBe(401)
    const elsewhere = { origin: 'https://elsewhere.example' }
    expect((await introspect({ ...wire(client), token }, elsewhere)).status).toBe(403)
    const listed = await tenant.addClient({ allowed_origins: '["https://portal.example"]' })
    const foreign = await introspect({ ...wire(client), token }, { origin: 'https://portal.example' })
    expect(foreign.body.errors[0].code).toBe('OAUTH-29')
    expect((await introspect({ ...wire(listed), token }, { origin: 'https://portal.example' })).body.active).toBe(true)
    expect((await introspect({ ...wire(disabled), token })).body.errors[0].code).toBe('OAUTH-CLIENT-DISABLED')
    expect(await lastRecord(tenant)).toMatchObject({ event: 'oauth-token.refused', client: disabled.clientId })
  })
})

describe('a grant that is revoked', () => {
  it('takes every token of it along, and its row', async () => {
    const { store, clock } = tenant.context
    const { grantId } = claimsOf(token)
    const parties = { user: { id: userId, epoch: 0 }, client: { id: client.clientId, epoch: 0 } }
    const grant = { grantId, ...parties, scopes: ['user_default'], jkt: undefined, authTime: clock(), label: {} }
    const refreshToken = await store
      .transaction()
      .execute((transaction) => beginFamily(tenant.context, transaction, grant))
    const stranger = await tenant.addClient()
    expect((await revoke({ ...wire(stranger), token: refreshToken })).body.error).toBe('unauthorized_client')
    expect(await statusOf(token)).toBe(200)
    expect((await revoke({ ...wire(client), token: refreshToken })).status).toBe(200)
    expect(await store.selectFrom('oauth_grants').selectAll().where('id', '=', grantId).execute()).toEqual([])
    expect(await statusOf(token)).toBe(401)
  })
})
