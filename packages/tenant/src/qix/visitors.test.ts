import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { qix } from '@qlik/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addApp } from '../apps/add-app.js'
import { reloadRegisteredApp } from '../apps/reload-registered-app.js'
import { registerRestRoutes } from '../http/rest/register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from '../http/rest/testing/rest-caller.js'
import { expectRefusal } from '../testing/refusals.js'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { attachQix } from './attach-qix.js'
import { openRawSocket } from './testing/raw-socket.js'

let tenant: StartedTenant
let admin: RestCaller
let clientId: string

const page = 'https://page.example'
const rows = `CREATE TABLE sales AS SELECT * FROM (VALUES ('North', 10), ('South', 5)) AS t("Region", "Amount");`
const sectionAccess = (userId: string) =>
  `CREATE TABLE "SECTION_ACCESS" AS SELECT * FROM (VALUES ('USER', '${userId}', 'North')) AS t("ACCESS", "USERID", "Region");`

const loadApp = async (id: string, sql: string): Promise<void> => {
  const folder = join(tenant.dataDir, id)
  const now = (): string => new Date().toISOString()
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'data.sql'), sql)
  await writeFile(join(folder, 'app.json'), JSON.stringify({ id, name: id, sources: {} }))
  const { store, config } = tenant.dependencies
  const tenantId = tenant.context.tenant.id
  await addApp(tenant.context, folder)
  await reloadRegisteredApp({ store, config, tenantId, appId: id, now })
}

beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes], upgrades: [attachQix], config: { qixVisitorSessions: 2 } })
  admin = await machineCaller(tenant)
  await loadApp('open', rows)
  await loadApp('everybody', rows + sectionAccess('*'))
  await loadApp('people', rows + sectionAccess('ann'))
  const client = { appType: 'anonymous-embed', clientName: 'Public pages', allowedScopes: ['apps:read'] }
  clientId = (await admin('POST', '/oauth-clients', { ...client, allowedOrigins: [page] })).body.clientId
})
afterAll(() => tenant.close())

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

const createCode = async (appId: string, expiresAt = inDays(1)): Promise<{ id: string; accessCode: string }> => {
  const { status, body } = await admin('POST', `/oauth-clients/${clientId}/access-codes`, {
    appId,
    expiresAt,
  })
  expect(status).toBe(201)
  return body
}

const request = (accessCode: string, changes: object = {}) => ({
  eac: accessCode,
  client_id: clientId,
  grant_type: 'urn:qlik:oauth:anonymous-embed',
  tracking_code: '6925fe00'.padEnd(40, 'a'),
  ...changes,
})

const visit = async (accessCode: string, changes: object = {}): Promise<string> => {
  const { status, body } = await tenant.requestToken(request(accessCode, changes))
  expect([status, body.scope, body.refresh_token]).toEqual([200, 'apps:read', undefined])
  return body.access_token
}

const openApp = (token: string, appId: string) =>
  openRawSocket(`${tenant.url}/app/${appId}`, { authorization: `Bearer ${token}` })

const regionsSeen = async (accessCode: string, appId: string): Promise<(string | undefined)[]> => {
  const hostConfig = { authType: 'anonymous' as const, host: tenant.url, clientId, accessCode }
  const session = qix.openAppSession({ appId, hostConfig })
  try {
    const app = await session.getDoc()
    const list = await app.createSessionObject({
      qInfo: { qType: 'list' },
      qListObjectDef: {
        qDef: { qFieldDefs: ['Region'] },
        qInitialDataFetch: [{ qTop: 0, qLeft: 0, qWidth: 1, qHeight: 10 }],
      },
    })
    const { qListObject } = await list.getLayout()
    return (qListObject?.qDataPages?.[0]?.qMatrix ?? []).map(([cell]) => cell?.qText).sort()
  } finally {
    session.close()
  }
}

