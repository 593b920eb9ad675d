import { request } from 'node:http'
import { grantTypes } from '@understudy/contract'
import { closeCodes } from '@understudy/engine'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import type { Config } from '../config/options.js'
import { attachQix } from '../qix/attach-qix.js'
import { openRawSocket, type RawSocket } from '../qix/testing/raw-socket.js'
import type { PostgresServer } from '../testing/postgres-server.js'
import { type StartedTenant, startTenant, wire } from '../testing/started-tenant.js'
import { startInstalledPostgres } from '../testing/stores.js'
import { registerRestRoutes } from './rest/register-rest-routes.js'
import { type RunningServer, startServer } from './start-server.js'

let tenant: StartedTenant | undefined
let postgres: PostgresServer | undefined
afterEach(async () => {
  await tenant?.close()
  await postgres?.stop()
  tenant = undefined
  postgres = undefined
})

const start = async (config: Parameters<typeof startTenant>[0] = {}): Promise<StartedTenant> => {
  tenant = await startTenant({ routes: [registerRestRoutes], ...config })
  return tenant
}

const jsonOf = async (url: string): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(url)
  return { status: response.status, body: await response.json() }
}

const readiness = (checks: Record<string, string>, status: string) => ({
  status,
  checks: { store: 'ok', keys: 'ok', snapshots: 'ok', ...checks },
})

/** What a probe gets that asks by address, under a host name of no tenant. */
const askAs = (host: string, url: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })

/** A second node of the same store, and what it logs. */
const beside = async (
  changes: Partial<Config>,
): Promise<{ server: RunningServer; lines: Record<string, unknown>[] }> => {
  const { dependencies } = tenant as StartedTenant
  const lines: Record<string, unknown>[] = []
  const logger = pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) })
  const config = { ...dependencies.config, port: 0, ...changes }
  return { server: await startServer(config, {}, { routes: [registerRestRoutes], upgrades: [], logger }), lines }
}

describe('probes', () => {
  it('are answered whatever host they name, and nothing else is', async () => {
    const { url } = await start({ tenants: [{ hostnames: ['one.example'] }, { hostnames: ['two.example'] }] })
    expect(await jsonOf(`${url}/readyz`).catch(() => undefined)).toEqual({
      status: 200,
      body: readiness({}, 'serving'),
    })
    expect(await askAs('10.0.0.7:4802', `${url}/healthz`)).toBe(200)
    expect(await askAs('10.0.0.7:4802', `${url}/readyz`)).toBe(200)
    expect(await askAs('10.0.0.7:4802', `${url}/.well-known/jwks.json`)).toBe(421)
    expect((await fetch(`${url}/healthz`, { method: 'POST' })).status).toBe(421)
  })

  it('tell that no requests should come while the node drains, which it still answers', async () => {
    const { url } = await start()
    const { server: other } = await beside({ operationsPort: 0 })
    try {
      expect((await fetch(`${other.operationsUrl}/readyz`)).status).toBe(200)
      other.drain()
      for (const address of [other.url, other.operationsUrl])
        expect(await jsonOf(`${address}/readyz`)).toEqual({ status: 503, body: readiness({}, 'draining') })
      expect((await fetch(`${other.url}/healthz`)).status).toBe(200)
      expect((await fetch(`${other.url}/.well-known/jwks.json`)).status).toBe(200)
    } finally {
      await other.close()
    }
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
  })
})

describe('metrics', () => {
  it('count tokens by outcome, requests by route and never by path, and are on their own port only', async () => {
    const { url, admin, requestToken, dependencies } = await start({ config: { operationsPort: 0 } })
    await requestToken({ grant_type: grantTypes.clientCredentials, ...wire(admin) })
    await requestToken({ grant_type: grantTypes.clientCredentials, ...wire(admin), client_secret: 'wrong' })
    await requestToken({ grant_type: 'made-up' })
    await fetch(`${url}/api/v1/users/somebody`)
    await fetch(`${url}/some/path?token=secret`)
    const text = await dependencies.metrics.text()
    const tokens = 'understudy_tokens_total'
    expect(text).toContain(`${tokens}{grant="clientCredentials",outcome="issued"} 1`)
    expect(text).toContain(`${tokens}{grant="clientCredentials",outcome="OAUTH-14"} 1`)
    expect(text).toContain(`${tokens}{grant="unknown",outcome="OAUTH-UNSUPPORTED-GRANT"} 1`)
    expect(text).toContain('understudy_token_seconds_count{grant="clientCredentials"} 2')
    const requests = 'understudy_http_requests_total'
    expect(text).toContain(`${requests}{method="POST",route="/oauth/token",status="200"} 1`)
    expect(text).toContain(`${requests}{method="POST",route="/oauth/token",status="401"} 1`)
    expect(text).toMatch(/requests_total\{method="GET",route="\/api\/v1\/users\/:\w+",status="401"\} 1/)
    expect(text).toContain(`${requests}{method="GET",route="none",status="404"} 1`)
    expect(text).not.toMatch(/somebody|some\/path|secret|made-up/)
    expect((await fetch(`${url}/metrics`)).status).toBe(404)
  })
})

