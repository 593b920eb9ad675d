import { cpSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { grantTypes } from '@understudy/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { served } from '../cli/served.js'
import { dataPaths } from '../config/data-paths.js'
import { tenantAdminRoleId } from '../directory/roles/default-roles.js'
import { type RestCaller, restCaller } from '../http/rest/testing/rest-caller.js'
import { authorizationQuery, redemption, spa } from '../oauth/authorization/testing/browser.js'
import { createBrowserSession } from '../sessions/create-browser-session.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import type { PostgresServer } from '../testing/postgres-server.js'
import { type StartedNodes, startNodes } from '../testing/started-nodes.js'
import { startInstalledPostgres } from '../testing/stores.js'
import { openRawSocket, type RawSocket } from './testing/raw-socket.js'
import { loadSmallApp, smallAppId } from './testing/small-app.js'

let postgres: PostgresServer
let started: StartedNodes
let context: TenantContext
let admin: RestCaller
let clientId: string
let clientSecret: string
let userId: string

beforeAll(async () => {
  postgres = await startInstalledPostgres()
  const tenants = [{ hostnames: ['localhost'], origin: 'https://t.example' }]
  started = await startNodes(await postgres.createDatabase(), 2, tenants, served)
  const [first, second] = started.nodes
  const tenant = first?.tenants[0]
  if (first === undefined || second === undefined || tenant === undefined) throw new Error('There must be two nodes.')
  context = { ...first.dependencies, tenant }
  await loadSmallApp({ context, dataDir: context.config.dataDir })
  // Nodes that share a store share a folder of snapshots; here each has a copy.
  cpSync(dataPaths(context.config).apps, dataPaths(second.dependencies.config).apps, { recursive: true })
})
afterAll(async () => {
  await started?.close()
  await postgres?.stop()
})

const url = (node: number): string => started.nodes[node]?.url ?? ''
const post = async (path: string, body: object): Promise<{ access_token: string }> => {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(`${url(0)}${path}`, init)
  if (!response.ok) throw new Error(await response.text())
  return (await response.json()) as { access_token: string }
}
const made = async (path: string, body: object) => {
  const answer = await admin('POST', path, body)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return answer.body
}

beforeEach(async () => {
  const [tenant] = started.tenants
  const { access_token: token } = await post('/oauth/token', {
    grant_type: grantTypes.clientCredentials,
    client_id: tenant?.clientId,
    client_secret: tenant?.clientSecret,
  })
  admin = restCaller({ url: url(0) }, token)
  await admin('POST', '/groups', { name: 'everything', providerType: 'custom' })
  const client = await made('/oauth-clients', {
    appType: 'web',
    clientName: 'Portal',
    allowedScopes: ['user_default'],
    allowedGrantTypes: [grantTypes.impersonation],
    connectionConfig: { consentMethod: 'trusted' },
  })
  clientId = client.clientId
  clientSecret = client.clientSecret
  userId = await newReader()
})

const newReader = async (): Promise<string> => {
  const { id } = await made('/users', { subject: `reader-${Math.random()}`, name: 'Reader', status: 'active' })
  const value = [{ name: 'everything', providerType: 'custom' }]
  expect((await admin('PATCH', `/users/${id}`, [{ op: 'replace', path: '/assignedGroups', value }])).status).toBe(204)
  return id
}

type Headers = Readonly<Record<string, string>>

const impersonated = async (id: string): Promise<Headers> => {
  const { access_token: token } = await post('/oauth/token', {
    grant_type: grantTypes.impersonation,
    client_id: clientId,
    client_secret: clientSecret,
    user_lookup: { field: 'userId', value: id },
  })
  return { authorization: `Bearer ${token}` }
}
const signedIn = async (): Promise<{ cookie: string; csrfToken: string }> => {
  const { session, setCookies } = await createBrowserSession(context, {
    userId,
    source: 'interactive',
    idpId: null,
    authTime: Date.now(),
  })
  return { cookie: setCookies.map((each) => each.split(';')[0]).join('; '), csrfToken: session.csrfToken }
}
const kidOf = ({ authorization = '' }: Headers): string =>
  JSON.parse(Buffer.from(authorization.slice(7).split('.')[0] ?? '', 'base64url').toString()).kid

const open = async (node: number, headers: Headers): Promise<RawSocket> => {
  const socket = await openRawSocket(`${url(node)}/app/${smallAppId}`, headers)
  expect((await socket.nextFrame()).method).toBe('OnConnected')
  return socket
}

/** What a promise gives before open sockets are looked at anyway, every ten seconds. */
const soon = <T>(promise: Promise<T>) => Promise.race([promise, delay(5_000, 'too late')])

/** What a socket is opened with, and what ends it. */
type Ending = () => Promise<{ readonly headers: Headers; readonly end: () => Promise<unknown> }>

const endings: Readonly<Record<string, Ending>> = {
  'the user takes the consent back': async () => {
    const { cookie, csrfToken } = await signedIn()
    const application = await made('/oauth-clients', {
      appType: 'spa',
      clientName: 'Board',
      allowedScopes: ['user_default'],
      redirectUris: JSON.parse(spa.redirect_uris),
      allowedOrigins: JSON.parse(spa.allowed_origins),
    })
    const consent = { user_id: userId, client_id: application.clientId, scope: 'user_default' }
    const row = { ...consent, tenant_id: context.tenant.id, given_at: new Date().toISOString() }
    await context.store.insertInto('oauth_consents').values(row).execute()
    const query = authorizationQuery(application.clientId)
    const answer = await fetch(`${url(0)}/oauth/authorize?${query}`, { headers: { cookie }, redirect: 'manual' })
    const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
    const { access_token: token } = await post('/oauth/token', redemption(application.clientId, code))
    const form = new URLSearchParams({ client_id: application.clientId, csrf_token: csrfToken })
    return {
      headers: { authorization: `Bearer ${token}` },
      end: () => fetch(`${url(0)}/oauth/consents`, { method: 'POST', headers: { cookie }, body: form }),
    }
  },
  'the user signs out': async () => {
    const { cookie, csrfToken } = await signedIn()
    const headers = { cookie, 'sec-fetch-site': 'same-origin' }
    return {
      headers: { cookie, 'qlik-csrf-token': csrfToken },
      end: () => fetch(`${url(0)}/logout`, { headers, redirect: 'manual' }),
    }
  },
  'the API key is revoked': async () => {
    const { id, token } = await made('/api-keys', { description: 'for a test' })
    await context.store
      .updateTable('api_keys')
      .set({ user_id: userId, client_epoch: null })
      .where('id', '=', id)
      .execute()
    return { headers: { authorization: `Bearer ${token}` }, end: () => admin('DELETE', `/api-keys/${id}`) }
  },
  'the user gets another role': async () => {
    const patch = [{ op: 'replace', path: '/assignedRoles', value: [{ id: tenantAdminRoleId }] }]
    return { headers: await impersonated(userId), end: () => admin('PATCH', `/users/${userId}`, patch) }
  },
}

describe('sockets on two nodes close', () => {
  it.each(Object.entries(endings))('when %s, and those of others stay', async (_what, prepare) => {
    const { headers, end } = await prepare()
    const bystander = await impersonated(await newReader())
    const sockets = [await open(0, headers), await open(1, headers)]
    const others = [await open(0, bystander), await open(1, bystander)]
    await end()
    for (const socket of sockets) expect(await soon(socket.closed)).toMatchObject({ code: 4006 })
    for (const socket of others) expect((await socket.request(-1, 'OpenDoc', smallAppId)).result).toBeDefined()
    for (const socket of others) socket.close()
    const again = await openRawSocket(`${url(1)}/app/${smallAppId}`, headers)
    expect((await again.closed).code).toBe(4006)
  })

  it('when the share that let them in is taken away', async () => {
    const space = await made('/spaces', { name: 'Reserved', type: 'shared' })
    const { spaceId } = (await admin('GET', `/apps/${smallAppId}`)).body.attributes
    expect((await admin('PUT', `/apps/${smallAppId}/space`, { spaceId: space.id })).status).toBe(200)
    const share = { type: 'user', resourceId: smallAppId, resourceType: 'app', roles: ['consumer'] }
    const { id } = await made(`/spaces/${space.id}/shares`, { ...share, assigneeId: userId })
    const headers = await impersonated(userId)
    const sockets = [await open(0, headers), await open(1, headers)]
    expect((await admin('DELETE', `/spaces/${space.id}/shares/${id}`)).status).toBe(204)
    for (const socket of sockets) expect(await soon(socket.closed)).toMatchObject({ code: 4203 })
    await admin('PUT', `/apps/${smallAppId}/space`, { spaceId })
  })

  it('when the node that they are on was told nothing of it, and notices that it was not', async () => {
    const [headers, other] = [await impersonated(userId), await impersonated(await newReader())]
    const [socket, bystander] = [await open(1, headers), await open(1, other)]
    await context.store.updateTable('users').set({ epoch: 1_000 }).where('id', '=', userId).execute()
    const { identityChanges } = started.nodes[1]?.dependencies ?? context
    identityChanges.publishHearing('missed')
    expect(await soon(socket.closed)).toMatchObject({ code: 4006 })
    expect((await bystander.request(-1, 'OpenDoc', smallAppId)).result).toBeDefined()
    identityChanges.publishHearing('deaf')
    expect(await soon(bystander.closed)).toMatchObject({ code: 4003 })
    const again = await open(1, other)
    again.close()
  })

  it('when their key is retired', async () => {
    const headers = await impersonated(userId)
    const sockets = [await open(0, headers), await open(1, headers)]
    await started.command('keys', 'retire', kidOf(headers))
    for (const socket of sockets) expect(await soon(socket.closed)).toMatchObject({ code: 4006 })
    const fresh = await open(1, await impersonated(userId))
    fresh.close()
  })

  it('when their tenant is deactivated', async () => {
    const headers = await impersonated(userId)
    const sockets = [await open(0, headers), await open(1, headers)]
    await started.command('tenant', 'deactivate', 'localhost')
    for (const socket of sockets) expect(await soon(socket.closed)).toMatchObject({ code: 4006 })
  })
})
