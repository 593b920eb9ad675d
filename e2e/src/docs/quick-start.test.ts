import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { oauthClients } from '@qlik/api'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from '../harness/chromium.js'
import { chartTotal, clearSelections, waitForDrawing } from '../harness/dashboard.js'
import { totalsOf, westernStates } from '../harness/flights-data.js'
import { openObservedPage } from '../harness/observed-page.js'
import { screenshot } from '../harness/screenshot.js'
import { writeDocumentedFiles } from './documented-files.js'

const demo = inject('demo')
const appOrigin = inject('appOrigin')
const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url))

let folder: string
let browser: TestBrowser
let server: ChildProcess | undefined

beforeAll(async () => {
  folder = mkdtempSync(join(modules, '.quick-start-'))
  writeDocumentedFiles('quick-start.md', folder)
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
})
afterAll(async () => {
  await stop()
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

const stop = async () => {
  if (server === undefined) return
  server.kill()
  await once(server, 'exit')
  server = undefined
}

/** Starts the page's server as the page says, on a `.env` as `npm start` prints it. */
const serve = async ({ clientId, clientSecret }: { clientId: string; clientSecret: string }, change = '') => {
  await stop()
  const port = new URL(appOrigin).port
  const lines = { TENANT_URL: demo.tenantUrl, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, PORT: port }
  const text = Object.entries(lines).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(join(folder, '.env'), text.join(''))
  const source = readFileSync(join(folder, 'server.mjs'), 'utf8')
  const [from = '', to = ''] = change.split(' -> ')
  expect(source).toContain(from)
  writeFileSync(join(folder, 'changed.mjs'), source.replace(from, to))
  server = spawn(process.execPath, ['--env-file=.env', 'changed.mjs'], { cwd: folder, stdio: 'inherit' })
  await expect.poll(() => answers(appOrigin)).toBe(true)
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    (response) => response.ok,
    () => false,
  )

const flightsOnPage = (page: Page) => chartTotal(page, 'qlik-embed', 1)

describe('the quick start', () => {
  it('puts a chart into the pages of a new user, in three tabs at once, by what npm start prints', async () => {
    await serve(demo.clients.impersonation, `'my-app|kim' -> 'my-app|kim-${Date.now()}'`)
    const tabs = await Promise.all([1, 2, 3].map(() => openObservedPage(browser.context)))
    await Promise.all(tabs.map(({ page }) => page.goto(appOrigin)))
    const { flights } = await totalsOf({ states: westernStates })
    for (const { page, errors } of tabs) {
      await waitForDrawing(page, 'qlik-embed')
      await clearSelections(page)
      await expect.poll(() => flightsOnPage(page)).toBe(flights)
      expect(errors.filter((error) => !error.includes('favicon'))).toEqual([])
    }
    await Promise.all(tabs.map(({ page }) => page.close()))
  })

  it('draws the months in order under a title, over the whole width', async () => {
    await serve(demo.clients.impersonation)
    const { page } = await openObservedPage(browser.context)
    for (const width of [1440, 820, 390]) {
      await page.setViewportSize({ width, height: 900 })
      await page.goto(appOrigin)
      await waitForDrawing(page, 'qlik-embed')
      await page.getByText('Flights by month').waitFor()
      await expect.poll(() => colouredWidth(page)).toBeGreaterThan(width * 0.5)
      await screenshot(page, `quick-start-${width}`)
    }
    expect(await monthsOf(page)).toEqual(['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'])
    await page.close()
  })

  it.each([
    ['a wrong secret', '', 'OAUTH-14'],
    ['another grant', `'urn:qlik:oauth:user-impersonation' -> 'client_credentials'`, 'OAUTH-'],
    ['a scope that the client has not', `scope: 'user_default' -> scope: 'admin.users'`, 'OAUTH-'],
    ['a user who does not exist', `      user,\n -> user_lookup: { field: 'subject', value: 'nobody' },`, 'OAUTH-'],
  ])('shows on the page what the tenant says to %s', async (mistake, change, code) => {
    const { clientId, clientSecret } = demo.clients.impersonation
    await serve({ clientId, clientSecret: mistake === 'a wrong secret' ? 'wrong' : clientSecret }, change)
    expect(await refusalOnPage()).toContain(code)
  })

  it('shows on the page that nobody consented to the client', async () => {
    const hostConfig = {
      authType: 'oauth2',
      host: demo.tenantUrl,
      ...demo.clients.admin,
      scope: 'admin_classic',
    } as const
    const settings = {
      appType: 'web' as const,
      clientName: 'Without consent',
      allowedScopes: ['user_default'],
      allowedGrantTypes: ['urn:qlik:oauth:user-impersonation' as const],
      allowedOrigins: [appOrigin],
      mayProvisionUsers: true,
    }
    const { data } = await oauthClients.createOAuthClient(settings, { hostConfig })
    await serve({ clientId: data.clientId ?? '', clientSecret: data.clientSecret ?? '' })
    expect(await refusalOnPage()).toContain('OAUTH-')
  })
})

/** The code of what the tenant answers to the server of the page, once the page shows all that the tenant says. */
const refusalOnPage = async (): Promise<string> => {
  const refused = await fetch(`${appOrigin}/access-token`, { method: 'POST' })
  expect(refused.status).toBe(502)
  const [{ code, title, detail, meta }] = (await refused.json()).errors
  const { page } = await openObservedPage(browser.context)
  await page.goto(appOrigin)
  const panel = page.getByRole('alert')
  for (const text of [code, title, detail, meta.solution]) await panel.getByText(text).first().waitFor()
  await page.close()
  return code
}

/** How far, in CSS pixels, what is drawn in colour reaches from left to right; axes and grids are grey. */
const colouredWidth = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const columns = [...document.querySelectorAll<HTMLCanvasElement>('.chart canvas')].flatMap((canvas) => {
      const { left, width } = canvas.getBoundingClientRect()
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
      const coloured = Array.from({ length: canvas.width }, (_, x) => x).filter((x) =>
        Array.from({ length: canvas.height }, (_, y) => (y * canvas.width + x) * 4).some((at) => {
          const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.slice(at, at + 4)
          return alpha > 200 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60
        }),
      )
      return coloured.map((x) => left + (x * width) / canvas.width)
    })
    return columns.length === 0 ? 0 : Math.max(...columns) - Math.min(...columns)
  })

const monthsOf = (page: Page): Promise<string[]> =>
  page.locator('qlik-embed').evaluate(async (element) => {
    type Layout = { qHyperCube: { qDataPages: { qMatrix: { qText: string }[][] }[] } }
    type Embed = HTMLElement & { getRefApi(): Promise<{ getObject(): Promise<{ getLayout(): Promise<Layout> }> }> }
    const { getObject } = await (element as Embed).getRefApi()
    const { qHyperCube } = await (await getObject()).getLayout()
    return qHyperCube.qDataPages.flatMap(({ qMatrix }) => qMatrix.map(([month]) => month?.qText ?? ''))
  })
