import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type JwtPortal, jwtPortal, webIntegration } from '../jwt-login/testing/jwt-portal.js'
import type { PostgresServer } from '../testing/postgres-server.js'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { startInstalledPostgres } from '../testing/stores.js'
import { registerJwtLoginRoutes } from './jwt-login-routes.js'
import { registerRestRoutes } from './rest/register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './rest/testing/rest-caller.js'

/** What depends on the database: races, locks, unique keys. The rest is tested on libSQL. */
describe('browser sessions on PostgreSQL', () => {
  let postgres: PostgresServer
  let tenant: StartedTenant
  let admin: RestCaller
  let portal: JwtPortal
  beforeAll(async () => {
    postgres = await startInstalledPostgres()
    const config = { store: await postgres.createDatabase() }
    tenant = await startTenant({ routes: [registerRestRoutes, registerJwtLoginRoutes], config })
    admin = await machineCaller(tenant)
    portal = await jwtPortal(tenant)
  })
  afterAll(async () => {
    await tenant?.close()
    await postgres?.stop()
  })

  const asCookie = (cookie: string) => restCaller(tenant, undefined)('GET', '/users/me', undefined, { cookie })

  it('make one user of many simultaneous first logins, each with its groups', async () => {
    await admin('PATCH', '/groups/settings', [{ op: 'replace', path: '/autoCreateGroups', value: true }])
    const jwts = await Promise.all(Array.from({ length: 10 }, () => portal.sign({ sub: 'race', groups: ['a', 'b'] })))
    const answers = await Promise.all(jwts.map((jwt) => portal.login(jwt)))
    expect(answers.filter(({ status }) => status === 200).length).toBe(10)
    const { body } = await admin('GET', '/users?filter=subject eq "race"')
    expect(body.data).toHaveLength(1)
    expect(body.data[0].assignedGroups.map(({ name }: { name: string }) => name).sort()).toEqual(['a', 'b'])
  })

  it('begin once for a JWT that is sent many times at once', async () => {
    const jwt = await portal.sign()
    const answers = await Promise.all(Array.from({ length: 10 }, () => portal.login(jwt)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('follow the settings, their web integration and their identity provider', async () => {
    const settings = `${tenant.url}/api/core/auth-settings`
    for (const value of [60, 120])
      expect(
        (await admin('PATCH', settings, [{ op: 'replace', path: '/maxUserSessionLifespanMinutes', value }])).status,
      ).toBe(200)
    const id = await webIntegration(tenant.context, ['https://portal.example'])
    const patch = [{ op: 'replace', path: '/validOrigins', value: [] }]
    expect((await admin('PATCH', `/web-integrations/${id}`, patch)).status).toBe(204)
    const { cookies } = await portal.login(await portal.sign())
    expect((await asCookie(cookies)).status).toBe(200)
    expect((await admin('DELETE', `/identity-providers/${portal.idpId}`)).status).toBe(204)
    expect((await asCookie(cookies)).status).toBe(401)
  })
})
