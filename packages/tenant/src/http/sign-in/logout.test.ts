import { afterAll, beforeAll, expect, it } from 'vitest'
import { webIntegration } from '../../jwt-login/testing/jwt-portal.js'
import { createBrowserSession } from '../../sessions/create-browser-session.js'
import { lastRecord } from '../../testing/refusals.js'
import { type StartedTenant, startTenant } from '../../testing/started-tenant.js'
import { registerSignInRoutes } from './register-sign-in-routes.js'
import { openBrowser, type TestBrowser } from './testing/browser.js'

let tenant: StartedTenant
beforeAll(async () => {
  tenant = await startTenant({ routes: [registerSignInRoutes] })
})
afterAll(() => tenant?.close())

const signedIn = async (webIntegrationId?: string): Promise<TestBrowser> => {
  const browser = openBrowser(tenant)
  const { setCookies } = await createBrowserSession(tenant.context, {
    userId: await tenant.addUser(),
    source: webIntegrationId === undefined ? 'interactive' : 'jwt-login-session',
    idpId: null,
    authTime: Date.now(),
    webIntegrationId,
  })
  for (const cookie of setCookies) {
    const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(cookie) ?? []
    browser.cookies.set(name, value)
  }
  return browser
}
const sessions = async (): Promise<number> =>
  (await tenant.dependencies.store.selectFrom('browser_sessions').select('id').execute()).length

it('asks who comes from elsewhere, then ends the session and forgets the cookies', async () => {
  const browser = await signedIn()
  const before = await sessions()
  const page = await browser.visit('/logout', { 'sec-fetch-site': 'cross-site' })
  expect({ status: page.status, sessions: await sessions() }).toEqual({ status: 200, sessions: before })
  const done = await browser.submit(page, {})
  expect(done.text).toContain('You are signed out')
  expect(browser.cookies.has('__Host-eas.sid')).toBe(false)
  expect(await sessions()).toBe(before - 1)
  expect(await lastRecord(tenant)).toMatchObject({ event: 'user-session.ended' })
})

it('ends the session at once for a link of the tenant itself', async () => {
  const browser = await signedIn()
  const before = await sessions()
  await browser.visit('/logout', { 'sec-fetch-site': 'same-origin' })
  expect(await sessions()).toBe(before - 1)
})

it('is refused to forms of other sites', async () => {
  const browser = await signedIn()
  const before = await sessions()
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const post = async (headers: Record<string, string>): Promise<number> => {
    const init = { method: 'POST', headers: { ...headers, cookie }, body: new URLSearchParams({}) }
    return (await fetch(`${tenant.url}/logout`, init)).status
  }
  expect(await post({ origin: tenant.url })).toBe(403)
  expect(await post({ 'sec-fetch-site': 'cross-site' })).toBe(403)
  expect(await sessions()).toBe(before)
  expect(await post({})).toBe(200)
  expect(await sessions()).toBe(before - 1)
})

it('ends the session of a web integration, and returns to its pages only', async () => {
  const id = await webIntegration(tenant.context, ['https://portal.example'])
  const browser = await signedIn(id)
  const before = await sessions()
  const address = (returnto: string) => `/logout?qlik-web-integration-id=${id}&returnto=${encodeURIComponent(returnto)}`
  expect((await browser.visit(address('https://evil.example/'))).status).toBeGreaterThanOrEqual(400)
  const done = await browser.submit(await browser.visit(address('https://portal.example/bye')), {})
  expect(done.location).toBe('https://portal.example/bye')
  expect(await sessions()).toBe(before - 1)
  expect((await browser.visit('/logout?returnto=//evil.example')).status).toBeGreaterThanOrEqual(400)
})
