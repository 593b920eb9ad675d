import { get } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultConfig } from '../config/options.js'
import { consumeExchangeToken, createExchangeToken } from '../oauth/exchange-tokens.js'
import { grantClientCredentials } from '../oauth/grants/client-credentials.js'
import { impersonate } from '../oauth/grants/impersonation.js'
import { verifyAccessToken } from '../oauth/verify-access-token.js'
import { type StartedTenant, startTenant, wire } from '../testing/started-tenant.js'
import { createLogger } from './logger.js'
import { startServer } from './start-server.js'

const origin = 'https://portal.example'

describe('cross-origin requests', () => {
  let tenant: StartedTenant
  beforeAll(async () => {
    tenant = await startTenant()
    await tenant.addClient({ allowed_origins: JSON.stringify([origin]) })
    await tenant.addClient({ allowed_origins: '["https://disabled.example"]', disable_tag: 'off' })
  })
  afterAll(() => tenant.close())

  const preflight = (from: string, path = '/api/v1/oauth-clients') =>
    fetch(`${tenant.url}${path}`, {
      method: 'OPTIONS',
      headers: {
        origin: from,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,qlik-api-version',
      },
    })

  it('are announced with exactly the origin, credentials and the headers of the published clients', async () => {
    const answer = await preflight(origin)
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true')
    expect(answer.headers.get('vary')).toContain('Origin')
    expect(answer.headers.get('access-control-allow-headers')?.split(', ')).toEqual(
      expect.arrayContaining([
        'authorization',
        'content-type',
        'qlik-api-version',
        'x-feature-flag-overrides',
        'qlik-csrf-token',
        'qlik-web-integration-id',
      ]),
    )
    expect(answer.headers.get('access-control-allow-methods')).toContain('PATCH')
  })

  it('may carry the headers of tracing tools, and no others', async () => {
    const allowedOf = async (...requested: string[]) => {
      const answer = await fetch(`${tenant.url}/api/v1/users/me`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'GET',
          'access-control-request-headers': requested.join(','),
        },
      })
      expect(answer.headers.get('vary')).toContain('Access-Control-Request-Headers')
      return answer.headers.get('access-control-allow-headers')?.split(', ') ?? []
    }
    const tracing = ['baggage', 'newrelic', 'sentry-trace', 'traceparent', 'tracestate', 'x-datadog-parent-id']
    expect(await allowedOf(...tracing)).toEqual(expect.arrayContaining(tracing))
    expect(await allowedOf('X-Datadog-Origin', ' request-id')).toEqual(
      expect.arrayContaining(['x-datadog-origin', 'request-id']),
    )
    const others = ['x-forwarded-host', 'cookie', 'traceparents', 'datadog', 'x-datadog-a b', '*']
    const answered = await allowedOf(...others)
    for (const other of others) expect(answered).not.toContain(other)
    expect(await allowedOf()).not.toContain('traceparent')
  })

  it('are announced for every path, also one that does not exist', async () => {
    expect((await preflight(origin, '/api/v1/users/me')).status).toBe(204)
  })

  it.each([
    'https://elsewhere.example',
    'https://portal.example.evil',
    'http://portal.example',
    'null',
    'https://disabled.example',
  ])('are refused from %s, which no enabled client lists', async (strange) => {
    for (const answer of [
      await preflight(strange),
      await fetch(`${tenant.url}/api/v1/users/me`, { headers: { origin: strange } }),
    ]) {
      expect(answer.status).toBe(403)
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
      const { errors } = await answer.json()
      expect(errors[0]).toMatchObject({ code: 'OAUTH-29', detail: expect.stringContaining(strange) })
    }
  })

  it('of strangers reach the token endpoint, whose grants decide', async () => {
    const strange = 'https://elsewhere.example'
    const announced = await preflight(strange, '/oauth/token')
    expect(announced.status).toBe(204)
    expect(announced.headers.get('access-control-allow-origin')).toBe(strange)
    expect(announced.headers.get('access-control-allow-credentials')).toBe('true')
    for (const path of ['/oauth/token/more', '/oauth%2Ftoken', '//oauth/token', '/qlik-embed']) {
      expect((await preflight(strange, path)).status).toBe(403)
    }
  })

  it('can read the reason of a failure, and the clock of the tenant', async () => {
    const answer = await fetch(`${tenant.url}/nowhere`, { headers: { origin } })
    expect(answer.status).toBe(404)
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
    expect(answer.headers.get('access-control-expose-headers')).toContain('date')
  })
})

