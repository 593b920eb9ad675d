import { get } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { webIntegration } from '../../jwt-login/testing/jwt-portal.js'
import { readBrowserSession } from '../../sessions/read-browser-session.js'
import { lastRecord } from '../../testing/refusals.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerSignInRoutes } from './register-sign-in-routes.js'
import { openBrowser, type TestBrowser } from './testing/browser.js'
import { givePassword } from './testing/password-user.js'

const password = 'seven green kettles'
const page = 'https://portal.example'
const visit = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-site': 'cross-site' }

let tenant: StartedTenant
let ann: string
let integration: string
beforeAll(async () => {
  tenant = await startTenant({ routes: [registerSignInRoutes] })
  ann = await tenant.addUser({ subject: 'ann', subject_folded: 'ann' })
  await givePassword(tenant, ann, password)
  integration = await webIntegration(tenant.context, [page])
})
afterAll(() => tenant?.close())

const signedIn = async (): Promise<TestBrowser> => {
  const browser = openBrowser(tenant)
  await browser.submit(await browser.visit('/login'), { login: 'ann', password })
  return browser
}
const loginOf = (returnto = `${page}/report`, query = '', id = integration) =>
  `/login?returnto=${encodeURIComponent(returnto)}&qlik-web-integration-id=${id}${query}`
const nameOf = (id = integration) => `__Host-eas.sid.${id}`
/** `GET` with fetch metadata, which `fetch` would set itself. */
const visitAs = (browser: TestBrowser, path: string, headers: Record<string, string>) =>
  new Promise<{ status?: number | undefined; location?: string | undefined; setCookies: string[]; page: string }>(
    (resolve, reject) => {
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      get(`${tenant.url}${path}`, { headers: { accept: 'text/html', cookie, ...headers } }, async (response) => {
        const setCookies = response.headers['set-cookie'] ?? []
        for (const line of setCookies) {
          const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(line) ?? []
          browser.cookies.set(name, value)
        }
        const { statusCode: status, headers: answered } = response
        resolve({ status, location: answered.location, setCookies, page: await text(response) })
      }).on('error', reject)
    },
  )
const sessionOf = ({ cookies }: TestBrowser, webIntegrationId?: string) =>
  readBrowserSession(tenant.context, [...cookies].map(([name, value]) => `${name}=${value}`).join('; '), {
    webIntegrationId,
  })

describe('a page of a web integration', () => {
  it('does not ask a person again who is signed in at the tenant', async () => {
    const browser = await signedIn()
    const { status, location, setCookies } = await visitAs(browser, loginOf(), visit)
    expect([status, location]).toEqual([303, `${page}/report`])
    expect(setCookies).toEqual([expect.stringMatching(/; Secure; HttpOnly; SameSite=None$/)])
    const [own, shared] = [await sessionOf(browser), await sessionOf(browser, integration)]
    expect(shared).toMatchObject({ userId: ann, webIntegrationId: integration, authTime: own?.authTime })
    expect(shared?.id).not.toBe(own?.id)
    expect(shared?.endsAt).toBe(own?.endsAt)
    expect(await lastRecord(tenant)).toMatchObject({ event: 'user-session.begun', subject: ann, sessionId: shared?.id })
  })

  it.each([
    ['a fresh sign-in is asked for', '&prompt=login'],
    ['another account is asked for', '&prompt=select_account'],
    ['the last sign-in is too old', '&max_age=0'],
  ])('asks when %s', async (_case, query) => {
    const browser = await signedIn()
    await new Promise((resolve) => setTimeout(resolve, 5))
    const { status, page: shown } = await visitAs(browser, loginOf(undefined, query), visit)
    expect([status, browser.cookies.has(nameOf())]).toEqual([200, false])
    expect(shown).toContain('name="password"')
  })

  it.each<[string, Record<string, string>]>([
    ['a frame', { ...visit, 'sec-fetch-dest': 'iframe' }],
    ['a script', { ...visit, 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
    ['what is no visit', { ...visit, 'sec-fetch-mode': 'no-cors' }],
    ['a picture', { ...visit, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
    ['a browser that does not say', {}],
  ])('gets no session by %s', async (_case, headers) => {
    const browser = await signedIn()
    expect((await visitAs(browser, loginOf(), headers)).status).toBe(200)
    expect(browser.cookies.has(nameOf())).toBe(false)
  })

  it('gets no session for an address that it does not list, or an integration that there is not', async () => {
    const browser = await signedIn()
    expect((await visitAs(browser, loginOf('https://evil.example/'), visit)).status).toBe(401)
    expect((await visitAs(browser, loginOf(undefined, '', 'unknown'), visit)).status).toBe(401)
    expect([...browser.cookies.keys()].filter((name) => name.startsWith('__Host-eas.sid.'))).toEqual([])
  })

  it('gives none to the tenant or to other integrations, nor to nobody', async () => {
    const stranger = openBrowser(tenant)
    expect((await visitAs(stranger, loginOf(), visit)).status).toBe(200)
    const browser = await signedIn()
    await visitAs(browser, loginOf(), visit)
    browser.cookies.delete('__Host-eas.sid')
    const other = await webIntegration(tenant.context, ['https://other.example'])
    expect((await visitAs(browser, loginOf('https://other.example/', '', other), visit)).status).toBe(200)
    expect((await visitAs(browser, '/login', visit)).status).toBe(200)
  })
})
