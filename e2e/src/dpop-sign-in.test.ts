import { oauthClients } from '@qlik/api'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { chartTotal, waitForDrawing } from './harness/dashboard.js'
import { totalsOf } from './harness/flights-data.js'
import { openObservedPage } from './harness/observed-page.js'
import { programmedPage } from './harness/programmed-page.js'
import { type SinglePageApp, startSinglePageApp } from './harness/single-page-app.js'
import { makeAccount, signInAtTenant } from './harness/tenant-account.js'

const demo = inject('demo')
const person = { email: 'dora@example.com', name: 'Dora Prove', password: 'eleven sturdy bridges' }
const asAdmin = {
  hostConfig: { authType: 'oauth2' as const, host: demo.tenantUrl, ...demo.clients.admin, scope: 'admin_classic' },
}

const apiPage = programmedPage(
  'session',
  { qix: 'openAppSession', users: 'getMyUser' },
  `const { data: me } = await getMyUser()
    const app = await openAppSession({ appId: '${demo.appId}' }).getDoc()
    const { qTitle } = await app.getAppLayout()
    document.body.append(me.name + ' reads ' + qTitle)`,
)

let app: SinglePageApp
let browser: TestBrowser

beforeAll(async () => {
  app = await startSinglePageApp(demo, () => ({ '/api.html': apiPage }))
  const value = true
  const demand = [{ op: 'replace', path: '/dpopBoundAccessTokens', value }] as unknown as Parameters<
    typeof oauthClients.patchOAuthClient
  >[1]
  await oauthClients.patchOAuthClient(app.clientId, demand, asAdmin)
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
})
afterAll(async () => {
  await browser?.close()
  app?.close()
})

interface TokenAnswer {
  readonly grant: string
  readonly proven: boolean
  readonly body: { readonly access_token?: string; readonly token_type?: string; readonly refresh_token?: string }
}

/** What the page gets from the token endpoint, but for its exchanges for WebSockets. */
const watchTokens = (page: Page): (() => Promise<TokenAnswer[]>) => {
  const answers: Promise<TokenAnswer>[] = []
  page.on('response', (response) => {
    const request = response.request()
    if (request.method() !== 'POST' || new URL(request.url()).pathname !== '/oauth/token') return
    const { grant_type: grant, purpose } = request.postDataJSON()
    if (purpose !== undefined || response.status() !== 200) return
    // Read at once: a page that is left takes its answers along.
    const proven = request.headers().dpop !== undefined
    answers.push(response.json().then((body) => ({ grant, proven, body })))
  })
  return () => Promise.all(answers)
}

const keyOf = ({ access_token: token = '' }: TokenAnswer['body']): string =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).cnf?.jkt

const chartShowsAllFlights = async (page: Page): Promise<void> => {
  await waitForDrawing(page, 'qlik-embed')
  const { flights } = await totalsOf({})
  await expect.poll(() => chartTotal(page, 'qlik-embed', 1)).toBe(flights)
}

/** Tries to take the private key out of the browser. */
const stealKey = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const answerOf = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve) => request.addEventListener('success', () => resolve(request.result)))
    const database = await answerOf(indexedDB.open('understudy-dpop'))
    const [keys] = await answerOf(database.transaction('keys').objectStore('keys').getAll())
    return crypto.subtle.exportKey('jwk', keys.privateKey).then(
      () => 'exported',
      (error: DOMException) => error.name,
    )
  })

it('draws a chart with tokens that are bound to a key, which no script takes out of the browser', async () => {
  await makeAccount(browser.context, demo, person)
  const { page } = await openObservedPage(browser.context)
  const tokens = watchTokens(page)
  await page.goto(app.origin)
  await signInAtTenant(page, person)
  await page.getByRole('button', { name: 'Allow', exact: true }).click()
  await page.waitForURL(`${app.origin}/`)
  await chartShowsAllFlights(page)
  expect(await tokens()).toMatchObject([{ grant: 'authorization_code', proven: true, body: { token_type: 'DPoP' } }])
  expect(await stealKey(page)).toBe('InvalidAccessError')
  await page.close()
})

it('renews tokens of @qlik/api in the page with the key that they were obtained with', async () => {
  const { page } = await openObservedPage(browser.context)
  const tokens = watchTokens(page)
  const shown = page.getByText(`${person.name} reads `)
  await page.goto(`${app.origin}/api.html`)
  await page.getByRole('button', { name: 'Allow', exact: true }).click()
  await shown.waitFor()

  // A page that kept a refresh token renews at each load; nobody is asked anything.
  await browser.context.clearCookies()
  await page.reload()
  await shown.waitFor()
  const issued = await tokens()
  expect(issued.map(({ grant, proven }) => [grant, proven])).toEqual([
    ['authorization_code', true],
    ['refresh_token', true],
  ])
  const [first, second] = issued.map(({ body }) => body)
  expect(keyOf(second ?? {})).toMatch(/^[\w-]{43}$/)
  expect(keyOf(second ?? {})).toBe(keyOf(first ?? {}))

  const { access_token: token = '', refresh_token: refreshToken } = second ?? {}
  for (const scheme of ['Bearer', 'DPoP']) {
    const headers = { authorization: `${scheme} ${token}` }
    expect((await fetch(`${demo.tenantUrl}/api/v1/users/me`, { headers })).status).toBe(401)
  }
  const stolen = await fetch(`${demo.tenantUrl}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: app.origin },
    body: JSON.stringify({ grant_type: 'refresh_token', client_id: app.clientId, refresh_token: refreshToken }),
  })
  expect([stolen.status, (await stolen.json()).error]).toEqual([400, 'invalid_dpop_proof'])
  await page.reload()
  await shown.waitFor()
})
