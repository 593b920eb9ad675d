import { setTimeout as delay } from 'node:timers/promises'
import { grantTypes } from '@understudy/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type StartedNodes, startNodes } from '../../testing/started-nodes.js'
import { describeOnBothStores } from '../../testing/stores.js'
import { registerRestRoutes } from './register-rest-routes.js'

/** Milliseconds within which every node has to know what was decided. */
const second = 1500

const operatorHost = 'operator.example'

interface Credentials {
  readonly clientId: string
  readonly clientSecret: string
}

describeOnBothStores('tenants of one deployment', (newLocation) => {
  let started: StartedNodes
  let operator: Credentials
  beforeEach(async () => {
    const location = await newLocation()
    const count = location.startsWith('postgres') ? 2 : 1
    started = await startNodes(location, count, [{}], { routes: [registerRestRoutes] }, { trustProxy: true })
    operator = JSON.parse(await started.command('operator-client', 'create', '--hostname', operatorHost, '--json'))
    await delay(second)
  })
  afterEach(() => started.close())

  const call = async (
    host: string,
    method: string,
    path: string,
    { token, body, node = 0 }: { token?: string; body?: unknown; node?: number } = {},
  ) => {
    const response = await fetch(`${started.nodes[node % started.nodes.length]?.url}${path}`, {
      method,
      headers: {
        'x-forwarded-host': host,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
  }
  const tokenRequest = (host: string, { clientId, clientSecret }: Credentials, node = 0) =>
    call(host, 'POST', '/oauth/token', {
      node,
      body: { grant_type: grantTypes.clientCredentials, client_id: clientId, client_secret: clientSecret },
    })
  const tokenOf = async (host: string, credentials: Credentials): Promise<string> =>
    (await tokenRequest(host, credentials)).body.access_token
  const create = async (body: unknown) =>
    call(operatorHost, 'POST', '/api/v1/tenants', { token: await tokenOf(operatorHost, operator), body })
  const acme = { name: 'Acme', hostnames: ['acme.example.com'] }
  const manage = async (id: string, action: string, body?: unknown) =>
    call(operatorHost, 'POST', `/api/v1/tenants/${id}/actions/${action}`, {
      token: await tokenOf(operatorHost, operator),
      ...(body === undefined ? {} : { body }),
    })

  it('are made by the operator and served at once, on every node', async () => {
    const made = await create(acme)
    expect(made).toMatchObject({
      status: 201,
      body: {
        name: 'Acme',
        hostnames: ['acme.example.com'],
        status: 'active',
        region: 'local',
        created: expect.any(String),
      },
    })
    const { adminClient } = made.body
    const token = await tokenOf('acme.example.com', adminClient)
    expect((await call('acme.example.com', 'GET', '/api/v1/tenants/me', { token })).body.id).toBe(made.body.id)
    await delay(second)
    expect((await tokenRequest('acme.example.com', adminClient, 1)).status).toBe(200)
    const { body } = await call('acme.example.com', 'GET', '/.well-known/oauth-authorization-server', { node: 1 })
    expect(body.issuer).toMatch(/^http:\/\/acme\.example\.com:\d+$/)
  })

  it('are chosen by host name, and a name that belongs to none is refused once there are two', async () => {
    const [first] = started.tenants
    if (first === undefined) throw new Error('There must be a tenant.')
    expect((await tokenRequest('whatever.example', first)).status).toBe(200)
    await create(acme)
    expect((await tokenRequest('whatever.example', first)).status).toBe(421)
    // It was made without a host name, and is not lost for that.
    expect((await tokenRequest('127.0.0.1', first)).status).toBe(200)
    expect((await tokenRequest('acme.example.com', first)).status).toBe(401)
  })

  it('are not managed by anybody but the operator', async () => {
    const [first] = started.tenants
    if (first === undefined) throw new Error('There must be a tenant.')
    const token = await tokenOf('first.example', first)
    const attempts = [
      call('first.example', 'POST', '/api/v1/tenants', { token, body: acme }),
      call('first.example', 'POST', `/api/v1/tenants/${first.tenantId}/actions/deactivate`, { token, body: {} }),
      call('first.example', 'POST', `/api/v1/tenants/${first.tenantId}/actions/reactivate`, { token }),
      call(operatorHost, 'POST', '/api/v1/tenants', { token, body: acme }),
      call(operatorHost, 'POST', '/api/v1/tenants', { body: acme }),
    ]
    expect((await Promise.all(attempts)).map(({ status }) => status)).toEqual([403, 403, 403, 401, 401])
    const scopes = { appType: 'web', clientName: 'Climber', allowedScopes: ['tenants:create'] }
    expect((await call('first.example', 'POST', '/api/v1/oauth-clients', { token, body: scopes })).status).toBe(400)
    const operatorToken = await tokenOf(operatorHost, operator)
    const users = await call(operatorHost, 'GET', '/api/v1/users', { token: operatorToken })
    const clients = await call(operatorHost, 'POST', '/api/v1/oauth-clients', {
      token: operatorToken,
      body: { appType: 'web', clientName: 'Climber' },
    })
    expect([users.status, clients.status]).toEqual([403, 403])
  })

  it('answer nothing when deactivated, and old tokens are dead when they are back', async () => {
    const { body } = await create(acme)
    const token = await tokenOf('acme.example.com', body.adminClient)
    const deactivated = await manage(body.id, 'deactivate', { purgeAfterDays: 30 })
    expect(deactivated).toMatchObject({ status: 200, body: { id: body.id, status: 'disabled' } })
    expect(Date.parse(deactivated.body.estimatedPurgeDate)).toBeGreaterThan(Date.now() + 29 * 86_400_000)
    await delay(second)
    for (const node of [0, 1]) {
      const answers = [
        await call('acme.example.com', 'GET', '/api/v1/tenants/me', { token, node }),
        await call('acme.example.com', 'GET', '/.well-known/jwks.json', { node }),
        await tokenRequest('acme.example.com', body.adminClient, node),
      ]
      for (const answer of answers) {
        expect([answer.status, answer.body.errors[0].code]).toEqual([403, 'TENANT-DEACTIVATED'])
      }
    }
    expect(await manage(body.id, 'reactivate')).toMatchObject({ status: 200, body: { status: 'active' } })
    await delay(second)
    expect((await call('acme.example.com', 'GET', '/api/v1/tenants/me', { token })).status).toBe(401)
    expect((await tokenRequest('acme.example.com', body.adminClient, 1)).status).toBe(200)
    expect((await manage('unknown', 'deactivate', {})).status).toBe(404)
  })

  it('change their name and alias, within their domain', async () => {
    const { body } = await create(acme)
    const token = await tokenOf('acme.example.com', body.adminClient)
    const patch = (path: string, value: unknown) =>
      call('acme.example.com', 'PATCH', `/api/v1/tenants/${body.id}`, { token, body: [{ op: 'replace', path, value }] })
    expect((await patch('/name', 'Acme Corporation')).status).toBe(204)
    expect((await patch('/hostnames/1', 'corp.example.com')).status).toBe(204)
    expect((await call('corp.example.com', 'GET', '/api/v1/tenants/me', { token })).body).toMatchObject({
      name: 'Acme Corporation',
      hostnames: ['acme.example.com', 'corp.example.com'],
    })
    expect((await patch('/hostnames/1', 'acme.example.org')).status).toBe(400)
    expect((await patch('/hostnames/1', 'acme.example.com')).status).toBe(409)
    expect((await patch('/hostnames/0', 'x.example.com')).status).toBe(400)
    const [first] = started.tenants
    expect(
      (
        await call('acme.example.com', 'PATCH', `/api/v1/tenants/${first?.tenantId}`, {
          token,
          body: [{ op: 'replace', path: '/name', value: 'x' }],
        })
      ).status,
    ).toBe(404)
  })

  it('have host names of their own', async () => {
    await create(acme)
    expect((await create({ ...acme, name: 'Other' })).body.errors[0].code).toBe('TENANTS-HOSTNAME-TAKEN')
    expect((await create({ name: 'Other', hostnames: [operatorHost] })).status).toBe(409)
    expect((await create({ name: 'Other', hostnames: ['not a name'] })).status).toBe(400)
    const foreign = { name: 'Other', hostnames: ['other.example'], origin: 'https://acme.example.com' }
    expect((await create(foreign)).body.errors[0].code).toBe('TENANTS-INVALID')
  })

  describe('at the command line', () => {
    it('are made, listed and deactivated', async () => {
      const made = JSON.parse(
        await started.command('tenant', 'create', '--name', 'Acme', '--hostname', 'acme.example.com', '--json'),
      )
      await delay(second)
      expect((await tokenRequest('acme.example.com', made, 1)).status).toBe(200)
      await started.command('tenant', 'deactivate', 'acme.example.com')
      expect(await started.command('tenant', 'list')).toContain(`${made.tenantId}  customer  disabled  Acme`)
      await delay(second)
      expect((await tokenRequest('acme.example.com', made, 1)).status).toBe(403)
      await started.command('tenant', 'reactivate', 'acme.example.com')
      await delay(second)
      expect((await tokenRequest('acme.example.com', made, 1)).status).toBe(200)
    })
  })
})
