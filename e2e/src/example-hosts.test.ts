import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { oauthClients } from '@qlik/api'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { chartTotal, waitForDrawing } from './harness/dashboard.js'
import { answerForCdns, type ExampleHost, startExample } from './harness/example-host.js'
import { totalsOf, westernStates } from './harness/flights-data.js'
import { openObservedPage } from './harness/observed-page.js'
import { screenshot } from './harness/screenshot.js'
import { makeAccount, signInAtTenant } from './harness/tenant-account.js'

const demo = inject('demo')
const { port } = new URL(inject('appOrigin'))
const examples = fileURLToPath(new URL('../../examples', import.meta.url))
const { clientId, clientSecret } = demo.clients.impersonation
const env = { TENANT_URL: demo.tenantUrl, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, PORT: port }

let browser: TestBrowser
let host: ExampleHost | undefined

beforeAll(async () => {
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
  await answerForCdns(browser.context)
})
afterEach(async () => {
  await host?.stop()
  host = undefined
})
afterAll(() => browser?.close())

const western = async () => (await totalsOf({ states: westernStates })).flights

/** The page of a host, and its error messages. */
const open = async (origin: string) => {
  const observed = await openObservedPage(browser.context)
  await observed.page.goto(origin)
  return observed
}

const showsWesternFlights = async (page: Page): Promise<void> => {
  await waitForDrawing(page, 'qlik-embed')
  const flights = await western()
  await expect.poll(() => chartTotal(page, 'qlik-embed', 1)).toBe(flights)
}

describe('example hosts', () => {
  it('are short enough to copy', () => {
    const files = [
      'react/server.mjs',
      'react/src/main.jsx',
      'python/app.py',
      'mashup/server.mjs',
      'mashup/index.html',
      'single-page-app/serve.mjs',
      'single-page-app/index.html',
    ]
    for (const file of files) {
      expect([file, readFileSync(join(examples, file), 'utf8').split('\n').length <= 101]).toEqual([file, true])
    }
  })

  it('React: draws in StrictMode, on every route, and again on the way back', async () => {
    const outDir = mkdtempSync(join(tmpdir(), 'understudy-react-'))
    await build({ root: join(examples, 'react'), logLevel: 'error', build: { outDir, emptyOutDir: true } })
    host = await startExample('react', [process.execPath, 'server.mjs'], { ...env, PAGE: outDir })
    const { page, errors } = await open(host.origin)
    await waitForDrawing(page, '.chart')
    await screenshot(page, 'example-react')
    await page.getByRole('link', { name: 'Airports' }).click()
    await page.waitForURL(/\/airports$/)
    await waitForDrawing(page, '.chart')
    await page.goBack()
    await waitForDrawing(page, '.chart')
    await page.goto(`${host.origin}/airports`)
    await waitForDrawing(page, '.chart')
    expect(await page.getByRole('alert').count()).toBe(0)
    expect(errors).toEqual([])
    await page.close()
    rmSync(outDir, { recursive: true, force: true })
  })

  it('Python: draws on a page that the server renders, and passes on what the tenant refuses', async () => {
    host = await startExample('python', ['python3', 'app.py'], env)
    const { page, errors } = await open(host.origin)
    await showsWesternFlights(page)
    await screenshot(page, 'example-python')
    expect(errors).toEqual([])
    await page.close()
    await host.stop()
    host = await startExample('python', ['python3', 'app.py'], { ...env, CLIENT_SECRET: 'wrong' })
    const refused = await open(host.origin)
    await expect.poll(() => refused.page.locator('[role="alert"]').first().innerText()).toContain('OAUTH-14')
    await refused.page.close()
  })

  it('Mashup: draws with enigma.js and nebula.js alone, and says what the tenant refuses', async () => {
    host = await startExample('mashup', [process.execPath, 'server.mjs'], env)
    const { page, errors } = await open(host.origin)
    await expect.poll(() => page.locator('#chart canvas, #chart svg').count()).toBeGreaterThan(0)
    expect(await page.getByRole('status').innerText()).not.toBe('Connecting ...')
    await screenshot(page, 'example-mashup')
    expect(errors).toEqual([])
    await page.close()
    await host.stop()
    host = await startExample('mashup', [process.execPath, 'server.mjs'], { ...env, CLIENT_SECRET: 'wrong' })
    const refused = await open(host.origin)
    await expect.poll(() => refused.page.getByRole('status').innerText()).toContain('OAUTH-14')
    await refused.page.close()
  })

  it('Single-page app: signs its users in at the tenant, and draws', async () => {
    const person = { email: 'olga@example.com', name: 'Olga Berg', password: 'eleven silent harbours' }
    await makeAccount(browser.context, demo, person)
    const origin = `http://localhost:${port}`
    const { data: client } = await oauthClients.createOAuthClient(
      {
        appType: 'spa',
        clientName: 'Example app',
        allowedScopes: ['user_default'],
        redirectUris: [`${origin}/oauth-callback.html`],
        allowedOrigins: [origin],
        connectionConfig: { consentMethod: 'trusted' },
      },
      { hostConfig: { authType: 'oauth2', host: demo.tenantUrl, ...demo.clients.admin, scope: 'admin_classic' } },
    )
    host = await startExample('single-page-app', [process.execPath, 'serve.mjs'], {
      ...env,
      CLIENT_ID: client.clientId,
    })
    const { page, errors } = await open(host.origin)
    await signInAtTenant(page, person)
    await page.waitForURL(`${origin}/`)
    await waitForDrawing(page, 'qlik-embed')
    const { flights } = await totalsOf({})
    await expect.poll(() => chartTotal(page, 'qlik-embed', 1)).toBe(flights)
    await screenshot(page, 'example-single-page-app')
    expect(errors).toEqual([])
    await page.close()
  })
})
