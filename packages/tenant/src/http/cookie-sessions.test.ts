import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type JwtPortal, jwtPortal, webIntegration } from '../jwt-login/testing/jwt-portal.js'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { registerJwtLoginRoutes } from './jwt-login-routes.js'
import { registerRestRoutes } from './rest/register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from './rest/testing/rest-caller.js'

const page = 'https://portal.example'
const other = 'https://other.example'

let tenant: StartedTenant
let portal: JwtPortal
let admin: RestCaller
let integration: string
beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes, registerJwtLoginRoutes] })
  portal = await jwtPortal(tenant)
  admin = await machineCaller(tenant)
  integration = await webIntegration(tenant.context, [page])
  // An origin that CORS lets through for others, so that what is tested is the session's own check.
  await webIntegration(tenant.context, [other])
})
afterAll(() => tenant?.close())

const anybody = (method: string, path: string, headers: Record<string, string>, body?: unknown) =>
  restCaller(tenant, undefined)(method, path, body, headers)
const fromPage = (cookie: string, origin = page, id = integration) => ({
  cookie,
  origin,
  'sec-fetch-site': 'cross-site',
  'qlik-web-integration-id': id,
})
const signIn = async (headers: Record<string, string> = {}) => portal.login(await portal.sign(), headers)
const signInFromPage = () => signIn({ origin: page, 'qlik-web-integration-id': integration })
const csrf = async (headers: Record<string, string>): Promise<string> =>
  (await anybody('GET', '/csrf-token', headers)).headers.get('qlik-csrf-token') ?? ''

describe('a JWT login from a page', () => {
  it.each([
    ['cross-site', 'SameSite=None', false],
    ['cross-site', 'SameSite=None; Partitioned', true],
    ['same-site', 'SameSite=Lax', true],
  ])('that is %s gets cookies with %s (partitioned: %s)', async (site, attribute, partitioned) => {
    const id = await webIntegration(tenant.context, [page], partitioned)
    const headers = { origin: page, 'qlik-web-integration-id': id, 'sec-fetch-site': site }
    const { status, setCookies } = await signIn(headers)
    expect(status).toBe(200)
    expect(setCookies[0]).toMatch(new RegExp(`^__Host-eas\\.sid\\.${id}=.*; Secure; HttpOnly; ${attribute}$`))
  })

  it('may name its web integration in the address', async () => {
    const { status } = await portal.login(
      await portal.sign(),
      { origin: page },
      `?qlik-web-integration-id=${integration}`,
    )
    expect(status).toBe(200)
  })

  it('is refused when it names one with a NUL character, which PostgreSQL takes in no text', async () => {
    const answer = await portal.login(await portal.sign(), { origin: page }, '?qlik-web-integration-id=%00')
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ code: 'REST-INVALID-PARAMETER' }] } })
  })

  it.each([
    ['names none', { origin: page }, 400, 'WEB-INTEGRATIONS-REQUIRED'],
    ['names one that does not exist', { origin: page, 'qlik-web-integration-id': 'x' }, 403, 'WEB-INTEGRATIONS-ORIGIN'],
  ])('is refused when it %s', async (_what, headers, status, code) => {
    expect(await signIn(headers)).toMatchObject({ status, setCookies: [], body: { errors: [{ code }] } })
  })

  it('is refused when its web integration does not list it', async () => {
    expect(await signIn({ origin: other, 'qlik-web-integration-id': integration })).toMatchObject({
      status: 403,
      setCookies: [],
      body: { errors: [{ code: 'WEB-INTEGRATIONS-ORIGIN' }] },
    })
  })
})

