import { grantTypes } from '@understudy/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { served } from '../cli/served.js'
import { openRawSocket } from '../qix/testing/raw-socket.js'
import { addReader, loadSmallApp, smallAppId } from '../qix/testing/small-app.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { type Credentials, type StartedTenant, startTenant, wire } from '../testing/started-tenant.js'
import { send } from './testing/furnished-tenant.js'
import { dumpTenant } from './testing/tenant-dump.js'

const alphaHost = 'alpha.example.com'
const betaHost = 'beta.example.com'
const page = 'https://page.example.com'

let started: StartedTenant
let alpha: TenantContext
let beta: TenantContext
/** Clients of the same page in both tenants. */
let alphaClient: Credentials
let betaClient: Credentials
let alphaUser: string
let betaUser: string
beforeAll(async () => {
  started = await startTenant({
    ...served,
    tenants: [{ hostnames: [alphaHost] }, { hostnames: [betaHost] }],
    config: { trustProxy: true },
  })
  const [first, second] = started.contexts
  if (first === undefined || second === undefined) throw new Error('There must be two tenants.')
  alpha = first
  beta = second
  const settings = { allowed_origins: JSON.stringify([page]) }
  alphaClient = await started.addClient(settings, alpha.tenant.id)
  betaClient = await started.addClient(settings, beta.tenant.id)
  await loadSmallApp(started)
  alphaUser = await addReader(started, 'everything')
  betaUser = await started.addUser({}, beta.tenant.id)
})
afterAll(() => started?.close())

const tokenRequest = (host: string, body: object, headers: Record<string, string> = {}) =>
  send(started, host, 'POST', '/oauth/token', headers, body)

const impersonate = (host: string, client: Credentials, userId: string) =>
  tokenRequest(host, {
    grant_type: grantTypes.impersonation,
    ...wire(client),
    user_lookup: { field: 'userId', value: userId },
  })

const alphaToken = async (): Promise<string> => (await impersonate(alphaHost, alphaClient, alphaUser)).body.access_token
const betaToken = async (): Promise<string> => (await impersonate(betaHost, betaClient, betaUser)).body.access_token

const exchange = (host: string, client: Credentials, token: string) =>
  tokenRequest(
    host,
    {
      grant_type: grantTypes.tokenExchange,
      purpose: 'websocket',
      client_id: client.clientId,
      subject_token: token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    },
    { origin: page },
  )

const openApp = (host: string, headers: Record<string, string>, query = '') =>
  openRawSocket(`${started.url}/app/${smallAppId}${query}`, { 'x-forwarded-host': host, ...headers })

describe('the token endpoint', () => {
  it('knows neither the clients nor the users of another tenant', async () => {
    const foreignClient = await impersonate(betaHost, alphaClient, alphaUser)
    expect([foreignClient.status, foreignClient.body.errors[0].code]).toEqual([401, 'OAUTH-14'])
    const foreignUser = await impersonate(betaHost, betaClient, alphaUser)
    const nobody = await impersonate(betaHost, betaClient, 'nobody')
    expect(foreignUser.status).toBe(nobody.status)
    expect(foreignUser.body.errors).toEqual(nobody.body.errors)
  })

  it('exchanges no token of another tenant, for whatever purpose', async () => {
    const token = await alphaToken()
    expect((await exchange(betaHost, alphaClient, token)).status).toBe(401)
    expect((await exchange(betaHost, betaClient, token)).status).toBe(401)
    const delegation = await tokenRequest(betaHost, {
      grant_type: grantTypes.tokenExchange,
      ...wire(betaClient),
      subject_token: token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    })
    expect(delegation.status).toBeGreaterThanOrEqual(400)
  })
})

