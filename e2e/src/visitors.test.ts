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
import { chartTotal, waitForDrawing } from './harness/dashboard.js'
import { chart, embed, waitUntilShown } from './harness/embed-page.js'
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
/** What a page opens the app with. */
interface Way {
  readonly clientId: string
  readonly id: string
  readonly accessCode: string
}

let admin: { readonly clientId: string; readonly clientSecret: string }
let way: Way
let stopTenant: () => Promise<unknown>

beforeAll(async () => {
  const [tenantPort, pagePort] = await freePorts(2)
  pageOrigin = `http://localhost:${pagePort}`
  admin = operator('init')
  operator('app', 'add', writeApp())
  const client = ['Public pages', '--app-type', 'anonymous-embed', '--scope', 'apps:read', '--origin', pageOrigin]
  way = withCode(operator('client', 'create', ...client).clientId)

  const args = [
    understudy,
    'serve',
    '--json',
    '--data-dir',
    dataDir,
    '--port',
    String(tenantPort),
    '--log-level',
    'warn',
  ]
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

const withCode = (clientId: string): Way => ({ clientId, ...operator('access-code', 'create', clientId, appId) })

const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
  const response = await fetch(`${tenantUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

const embeds = [
  embed('regions', `ui="analytics/field" app-id="${appId}" field-id="Region"`),
  embed('bars', `app-id="${appId}" ${chart('barchart', ['[Region]'], ['=Sum([Amount])'])}`),
].join('')

const openPage = async ({ clientId, accessCode }: Way, onToken: (token: string) => void = () => {}): Promise<Page> => {
  const page = await browser.context.newPage()
  page.on('response', async (response) => {
    const isAnswer = response.request().method() === 'POST' && response.url().endsWith('/anonymous-embed')
    if (isAnswer && response.ok()) onToken((await response.json()).access_token)
  })
  await browser.context.grantPermissions(['local-network-access'], { origin: pageOrigin })
  const html = `<!doctype html><meta charset="utf-8" /><style>.box { height: 400px }</style>
    <script src="/embed-web-components.js" data-host="${tenantUrl}" data-client-id="${clientId}"
      data-auth-type="anonymous" data-access-code="${accessCode}"></script><body>${embeds}</body>`
  await page.route(`${pageOrigin}/`, (route) => route.fulfill({ contentType: 'text/html', body: html }))
  await page.route(`${pageOrigin}/embed-web-components.js`, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: readFileSync(webComponents, 'utf8') }),
  )
  await page.goto(pageOrigin)
  return page
}

it('a visitor sees the app of the access code, and no more once the code is deleted', async () => {
  const page = await openPage(way)
  const shown = page.locator('#regions')
  await waitUntilShown(shown)
  await shown.getByText('North').first().waitFor()
  expect(await page.evaluate(() => document.cookie)).toBe('')
  await page.close()

  execFileSync(process.execPath, [understudy, 'access-code', 'delete', way.clientId, way.id, '--data-dir', dataDir])
  const later = await openPage(way)
  await later.locator('#regions [role="alert"]').getByText('OAUTH-ACCESS-CODE').waitFor()
  await later.close()
})

it('a visitor of a client that demands it holds a token that is of no use elsewhere', async () => {
  const secret = { client_id: admin.clientId, client_secret: admin.clientSecret }
  const { body: granted } = await post('/oauth/token', { grant_type: 'client_credentials', ...secret })
  const wanted = {
    appType: 'anonymous-embed',
    clientName: 'Public pages of one browser',
    allowedScopes: ['apps:read'],
    allowedOrigins: [pageOrigin],
    dpopBoundAccessTokens: true,
  }
  const authorization = `Bearer ${granted.access_token}`
  const { body: client } = await post('/api/v1/oauth-clients', wanted, { authorization })

  const tokens: string[] = []
  const page = await openPage(withCode(client.clientId), (token) => tokens.push(token))
  await waitForDrawing(page, '#bars')
  expect(await chartTotal(page, '#bars', 1)).toBe(15)
  const [stolen = '', ...others] = tokens
  expect(others).toEqual([])
  const claims = JSON.parse(Buffer.from(stolen.split('.')[1] ?? '', 'base64url').toString())
  expect(claims.cnf.jkt).toMatch(/^[\w-]{43}$/)

  for (const scheme of ['Bearer', 'DPoP']) {
    const headers = { authorization: `${scheme} ${stolen}`, origin: pageOrigin }
    expect((await fetch(`${tenantUrl}/api/v1/apps/${appId}`, { headers })).status).toBe(401)
  }
  const exchange = {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    purpose: 'websocket',
    subject_token: stolen,
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    client_id: client.clientId,
  }
  const refused = await post('/oauth/token', exchange, { origin: pageOrigin })
  expect([refused.status, refused.body.error]).toEqual([400, 'invalid_dpop_proof'])

  // The browser that has the key goes on, and keeps it for the next page.
  await page.reload()
  await waitForDrawing(page, '#bars')
  expect(tokens).toHaveLength(2)
  expect(JSON.parse(Buffer.from(tokens[1]?.split('.')[1] ?? '', 'base64url').toString()).cnf).toEqual(claims.cnf)
  await page.close()
})