describe('a session cookie', () => {
  it('authenticates the pages of its web integration, which may read the answer', async () => {
    const { cookies } = await signInFromPage()
    const { status, body, headers } = await anybody('GET', '/users/me', fromPage(cookies))
    expect({ status, subject: body.subject }).toEqual({ status: 200, subject: 'ann' })
    expect(headers.get('access-control-allow-origin')).toBe(page)
    expect(headers.get('access-control-allow-credentials')).toBe('true')
  })

  it("authenticates a backend under the contract's names", async () => {
    const { cookies } = await signIn()
    const relayed = cookies.split('; ').filter((each) => !each.startsWith('__Host-'))
    expect((await anybody('GET', '/users/me', { cookie: relayed.join('; ') })).status).toBe(200)
    expect((await anybody('GET', '/users/me', { cookie: relayed[0] ?? '' })).status).toBe(401)
  })

  it('counts for nothing else', async () => {
    const { cookies } = await signInFromPage()
    const { 'qlik-web-integration-id': _id, ...unnamed } = fromPage(cookies)
    const { origin: _origin, ...hidden } = fromPage(cookies)
    for (const [headers, status, code] of [
      [fromPage(cookies, other), 403, 'OAUTH-29'],
      [unnamed, 401, 'AUTH-TOKEN-MISSING'],
      [hidden, 403, 'WEB-INTEGRATIONS-ORIGIN'],
      [fromPage(cookies, page, 'other'), 401, 'AUTH-TOKEN-MISSING'],
      [fromPage(`${cookies}x`.replace(/=[^;]*;/, '=a.b;')), 401, 'AUTH-SESSION-ENDED'],
    ] as const)
      expect(await anybody('GET', '/users/me', headers)).toMatchObject({ status, body: { errors: [{ code }] } })
  })

  it('of the tenant itself counts for no page of another origin', async () => {
    const { cookies } = await signIn()
    expect((await anybody('GET', '/users/me', { cookie: cookies, 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    const headers = { cookie: cookies, origin: page, 'sec-fetch-site': 'same-site' }
    expect(await anybody('GET', '/users/me', headers)).toMatchObject({ status: 403 })
  })

  it('gives the rights of its user, and no more', async () => {
    const { cookies } = await signIn()
    const token = await csrf({ cookie: cookies })
    const headers = { cookie: cookies, 'qlik-csrf-token': token }
    expect((await anybody('POST', '/groups', headers, { name: 'mine' })).status).toBe(403)
    const { body: me } = await anybody('GET', '/users/me', headers)
    const role = { op: 'add', path: '/assignedRoles/-', value: { name: 'TenantAdmin' } }
    expect((await admin('PATCH', `/users/${me.id}`, [role])).status).toBe(204)
    expect((await anybody('GET', '/users/me', headers)).status).toBe(401)
    const again = { cookie: (await signIn()).cookies }
    const withToken = { ...again, 'qlik-csrf-token': await csrf(again) }
    expect((await anybody('POST', '/groups', withToken, { name: 'mine' })).status).toBe(201)
  })

  it('is worthless when an origin is taken off its web integration, or that is deleted', async () => {
    const id = await webIntegration(tenant.context, [page, other])
    const headers = { origin: page, 'qlik-web-integration-id': id }
    const first = fromPage((await signIn(headers)).cookies, page, id)
    expect((await anybody('GET', '/users/me', first)).status).toBe(200)
    const patch = [{ op: 'replace', path: '/validOrigins', value: [page] }]
    expect((await admin('PATCH', `/web-integrations/${id}`, patch)).status).toBe(204)
    expect((await anybody('GET', '/users/me', first)).status).toBe(401)
    const second = fromPage((await signIn(headers)).cookies, page, id)
    expect((await admin('DELETE', `/web-integrations/${id}`)).status).toBe(204)
    expect((await anybody('GET', '/users/me', second)).status).toBe(401)
  })
})

describe('beside a session cookie', () => {
  it.each(['Bearer', 'Bearer a b', 'Bearer eyJ.x.y', 'DPoP a"b', 'bearer\tx'])(
    'the header "Authorization: %s" lets nobody act in the name of the cookie',
    async (authorization) => {
      const headers = { ...fromPage((await signInFromPage()).cookies), authorization }
      expect((await anybody('GET', '/users/me', headers)).status).toBe(401)
    },
  )

  it('credentials that are meant for a proxy change nothing', async () => {
    const headers = { ...fromPage((await signInFromPage()).cookies), authorization: 'Basic YTpi' }
    expect((await anybody('GET', '/users/me', headers)).status).toBe(200)
  })
})

describe('the CSRF token', () => {
  it('is needed for everything but GET, and is the one of the session', async () => {
    await admin('POST', '/users', { subject: 'boss', assignedRoles: [{ name: 'TenantAdmin' }] })
    const jwt = await portal.sign({ sub: 'boss' })
    const { cookies, setCookies } = await portal.login(jwt, { origin: page, 'qlik-web-integration-id': integration })
    const headers = fromPage(cookies)
    const token = await csrf(headers)
    expect(setCookies).toContainEqual(expect.stringContaining(`_csrfToken=${token};`))
    const foreign = await csrf(fromPage((await signInFromPage()).cookies))
    const post = (extra: object) =>
      anybody('POST', '/users/actions/filter', { ...headers, ...extra }, { filter: 'subject eq "ann"' })
    for (const extra of [{}, { 'qlik-csrf-token': '' }, { 'qlik-csrf-token': foreign }]) {
      const { status, body, headers: answered } = await post(extra)
      expect({ status, code: body.code }).toEqual({ status: 403, code: 'CSRF-TOKEN-2' })
      expect(answered.get('access-control-allow-origin')).toBe(page)
    }
    expect((await post({ 'qlik-csrf-token': token })).status).toBe(200)
    const inAddress = `/users/actions/filter?qlik-csrf-token=${token}`
    expect(await anybody('POST', inAddress, headers, {})).toMatchObject({ status: 403 })
  })

  it('is not given to bearers of tokens, nor to anybody else', async () => {
    expect((await admin('GET', '/csrf-token')).status).toBe(400)
    expect((await anybody('GET', '/csrf-token', {})).status).toBe(401)
  })

  it('and the web integration may be sent by pages (preflight)', async () => {
    const response = await fetch(`${tenant.url}/api/v1/users/me`, {
      method: 'OPTIONS',
      headers: { origin: page, 'access-control-request-method': 'POST' },
    })
    expect(response.headers.get('access-control-allow-headers')).toContain('qlik-csrf-token, qlik-web-integration-id')
    expect(response.headers.get('access-control-expose-headers')).toContain('qlik-csrf-token')
  })
})