describe('tokens', () => {
  it('are signed with keys that the other tenant does not have', async () => {
    const keysOf = async (host: string): Promise<{ kid: string; x: string }[]> =>
      (await send(started, host, 'GET', '/.well-known/jwks.json')).body.keys
    const [ofAlpha, ofBeta] = [await keysOf(alphaHost), await keysOf(betaHost)]
    const halves = new Set([...ofAlpha, ...ofBeta].flatMap(({ kid, x }) => [kid, x]))
    expect(halves.size).toBe(2 * (ofAlpha.length + ofBeta.length))
  })

  it('are no better for having been verified by their own tenant', async () => {
    const token = await alphaToken()
    const bearer = { authorization: `Bearer ${token}` }
    const me = (host: string) => send(started, host, 'GET', '/api/v1/users/me', bearer)
    expect((await me(alphaHost)).status).toBe(200)
    expect((await me(betaHost)).status).toBe(401)
    expect((await me(alphaHost)).status).toBe(200)
  })

  it('are unknown to the introspection and the userinfo of another tenant, and not revoked by it', async () => {
    const token = await alphaToken()
    const before = await dumpTenant(alpha.store, alpha.tenant.id)
    const introspected = await send(started, betaHost, 'POST', '/oauth/introspect', {}, { token, ...wire(betaClient) })
    expect(introspected.body).toEqual({ active: false })
    expect((await send(started, betaHost, 'POST', '/oauth/revoke', {}, { token, ...wire(betaClient) })).status).toBe(
      200,
    )
    const bearer = { authorization: `Bearer ${token}` }
    expect((await send(started, betaHost, 'GET', '/oauth/userinfo', bearer)).status).toBe(401)
    expect((await send(started, alphaHost, 'GET', '/api/v1/users/me', bearer)).status).toBe(200)
    expect(await dumpTenant(alpha.store, alpha.tenant.id)).toEqual(before)
  })
})

describe('sockets', () => {
  it('open no app of another tenant', async () => {
    const token = await alphaToken()
    const foreign = await openApp(betaHost, { authorization: `Bearer ${token}` })
    expect((await foreign.closed).code).toBe(4006)
    const own = await openApp(betaHost, { authorization: `Bearer ${await betaToken()}` })
    expect((await own.closed).code).toBe(4204)
  })

  it('take no single-use token of another tenant, and leave it unused', async () => {
    const { access_token: ticket } = (await exchange(alphaHost, alphaClient, await alphaToken())).body
    const foreign = await openApp(betaHost, { origin: page }, `?accessToken=${ticket}`)
    expect((await foreign.closed).code).toBe(4006)
    const own = await openApp(alphaHost, { origin: page }, `?accessToken=${ticket}`)
    expect((await own.nextFrame()).method).toBe('OnConnected')
    own.close()
  })

  it('close with their tenant, and with it alone', async () => {
    const open = async () => {
      const socket = await openApp(alphaHost, { authorization: `Bearer ${await alphaToken()}` })
      await socket.nextFrame()
      return socket
    }
    const socket = await open()
    let closed = false
    void socket.closed.then(() => {
      closed = true
    })
    beta.identityChanges.publish({ tenantId: beta.tenant.id, kind: 'tenant', id: beta.tenant.id })
    beta.identityChanges.publish({ tenantId: beta.tenant.id, kind: 'user', id: alphaUser })
    expect((await socket.request(-1, 'OpenDoc', smallAppId)).result.qReturn.qHandle).toBe(1)
    expect(closed).toBe(false)
    alpha.identityChanges.publish({ tenantId: alpha.tenant.id, kind: 'tenant', id: alpha.tenant.id })
    expect((await socket.closed).code).toBe(4006)
  })
})

describe('pages', () => {
  it('are framed by the pages of their own tenant only', async () => {
    const origins = { allowed_origins: '["https://alpha-page.example.com"]' }
    const { clientId } = await started.addClient(origins, alpha.tenant.id)
    const policyOf = async (host: string): Promise<string | null> => {
      const url = `${started.url}/qlik-embed/classic.html?client_id=${clientId}`
      const response = await fetch(url, { headers: { 'x-forwarded-host': host } })
      return response.headers.get('content-security-policy')
    }
    expect(await policyOf(alphaHost)).toContain('https://alpha-page.example.com')
    expect(await policyOf(betaHost)).not.toContain('https://alpha-page.example.com')
  })

  it('of other origins are let in by their own tenant only', async () => {
    const ask = (host: string) =>
      send(started, host, 'GET', '/api/v1/users/me', { origin: 'https://alpha-page.example.com' })
    expect((await ask(alphaHost)).body.errors[0].code).not.toBe('OAUTH-29')
    expect((await ask(betaHost)).body.errors[0].code).toBe('OAUTH-29')
  })
})
