import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { embed, waitUntilShown } from './harness/embed-page.js'
import { freePorts } from './harness/free-ports.js'

const understudy = fileURLToPath(new URL('../../packages/tenant/bin/understudy.mjs', import.meta.url))
const webComponents = createRequire(import.meta.url).resolve('@qlik/embed-web-components')
const dataDir = mkdtempSync(join(tmpdir(), 'understudy-visitors-'))

/** What the operator types at the command line, with its answer. */
const operator = (...args: string[]) =>
  JSON.parse(
    execFileSync(process.execPath, [understudy, ...args, '--data-dir', dataDir, '--json'], { encoding: 'utf8' }),
  )

const appId = 'public-sales'

const writeApp = (): string => {
  const folder = join(dataDir, 'app')
  mkdirSync(folder)
  writeFileSync(join(folder, 'app.json'), JSON.stringify({ id: appId, name: 'Public sales', sources: {} }))
  const sql = `CREATE TABLE sales AS SELECT * FROM (VALUES ('North', 10), ('South', 5)) AS t("Region", "Amount");`
  writeFileSync(join(folder, 'data.sql'), sql)
  return folder
}

let browser: TestBrowser
let pageOrigin: string
let tenantUrl: string
let clientId: string
let code: { readonly id: string; readonly accessCode: string }
let stopTenant: () => Promise<unknown>

beforeAll(async () => {
  const [tenantPort, pagePort] = await freePorts(2)
  pageOrigin = `http://localhost:${pagePort}`
  operator('init')
  operator('app', 'add', writeApp())
  const client = ['Public pages', '--app-type', 'anonymous-embed', '--scope', 'apps:read', '--origin', pageOrigin]
  clientId = operator('client', 'create', ...client).clientId
  code = operator('access-code', 'create', clientId, appId)

  const args = [understudy, 'serve', '--json', '--data-dir', dataDir, '--port', String(tenantPort)]
  const tenant = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(createInterface(tenant.stdout), 'line')
  tenantUrl = JSON.parse(line).url
  stopTenant = () => {
    tenant.kill('SIGINT')
    return once(tenant, 'close')
  }
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
})
afterAll(async () => {
  await browser?.close()
  await stopTenant?.()
  rmSync(dataDir, { recursive: true, force: true })
})

const chart = embed('chart', `ui="analytics/field" app-id="${appId}" field-id="Region"`)

const openPage = async (): Promise<Page> => {
  const page = await browser.context.newPage()
  await browser.context.grantPermissions(['local-network-access'], { origin: pageOrigin })
  const html = `<!doctype html><meta charset="utf-8" /><style>.box { height: 400px }</style>
    <script src="/embed-web-components.js" data-host="${tenantUrl}" data-client-id="${clientId}"
      data-auth-type="anonymous" data-access-code="${code.accessCode}"></script><body>${chart}</body>`
  await page.route(`${pageOrigin}/`, (route) => route.fulfill({ contentType: 'text/html', body: html }))
  await page.route(`${pageOrigin}/embed-web-components.js`, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: readFileSync(webComponents, 'utf8') }),
  )
  await page.goto(pageOrigin)
  return page
}

it('a visitor sees the app of the access code, and no more once the code is deleted', async () => {
  const page = await openPage()
  const shown = page.locator('#chart')
  await waitUntilShown(shown)
  await shown.getByText('North').first().waitFor()
  expect(await page.evaluate(() => document.cookie)).toBe('')
  await page.close()

  execFileSync(process.execPath, [understudy, 'access-code', 'delete', clientId, code.id, '--data-dir', dataDir])
  const later = await openPage()
  await later.locator('#chart [role="alert"]').getByText('OAUTH-ACCESS-CODE').waitFor()
  await later.close()
})