describe('metadata', () => {
  let tenant: StartedTenant
  beforeAll(async () => {
    tenant = await startTenant({ config: { publicOrigin: 'https://analytics.example' } })
  })
  afterAll(() => tenant.close())

  it('names the issuer that tokens carry, and endpoints below it', async () => {
    const documents = await Promise.all(
      ['oauth-authorization-server', 'openid-configuration'].map(async (name) =>
        (await fetch(`${tenant.url}/.well-known/${name}`)).json(),
      ),
    )
    expect(documents[0]).toEqual(documents[1])
    expect(documents[0]).toMatchObject({
      issuer: 'https://analytics.example',
      token_endpoint: 'https://analytics.example/oauth/token',
      jwks_uri: 'https://analytics.example/.well-known/jwks.json',
      response_types_supported: ['code'],
    })
    const claims = JSON.parse(Buffer.from((await tenant.adminToken()).split('.')[1] ?? '', 'base64url').toString())
    expect([claims.iss, claims.aud]).toEqual(['https://analytics.example', 'https://analytics.example'])
  })

  it('publishes public keys only', async () => {
    const { keys } = await (await fetch(`${tenant.url}/.well-known/jwks.json`)).json()
    const key = {
      kty: 'EC',
      crv: 'P-256',
      x: expect.any(String),
      y: expect.any(String),
      use: 'sig',
      alg: 'ES256',
      kid: expect.any(String),
    }
    expect(keys).toEqual([key, key])
  })
})

describe('several tenants', () => {
  let tenant: StartedTenant
  beforeAll(async () => {
    tenant = await startTenant({
      tenants: [
        { hostnames: ['one.example'], origin: 'https://one.example' },
        { hostnames: ['two.example', 'zwei.example'], origin: 'https://two.example' },
      ],
    })
  })
  afterAll(() => tenant.close())

  const getFrom = (host: string, headers: Record<string, string> = {}) =>
    new Promise<{ status: number | undefined; body: Record<string, unknown> }>((resolve, reject) => {
      get(`${tenant.url}/.well-known/openid-configuration`, { headers: { ...headers, host } }, (response) => {
        let text = ''
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode, body: JSON.parse(text) }))
      }).on('error', reject)
    })

  it('are told apart by the host name, whatever its case and port', async () => {
    expect((await getFrom('one.example')).body.issuer).toBe('https://one.example')
    expect((await getFrom('TWO.example:8443')).body.issuer).toBe('https://two.example')
    expect((await getFrom('zwei.example')).body.issuer).toBe('https://two.example')
  })

  it('are not reached by a host name that belongs to none', async () => {
    for (const host of ['three.example', 'one.example.evil', '127.0.0.1']) {
      const { status, body } = await getFrom(host)
      expect(status).toBe(421)
      expect(body).toMatchObject({ errors: [{ code: 'TENANT-UNKNOWN-HOST' }] })
    }
  })

  it('are not chosen by a forwarded host name unless the proxy is trusted', async () => {
    const { body } = await getFrom('one.example', { 'x-forwarded-host': 'two.example' })
    expect(body.issuer).toBe('https://one.example')
  })

  it('accept neither tokens nor clients nor users of each other', async () => {
    const [one, two] = tenant.contexts
    if (one === undefined || two === undefined) throw new Error('There must be two tenants.')
    const client = await tenant.addClient({}, one.tenant.id)
    const user = await tenant.addUser({}, two.tenant.id)
    const call = { path: '/oauth/token', authorization: undefined, origin: undefined, address: '' }
    const lookup = {
      grant_type: 'urn:qlik:oauth:user-impersonation',
      ...wire(client),
      user_lookup: { field: 'userId', value: user },
    } as const
    await expect(impersonate(one, lookup, call)).rejects.toMatchObject({ code: 'OAUTH-USER-NOT-FOUND' })
    await expect(impersonate(two, lookup, call)).rejects.toMatchObject({ code: 'OAUTH-14' })

    const machine = { grant_type: 'client_credentials', ...wire(client) } as const
    const { response } = await grantClientCredentials(one, machine, call)
    const principal = await verifyAccessToken(one, response.access_token)
    expect(principal.tenantId).toBe(one.tenant.id)
    await expect(verifyAccessToken(two, response.access_token)).rejects.toMatchObject({ code: 'AUTH-TOKEN-INVALID' })

    const binding = { purpose: 'websocket', origin: 'https://portal.example' } as const
    const { token } = await createExchangeToken(one, principal, binding)
    await expect(consumeExchangeToken(two, token, binding)).rejects.toMatchObject({ code: 'AUTH-EXCHANGE-TOKEN' })
    await expect(consumeExchangeToken(one, token, binding)).resolves.toMatchObject({ userId: principal.userId })
  })
})

describe('starting', () => {
  it('tells that the port is taken', async () => {
    const running = await startTenant()
    try {
      const port = Number(new URL(running.url).port)
      const config = { ...defaultConfig, dataDir: running.dataDir, port }
      const second = startServer(config, {}, { routes: [], upgrades: [], logger: createLogger('silent') })
      await expect(second).rejects.toMatchObject({ code: 'SERVE-PORT-TAKEN' })
    } finally {
      await running.close()
    }
  })
})
