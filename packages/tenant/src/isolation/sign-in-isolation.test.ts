import { afterAll, beforeAll, expect, it } from 'vitest'
import { served } from '../cli/served.js'
import { tenantAdminRoleId } from '../directory/roles/default-roles.js'
import { jwtPortal } from '../jwt-login/testing/jwt-portal.js'
import { authorizationQuery, callback, redemption, spa } from '../oauth/authorization/testing/browser.js'
import { createBrowserSession } from '../sessions/create-browser-session.js'
import { createResetLink } from '../sign-in/links/create-reset-link.js'
import { linkPath } from '../sign-in/links/sign-in-links.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { describeOnBothStores } from '../testing/stores.js'
import { send } from './testing/furnished-tenant.js'
import { dumpTenant } from './testing/tenant-dump.js'

const [alphaHost, betaHost] = ['alpha.example.com', 'beta.example.com']
const page = { origin: 'https://spa.example' }
const application = { ...spa, allowed_scopes: '["user_default","offline_access","openid"]' }

describeOnBothStores('ways in of another tenant', (newLocation) => {
  let started: StartedTenant
  let alpha: TenantContext
  let beta: TenantContext
  let alphaClient: string
  let betaClient: string
  let alphaUser: string
  /** An administrator of the first tenant who signed in, and the other's. */
  let alphaCookie: string
  let betaCookie: string
  beforeAll(async () => {
    started = await startTenant({
      ...served,
      tenants: [{ hostnames: [alphaHost] }, { hostnames: [betaHost] }],
      config: { store: await newLocation(), trustProxy: true, dynamicClientRegistration: true },
    })
    const [first, second] = started.contexts
    if (first === undefined || second === undefined) throw new Error('There must be two tenants.')
    alpha = first
    beta = second
    alphaClient = (await started.addClient(application, alpha.tenant.id)).clientId
    betaClient = (await started.addClient(application, beta.tenant.id)).clientId
    alphaUser = await addAdministrator(alpha)
    alphaCookie = await signIn(alpha, alphaUser)
    betaCookie = await signIn(beta, await addAdministrator(beta))
  })
  afterAll(() => started?.close())

  const addAdministrator = async ({ store, tenant }: TenantContext): Promise<string> => {
    const user_id = await started.addUser({}, tenant.id)
    await store.insertInto('user_roles').values({ tenant_id: tenant.id, user_id, role_id: tenantAdminRoleId }).execute()
    return user_id
  }
  const signIn = async (context: TenantContext, userId: string): Promise<string> => {
    const wanted = { userId, source: 'interactive', idpId: null, authTime: Date.now() } as const
    const { setCookies } = await createBrowserSession(context, wanted)
    return setCookies.map((each) => each.split(';')[0]).join('; ')
  }
  const visit = async (host: string, path: string, cookie = '') => {
    const headers = { 'x-forwarded-host': host, accept: 'text/html', cookie }
    const response = await fetch(started.url + path, { headers, redirect: 'manual' })
    const location = new URL(response.headers.get('location') ?? '/none', `https://${host}`)
    return { status: response.status, location, text: await response.text() }
  }
  const obtainCode = async (): Promise<string> => {
    const query = authorizationQuery(alphaClient, { scope: 'openid user_default offline_access' })
    const { location } = await visit(alphaHost, `/oauth/authorize?${query}`, alphaCookie)
    return location.searchParams.get('code') ?? ''
  }
  const requestToken = (host: string, body: object) => send(started, host, 'POST', '/oauth/token', page, body)
  const refusal = ({ status, body }: Awaited<ReturnType<typeof send>>) => [status, body.error]
  /** Expects that attempts at the second tenant changed nothing of the first. */
  const withoutChange = async <T>(attempts: () => Promise<T>): Promise<T> => {
    const before = await dumpTenant(alpha.store, alpha.tenant.id)
    const result = await attempts()
    expect(await dumpTenant(alpha.store, alpha.tenant.id)).toEqual(before)
    return result
  }

  it('codes are redeemed, and refresh tokens taken, by their own tenant only', async () => {
    const code = await obtainCode()
    await withoutChange(async () => {
      for (const client of [alphaClient, betaClient]) {
        const { status, body } = await requestToken(betaHost, redemption(client, code))
        expect([status, body.access_token]).toEqual([client === betaClient ? 400 : 401, undefined])
      }
    })
    const { body: tokens } = await requestToken(alphaHost, redemption(alphaClient, code))
    const request = (client_id: string) => ({
      grant_type: 'refresh_token',
      client_id,
      refresh_token: tokens.refresh_token,
    })
    await withoutChange(async () => {
      expect(refusal(await requestToken(betaHost, request(betaClient)))).toEqual([400, 'invalid_grant'])
      expect(refusal(await requestToken(betaHost, request(alphaClient)))).toEqual([401, 'invalid_client'])
    })
    expect((await requestToken(alphaHost, request(alphaClient))).status).toBe(200)
  })

  it('an authorization request is for clients, and by sessions, of the tenant', async () => {
    const foreign = await withoutChange(() =>
      visit(betaHost, `/oauth/authorize?${authorizationQuery(alphaClient)}`, betaCookie),
    )
    const unknown = await visit(betaHost, `/oauth/authorize?${authorizationQuery('nobody')}`, betaCookie)
    expect([foreign.status, foreign.location.href]).toEqual([unknown.status, unknown.location.href])
    expect(foreign.status).toBeGreaterThanOrEqual(400)
    expect(foreign.text).not.toContain(callback)

    const stranger = await visit(betaHost, `/oauth/authorize?${authorizationQuery(betaClient)}`, alphaCookie)
    expect(stranger.location.origin + stranger.location.pathname).toBe(`https://${betaHost}/login`)
  })

  it('userinfo tells of users of the tenant', async () => {
    const { body } = await requestToken(alphaHost, redemption(alphaClient, await obtainCode()))
    const ask = (host: string) =>
      send(started, host, 'GET', '/oauth/userinfo', { authorization: `Bearer ${body.access_token}` })
    expect((await ask(alphaHost)).body.sub).toBe(alphaUser)
    expect((await ask(betaHost)).status).toBe(401)
  })

  it('the cookie of an administrator administers nothing, and ends nothing, elsewhere', async () => {
    const me = (host: string) => send(started, host, 'GET', '/api/v1/users/me', { cookie: alphaCookie })
    expect((await me(alphaHost)).body.id).toBe(alphaUser)
    const foreign = await me(betaHost)
    expect([foreign.status, foreign.body.id]).toEqual([401, undefined])
    await withoutChange(() => visit(betaHost, '/logout', alphaCookie))
    expect((await visit(betaHost, '/oauth/consents', alphaCookie)).location.pathname).toBe('/login')
    expect((await me(alphaHost)).status).toBe(200)
  })

  it('a registration makes a client of the tenant that is asked, and only where it is allowed', async () => {
    const values = { tenant_id: beta.tenant.id, dynamic_client_registration: 1 } as const
    await beta.store.insertInto('oauth_settings').values(values).execute()
    const metadata = {
      client_name: 'Assistant',
      client_uri: 'https://assistant.example',
      redirect_uris: ['https://assistant.example/callback'],
    }
    const register = (host: string) => send(started, host, 'POST', '/oauth/register', {}, metadata)
    await withoutChange(async () => {
      expect((await register(alphaHost)).status).toBeGreaterThanOrEqual(400)
      expect((await register(betaHost)).status).toBe(201)
    })
  })

  it('a link sets a password of its own tenant only, and is not spent elsewhere', async () => {
    const { token } = await createResetLink(alpha, alphaUser, { actor: { type: 'operator', id: 'test' } })
    const path = `${linkPath}?${new URLSearchParams({ token })}`
    const [foreign, unknown] = await withoutChange(async () => [
      await visit(betaHost, path),
      await visit(betaHost, `${linkPath}?token=${'x'.repeat(token.length)}`),
    ])
    expect(foreign?.status).toBe(unknown?.status)
    expect(foreign?.text).not.toContain('<form')
    const own = await visit(alphaHost, path)
    expect([own.status, own.text.includes('<form')]).toEqual([200, true])
  })

  it('a JWT of a provider of another tenant signs nobody in', async () => {
    const portal = await jwtPortal(started, alpha)
    const login = async (host: string) =>
      portal.login(await portal.sign({ sub: 'jwt-user' }), { 'x-forwarded-host': host })
    const before = await dumpTenant(beta.store, beta.tenant.id)
    const foreign = await withoutChange(() => login(betaHost))
    expect([foreign.status, foreign.setCookies]).toEqual([401, []])
    expect(await dumpTenant(beta.store, beta.tenant.id)).toEqual(before)
    expect((await login(alphaHost)).status).toBe(200)
  })
})
