import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { registerJwtLoginRoutes } from '../http/jwt-login-routes.js'
import { registerRestRoutes } from '../http/rest/register-rest-routes.js'
import { machineCaller, type RestCaller, restCaller } from '../http/rest/testing/rest-caller.js'
import { type JwtPortal, jwtPortal, webIntegration } from '../jwt-login/testing/jwt-portal.js'
import { endBrowserSession } from '../sessions/end-browser-session.js'
import { readBrowserSession } from '../sessions/read-browser-session.js'
import { type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { attachQix } from './attach-qix.js'
import { openRawSocket, type RawSocket } from './testing/raw-socket.js'
import { loadSmallApp, smallAppId } from './testing/small-app.js'

const page = 'https://portal.example'
const other = 'https://other.example'

let tenant: StartedTenant
let portal: JwtPortal
let admin: RestCaller
let integration: string
beforeAll(async () => {
  tenant = await startTenant({ routes: [registerRestRoutes, registerJwtLoginRoutes], upgrades: [attachQix] })
  portal = await jwtPortal(tenant)
  admin = await machineCaller(tenant)
  integration = await webIntegration(tenant.context, [page])
  await webIntegration(tenant.context, [other])
  await loadSmallApp(tenant)
  await admin('PATCH', '/groups/settings', [{ op: 'replace', path: '/autoCreateGroups', value: true }])
})
afterAll(() => tenant?.close())

/** Signs somebody in from a page. */
const signIn = async (sub: string, groups: string[]) => {
  const headers = { origin: page, 'qlik-web-integration-id': integration }
  const { cookies } = await portal.login(await portal.sign({ sub, groups }), headers)
  const session = await readBrowserSession(tenant.context, cookies, { webIntegrationId: integration })
  if (session === undefined) throw new Error('No session.')
  return { session, cookie: cookies, csrfToken: session.csrfToken }
}
const open = (query: Record<string, string>, headers: Record<string, string>): Promise<RawSocket> =>
  openRawSocket(`${tenant.url}/app/${smallAppId}?${new URLSearchParams(query)}`, headers)
const openAs = ({ cookie, csrfToken }: Awaited<ReturnType<typeof signIn>>) =>
  open({ 'qlik-csrf-token': csrfToken, 'qlik-web-integration-id': integration }, { origin: page, cookie })
const totalOf = async (socket: RawSocket): Promise<number> => {
  const doc = (await socket.request(-1, 'OpenDoc', smallAppId)).result.qReturn.qHandle
  const object = (await socket.request(doc, 'GetObject', 'total')).result.qReturn.qHandle
  return (await socket.request(object, 'GetLayout')).result.qLayout.qHyperCube.qGrandTotalRow[0].qNum
}

describe('a socket opened with a session cookie', () => {
  it('shows what the groups of the JWT may see', async () => {
    const socket = await openAs(await signIn('nora', ['north']))
    expect(await socket.nextFrame()).toMatchObject({ method: 'OnConnected' })
    expect(await totalOf(socket)).toBe(10)
    const nobody = await openAs(await signIn('nils', ['unlisted']))
    expect((await nobody.closed).code).toBe(4203)
  })

  it('is opened by backends that relay the cookies, with the token as a header', async () => {
    const { cookies } = await portal.login(await portal.sign({ sub: 'relayed', groups: ['north'] }))
    const token = /_csrfToken=([^;]+)/.exec(cookies)?.[1] ?? ''
    const socket = await open({}, { cookie: cookies, 'qlik-csrf-token': token })
    expect(await socket.nextFrame()).toMatchObject({ method: 'OnConnected' })
  })

  it.each<[string, (given: { token: string; cookie: string }) => [Record<string, string>, Record<string, string>]]>([
    ['without the CSRF token', ({ cookie }) => [{ id: integration }, { origin: page, cookie }]],
    [
      'with another CSRF token',
      ({ cookie }) => [
        { id: integration, token: 'x'.repeat(43) },
        { origin: page, cookie },
      ],
    ],
    [
      'from another page',
      ({ cookie, token }) => [
        { id: integration, token },
        { origin: other, cookie },
      ],
    ],
    ['from a page that names no web integration', ({ cookie, token }) => [{ token }, { origin: page, cookie }]],
    [
      'by a browser that hides its page',
      ({ cookie, token }) => [
        { id: integration, token },
        { 'sec-fetch-site': 'cross-site', cookie },
      ],
    ],
    ['without the cookie', ({ token }) => [{ id: integration, token }, { origin: page }]],
  ])('is closed: %s', async (_what, ask) => {
    const { cookie, csrfToken } = await signIn('nora', ['north'])
    const [{ id, token }, headers] = ask({ token: csrfToken, cookie })
    const query = { ...(id && { 'qlik-web-integration-id': id }), ...(token && { 'qlik-csrf-token': token }) }
    const { code, reason } = await (await open(query, headers)).closed
    expect(code).toBe(4006)
    expect(reason).toMatch(/CSRF-TOKEN-2|OAUTH-29|AUTH-TOKEN-MISSING|WEB-INTEGRATIONS-ORIGIN/)
  })

  it('is closed when its session ends, and others of the user are not', async () => {
    const [ending, staying] = [await signIn('two', ['north']), await signIn('two', ['north'])]
    const sockets = [await openAs(ending), await openAs(staying)]
    for (const socket of sockets) await socket.nextFrame()
    await endBrowserSession(tenant.context, ending.session)
    expect((await sockets[0]?.closed)?.code).toBe(4006)
    expect(await totalOf(sockets[1] as RawSocket)).toBe(10)
  })

  it('is closed when the next login brings other groups', async () => {
    const before = await openAs(await signIn('moved', ['north']))
    await before.nextFrame()
    await signIn('moved', ['everything'])
    expect((await before.closed).code).toBe(4006)
  })
})

describe('impersonating a user who signed in by JWT', () => {
  it('shows what the groups of the JWT may see', async () => {
    await signIn('imp', ['north'])
    const client = await tenant.addClient()
    const { body } = await tenant.requestToken({
      grant_type: 'urn:qlik:oauth:user-impersonation',
      client_id: client.clientId,
      client_secret: client.clientSecret,
      user_lookup: { field: 'subject', value: 'imp' },
    })
    const total = async (): Promise<number> => {
      const socket = await open({}, { authorization: `Bearer ${body.access_token}` })
      await socket.nextFrame()
      return totalOf(socket)
    }
    expect(await total()).toBe(10)
    const me = await restCaller(tenant, body.access_token)('GET', '/users/me')
    expect(me.body.assignedGroups).toMatchObject([{ name: 'north', providerType: 'idp' }])
  })
})