describe('the log', () => {
  it('has a line for every request, with who asked, the code of a refusal, and nothing that a caller wrote', async () => {
    const { admin, context } = await start()
    const { server, lines } = await beside({})
    try {
      const ask = (body: unknown) =>
        fetch(`${server.url}/oauth/token`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }).then((response) => response.json())
      const credentials = { grant_type: grantTypes.clientCredentials, ...wire(admin) }
      const { access_token: token } = await ask(credentials)
      const refusal = await ask({ ...credentials, client_secret: 'a-wrong-secret' })
      await fetch(`${server.url}/api/v1/users?limit=7`, { headers: { authorization: `Bearer ${token}` } })
      await expect.poll(() => lines.length).toBe(3)
      const [issued, refused, read] = lines
      const common = { method: 'POST', route: '/oauth/token', tenant: context.tenant.id, ms: expect.any(Number) }
      expect(issued).toMatchObject({ ...common, level: 30, status: 200, client: admin.clientId, msg: 'answered' })
      expect(issued?.user).toEqual(expect.any(String))
      expect(issued?.bytes).toBeGreaterThan(token.length)
      const told = { level: 40, status: 401, code: 'OAUTH-14', traceId: refusal.traceId, msg: 'refused' }
      expect(refused).toMatchObject({ ...common, ...told })
      expect(read).toMatchObject({ method: 'GET', status: 200, client: admin.clientId, user: issued?.user })
      const text = JSON.stringify(lines)
      for (const secret of [token, admin.clientSecret, 'a-wrong-secret', 'limit=7']) expect(text).not.toContain(secret)
    } finally {
      await server.close()
    }
  })
})

/** Refused clients are closed once they asked for something. */
const closedOnce = (socket: RawSocket) => {
  void socket.request(-1, 'EngineVersion')
  return socket.closed
}

describe('a store that does not answer', () => {
  it('is told as such with the time to come again, and the node goes on by itself', async () => {
    postgres = await startInstalledPostgres()
    const { url, admin, requestToken, adminToken, userToken, addUser, addClient, dependencies } = await start({
      config: { store: await postgres.createDatabase() },
      upgrades: [attachQix],
    })
    const token = await adminToken()
    const person = await userToken(await addUser(), await addClient())
    const openSocket = () => openRawSocket(`${url}/app/SessionApp_one`, { authorization: `Bearer ${person}` })
    const socket = await openSocket()
    await socket.nextFrame()
    const version = () => socket.request(-1, 'EngineVersion')
    expect((await version()).result).toBeDefined()
    const users = () => fetch(`${url}/api/v1/users`, { headers: { authorization: `Bearer ${token}` } })
    expect((await users()).status).toBe(200)
    await postgres.pause()
    const credentials = { grant_type: grantTypes.clientCredentials, ...wire(admin) }
    const refused = await requestToken(credentials)
    expect(refused.status).toBe(503)
    expect(refused.headers.get('retry-after')).toBe('5')
    expect(refused.body).toMatchObject({ error: 'temporarily_unavailable', errors: [{ code: 'STORE-UNAVAILABLE' }] })
    expect(JSON.stringify(refused.body)).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|postgres/i)
    expect((await users()).status).toBe(503)
    expect((await version()).result).toBeDefined()
    const { code, reason } = await closedOnce(await openSocket())
    expect({ code, reason }).toEqual({ code: closeCodes.busy, reason: expect.stringContaining('STORE-UNAVAILABLE') })
    expect(await jsonOf(`${url}/readyz`)).toEqual({ status: 503, body: readiness({ store: 'failing' }, 'failing') })
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    await postgres.resume()
    await expect.poll(async () => (await requestToken(credentials)).status, { timeout: 10_000 }).toBe(200)
    expect((await users()).status).toBe(200)
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 5_000 }).toBe(200)
    expect((await version()).result).toBeDefined()
    expect((await socket.request(-1, 'NoSuchMethod')).error).toBeDefined()
    const metrics = await dependencies.metrics.text()
    expect(metrics).toContain('understudy_qix_calls_total{method="EngineVersion",outcome="ok"} 3')
    expect(metrics).toContain('understudy_qix_calls_total{method="unknown",outcome="refused"} 1')
    expect(metrics).toMatch(/understudy_qix_sockets 1\n/)
    expect(metrics).toMatch(/understudy_qix_sessions 1\n/)
    expect(metrics).toContain('understudy_qix_socket_closes_total{code="4205"} 1')
    expect(metrics).toMatch(/understudy_store_connections\{state="open"\} [1-9]/)
  })
})