describe('@qlik/api with an access code', () => {
  it('opens an app that is open to everybody', async () => {
    expect(await regionsSeen((await createCode('open')).accessCode, 'open')).toEqual(['North', 'South'])
  })

  it('sees what section access gives to everybody, and does not enter where it names people', async () => {
    expect(await regionsSeen((await createCode('everybody')).accessCode, 'everybody')).toEqual(['North'])
    const socket = await openApp(await visit((await createCode('people')).accessCode), 'people')
    expect(await socket.closed).toMatchObject({ code: 4203, reason: expect.stringContaining('ENGINE-NO-ACCESS') })
  })
})

describe('a visitor', () => {
  it('opens no other app, and reads and changes nothing through the REST API', async () => {
    const token = await visit((await createCode('open')).accessCode)
    const socket = await openApp(token, 'everybody')
    expect(await socket.closed).toMatchObject({ code: 4203, reason: expect.stringContaining('AUTH-VISITOR') })
    const call = restCaller(tenant, token)
    for (const [method, path] of [
      ['GET', '/users/me'],
      ['GET', '/items'],
      ['GET', '/apps/open'],
      ['GET', '/boot/core-init'],
      ['POST', '/users'],
    ] as const) {
      const { status, body } = await call(method, path)
      expect([path, status, body.errors[0].code]).toEqual([path, 403, 'AUTH-VISITOR'])
    }
    expect((await call('GET', '/user-locale')).body).toEqual({ locale: 'en-US' })
    expect((await call('GET', '/features')).status).toBe(200)
  })

  it('is told from other visitors, and known again, without a trace of a person', async () => {
    const { accessCode } = await createCode('open')
    const claims = async (changes: object) => claimsOf(await visit(accessCode, changes))
    const [first, again, other] = [await claims({}), await claims({}), await claims({ tracking_code: 'b'.repeat(40) })]
    expect(first).toMatchObject({ subType: 'anonymous', scope: 'apps:read' })
    const soon = inDays(0.01)
    const brief = claimsOf(await visit((await createCode('open', soon)).accessCode))
    expect(brief.exp).toBe(Math.floor(Date.parse(soon) / 1000))
    expect(again.sub).toBe(first.sub)
    expect(other.sub).not.toBe(first.sub)
    const { store } = tenant.dependencies
    expect(await store.selectFrom('users').select('id').where('id', 'in', [first.sub, other.sub]).execute()).toEqual([])
    expect(JSON.stringify(await store.selectFrom('audit_journal').select('record').execute())).not.toContain('bbbbbbbb')
  })

  it('shares a number of sessions with all other visitors of the app', async () => {
    const { accessCode } = await createCode('open')
    const visitors = ['c', 'd', 'e'].map((digit) => visit(accessCode, { tracking_code: digit.repeat(40) }))
    const sockets = []
    for (const token of await Promise.all(visitors)) sockets.push(await openApp(token, 'open'))
    const [first, second, third] = sockets
    for (const socket of [first, second]) expect((await socket?.nextFrame())?.method).toBe('OnConnected')
    expect(await third?.closed).toMatchObject({ code: 4005, reason: expect.stringContaining('QIX-LIMIT') })
    for (const socket of sockets) socket.close()
  })

  it('exchanges its token for a WebSocket from the pages of the client only', async () => {
    const body = {
      subject_token: await visit((await createCode('open')).accessCode),
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      purpose: 'websocket',
      client_id: clientId,
    }
    const elsewhere = await tenant.requestToken(body, { origin: 'https://elsewhere.example' })
    expect(elsewhere.status).toBe(403)
    const { access_token: exchanged } = (await tenant.requestToken(body, { origin: page })).body
    const socket = await openRawSocket(`${tenant.url}/app/open?accessToken=${exchanged}`, { origin: page })
    expect((await socket.nextFrame()).method).toBe('OnConnected')
    socket.close()
  })

  it("ends its own access by revoking its token, and nobody else's", async () => {
    const { accessCode } = await createCode('open')
    const [mine, other] = [await visit(accessCode), await visit(accessCode, { tracking_code: 'f'.repeat(40) })]
    const response = await fetch(`${tenant.url}/oauth/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: clientId, token: mine }),
    })
    expect(response.status).toBe(200)
    expect((await restCaller(tenant, mine)('GET', '/features')).status).toBe(401)
    expect((await restCaller(tenant, other)('GET', '/features')).status).toBe(200)
    expect((await restCaller(tenant, await visit(accessCode))('GET', '/features')).status).toBe(200)
  })

  it('is out when the access code is deleted, or its client may do other things', async () => {
    const { id, accessCode } = await createCode('open')
    const token = await visit(accessCode)
    const socket = await openApp(token, 'open')
    await socket.nextFrame()
    expect((await admin('DELETE', `/oauth-clients/${clientId}/access-codes/${id}`)).status).toBe(204)
    expect((await socket.closed).code).toBe(4006)
    expect((await restCaller(tenant, token)('GET', '/features')).status).toBe(401)
    await expectRefusal(tenant, request(accessCode), 401, 'OAUTH-ACCESS-CODE', 'invalid_grant')

    const other = await visit((await createCode('open')).accessCode)
    expect((await restCaller(tenant, other)('GET', '/features')).status).toBe(200)
    await admin('PATCH', `/oauth-clients/${clientId}`, [{ op: 'replace', path: '/allowedOrigins', value: [page] }])
    expect((await restCaller(tenant, other)('GET', '/features')).status).toBe(401)
  })
})

describe('an access code is refused', () => {
  it('when it is unknown, of another client, of another tenant, expired, or used from another page', async () => {
    const { id, accessCode } = await createCode('open')
    const refused = (body: object, code = 'OAUTH-ACCESS-CODE') =>
      expectRefusal(tenant, body, 401, code, 'invalid_grant')
    await refused(request('x'.repeat(43)))
    await refused(request(accessCode, { client_id: (await tenant.addClient()).clientId }))
    const foreign = { origin: 'https://elsewhere.example' }
    await expectRefusal(tenant, request(accessCode), 403, 'OAUTH-29', 'unauthorized_client', foreign)
    const token = await visit(accessCode)
    const { store } = tenant.dependencies
    await store.updateTable('access_codes').set({ expires_at: Date.now() }).where('id', '=', id).execute()
    await refused(request(accessCode))
    expect((await restCaller(tenant, token)('GET', '/features')).status).toBe(401)
  })

  it('when its client is disabled, or may not show apps', async () => {
    const { accessCode } = await createCode('open')
    const { store } = tenant.dependencies
    const set = (columns: object) =>
      store.updateTable('oauth_clients').set(columns).where('id', '=', clientId).execute()
    await set({ disable_tag: 'suspended' })
    await expectRefusal(tenant, request(accessCode), 403, 'OAUTH-CLIENT-DISABLED', 'unauthorized_client')
    await set({ disable_tag: null, allowed_scopes: '["identity.name:read"]' })
    await expectRefusal(tenant, request(accessCode), 400, 'OAUTH-INVALID-SCOPE', 'invalid_scope')
    await set({ allowed_scopes: '["apps:read"]' })
    await visit(accessCode)
  })

  it('at its creation, for other clients, unknown apps, and ends that are none', async () => {
    const create = (changes: object, id = clientId) =>
      admin('POST', `/oauth-clients/${id}/access-codes`, { appId: 'open', expiresAt: inDays(1), ...changes })
    const { clientId: web } = await tenant.addClient()
    expect((await create({}, web)).body.errors[0].code).toBe('ACCESS-CODES-CLIENT')
    expect((await create({ appId: 'nowhere' })).body.errors[0].code).toBe('APP-UNKNOWN')
    for (const expiresAt of ['never', inDays(-1), inDays(800)]) {
      expect((await create({ expiresAt })).body.errors[0].code).toBe('ACCESS-CODES-EXPIRY')
    }
    const user = await machineCaller(tenant, ['user_default'])
    expect((await user('GET', `/oauth-clients/${clientId}/access-codes`)).status).toBe(403)
  })

  it('never shown again, nor stored', async () => {
    const { id, accessCode } = await createCode('open')
    const { body } = await admin('GET', `/oauth-clients/${clientId}/access-codes`)
    expect(body.data).toContainEqual(expect.objectContaining({ id, appId: 'open', status: 'active' }))
    const stored = await tenant.dependencies.store.selectFrom('access_codes').selectAll().execute()
    expect(JSON.stringify([body, stored])).not.toContain(accessCode)
  })
})
