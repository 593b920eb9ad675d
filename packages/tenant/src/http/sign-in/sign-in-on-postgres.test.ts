import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PostgresServer } from '../../testing/postgres-server.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { startInstalledPostgres } from '../../testing/stores.js'
import { registerRestRoutes } from '../rest/register-rest-routes.js'
import { machineCaller, type RestCaller } from '../rest/testing/rest-caller.js'
import { registerSignInRoutes } from './register-sign-in-routes.js'
import { openBrowser } from './testing/browser.js'
import { startUpstreamProvider, type UpstreamProvider, upstreamSecret } from './testing/upstream-provider.js'

/** What depends on the database: races and locks. The rest is tested on libSQL. */
describe('signing in on PostgreSQL', () => {
  let postgres: PostgresServer
  let tenant: StartedTenant
  let upstream: UpstreamProvider
  let admin: RestCaller

  beforeAll(async () => {
    postgres = await startInstalledPostgres()
    tenant = await startTenant({
      routes: [registerRestRoutes, registerSignInRoutes],
      config: { store: await postgres.createDatabase(), outboundPrivateHosts: ['127.0.0.1'] },
    })
    upstream = await startUpstreamProvider(tenant)
    admin = await machineCaller(tenant)
  })
  afterAll(async () => {
    await upstream?.close()
    await tenant?.close()
    await postgres?.stop()
  })

  const invite = async (email: string) =>
    (await admin('POST', '/users/actions/invite', { invitees: [{ email }] })).body.data[0]

  it('makes one user of simultaneous invitations, and lets a link work once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => invite('kim@example.com')))
    expect(new Set(answers.map(({ userId }) => userId)).size).toBe(1)
    const { inviteLink } = answers.find(({ status }) => status === 'ok')
    const accepted = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const browser = openBrowser(tenant)
        const page = await browser.visit(inviteLink)
        return browser.submit(page, { name: 'Kim', password: 'seven green kettles' })
      }),
    )
    expect(accepted.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410])
    const browser = openBrowser(tenant)
    const page = await browser.visit('/login')
    const signedIn = await browser.submit(page, { login: 'kim@example.com', password: 'seven green kettles' })
    expect(signedIn.location).toBe('/account')
  })

  it('makes one user of somebody who comes from a provider many times at once, and adopts who is invited', async () => {
    const options = {
      discoveryUrl: `${upstream.issuer}/.well-known/openid-configuration`,
      clientId: 'understudy',
      clientSecret: upstreamSecret,
      scope: 'openid profile email teams',
    }
    const body = { protocol: 'OIDC', provider: 'generic', interactive: true, skipVerify: true, options }
    const { id } = (await admin('POST', '/identity-providers', body)).body
    await admin('PATCH', '/groups/settings', [{ op: 'replace', path: '/autoCreateGroups', value: true }])
    const { userId } = await invite('ola@example.com')
    upstream.account = { sub: 'up-ola', email: 'ola@example.com', email_verified: true, groups: ['North', 'Finance'] }
    const pages = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const browser = openBrowser(tenant)
        return browser.follow(await browser.visit(`/login/provider?provider=${id}`))
      }),
    )
    expect(pages.map(({ status }) => status)).toContain(200)
    expect((await admin('GET', `/users/${userId}`)).body).toMatchObject({ status: 'active', subject: 'up-ola' })
    const { data } = (await admin('GET', '/users?filter=email eq "ola@example.com"')).body
    expect(data).toHaveLength(1)
    expect(data[0].assignedGroups).toHaveLength(2)
  })
})
