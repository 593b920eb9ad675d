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
import { writeDocumentedFiles } from './docs/documented-files.js'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { embed, waitUntilShown } from './harness/embed-page.js'
import { freePorts } from './harness/free-ports.js'

const understudy = fileURLToPath(new URL('../../packages/tenant/bin/understudy.mjs', import.meta.url))
const webComponents = createRequire(import.meta.url).resolve('@qlik/embed-web-components')
const folder = mkdtempSync(join(tmpdir(), 'understudy-dpop-'))
const appId = 'sales'

const run = (env: Readonly<Record<string, string>>, ...args: string[]): string =>
  execFileSync(process.execPath, args, { cwd: folder, env: { ...process.env, ...env }, encoding: 'utf8' }).trim()
const operator = (...args: string[]) => JSON.parse(run({}, understudy, ...args, '--data-dir', folder, '--json'))

let browser: TestBrowser
let pageOrigin: string
let tenantUrl: string
let client: { readonly CLIENT_ID: string; readonly CLIENT_SECRET: string }
let userId: string
let stopTenant: () => Promise<unknown>

const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  }
  const response = await fetch(`${tenantUrl}${path}`, init)
  return { status: response.status, body: await response.json() }
}

beforeAll(async () => {
  const [tenantPort, pagePort] = await freePorts(2)
  pageOrigin = `http://localhost:${pagePort}`
  const admin = operator('init')
  mkdirSync(join(folder, 'app'))
  writeFileSync(join(folder, 'app', 'app.json'), JSON.stringify({ id: appId, name: 'Sales', sources: {} }))
  const sql = `CREATE TABLE sales AS SELECT * FROM (VALUES ('North', 10), ('South', 5)) AS t("Region", "Amount");`
  writeFileSync(join(folder, 'app', 'data.sql'), sql)
  operator('app', 'add', join(folder, 'app'))

  const args = [
    understudy,
    'serve',
    '--json',
    '--data-dir',
    folder,
    '--port',
    String(tenantPort),
    '--log-level',
    'warn',
  ]
  const tenant = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  stopTenant = () => {
    tenant.kill('SIGINT')
    return once(tenant, 'close')
  }
  const [line] = await once(createInterface(tenant.stdout), 'line')
  tenantUrl = JSON.parse(line).url

  writeDocumentedFiles('dpop.md', folder)
  const credentials = { ADMIN_CLIENT_ID: admin.clientId, ADMIN_CLIENT_SECRET: admin.clientSecret }
  client = JSON.parse(run({ TENANT_URL: tenantUrl, APP_ORIGIN: pageOrigin, ...credentials }, 'setup.mjs'))
  const adminGrant = { client_id: admin.clientId, client_secret: admin.clientSecret }
  const { body: token } = await post('/oauth/token', { grant_type: 'client_credentials', ...adminGrant })
  const authorization = `Bearer ${token.access_token}`
  userId = (await post('/api/v1/users', { subject: 'lea', name: 'Lea', status: 'active' }, { authorization })).body.id
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
})
afterAll(async () => {
  await browser?.close()
  await stopTenant?.()
  rmSync(folder, { recursive: true, force: true })
})

/** What the documented backend answers. */
const mint = (dpopJkt: string): string => {
  const call = `import { accessTokenFor } from './access-token.mjs'
    console.log(await accessTokenFor(${JSON.stringify(userId)}, ${JSON.stringify(dpopJkt)}))`
  return run({ TENANT_URL: tenantUrl, ...client }, '--input-type=module', '--eval', call)
}

const openPage = async (minted: string[]): Promise<Page> => {
  const page = await browser.context.newPage()
  await browser.context.grantPermissions(['local-network-access'], { origin: pageOrigin })
  const html = `<!doctype html><meta charset="utf-8" /><style>.box { height: 400px }</style>
    <script>${readFileSync(join(folder, 'get-access-token.js'), 'utf8')}</script>
    <script src="/embed-web-components.js" data-host="${tenantUrl}" data-client-id="${client.CLIENT_ID}"
      data-auth-type="oauth2" data-get-access-token="getAccessToken"></script>
    <body>${embed('chart', `ui="analytics/field" app-id="${appId}" field-id="Region"`)}</body>`
  await page.route(`${pageOrigin}/`, (route) => route.fulfill({ contentType: 'text/html', body: html }))
  await page.route(`${pageOrigin}/embed-web-components.js`, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: readFileSync(webComponents, 'utf8') }),
  )
  await page.route(`${pageOrigin}/access-token`, (route) => {
    const token = mint(route.request().postDataJSON().dpopJkt)
    minted.push(token)
    return route.fulfill({ contentType: 'text/plain', body: token })
  })
  await page.goto(pageOrigin)
  return page
}

it('a page shows data with a token that is of no use elsewhere', async () => {
  const minted: string[] = []
  const page = await openPage(minted)
  const shown = page.locator('#chart')
  await waitUntilShown(shown)
  await shown.getByText('North').first().waitFor()

  const [stolen = ''] = minted
  const me = (headers: Record<string, string>) => fetch(`${tenantUrl}/api/v1/users/me`, { headers })
  for (const scheme of ['Bearer', 'DPoP']) expect((await me({ authorization: `${scheme} ${stolen}` })).status).toBe(401)
  const exchange = {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    purpose: 'websocket',
    subject_token: stolen,
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    client_id: client.CLIENT_ID,
  }
  expect((await post('/oauth/token', exchange, { origin: pageOrigin })).body.error).toBe('invalid_dpop_proof')
  await page.close()
})

it('the key stays in the browser for the next page, and its private half in the browser for good', async () => {
  const minted: string[] = []
  for (const _time of [1, 2]) {
    const page = await openPage(minted)
    await waitUntilShown(page.locator('#chart'))
    const exported = await page.evaluate(async () => {
      const answerOf = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve) => request.addEventListener('success', () => resolve(request.result)))
      const database = await answerOf(indexedDB.open('understudy-dpop'))
      const [keys] = await answerOf(database.transaction('keys').objectStore('keys').getAll())
      return crypto.subtle.exportKey('jwk', keys.privateKey).then(
        () => 'exported',
        () => 'refused',
      )
    })
    expect(exported).toBe('refused')
    await page.close()
  }
  const keyOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).cnf.jkt
  expect(new Set(minted.map(keyOf)).size).toBe(1)
})
