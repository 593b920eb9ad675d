import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { qix } from '@qlik/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openChromium } from '../harness/chromium.js'
import { waitForDrawing } from '../harness/dashboard.js'
import { freePorts } from '../harness/free-ports.js'
import { openObservedPage } from '../harness/observed-page.js'
import { screenshot } from '../harness/screenshot.js'
import { type DocumentedScripts, documentedScripts } from './documented-scripts.js'

const program = fileURLToPath(new URL('../../../packages/tenant/bin/understudy.mjs', import.meta.url))
const webComponents = createRequire(import.meta.url).resolve('@qlik/embed-web-components')

let dataDir: string
let documented: DocumentedScripts
let server: ChildProcess
let tenantUrl: string
let pageOrigin: string
let client: { readonly clientId: string; readonly clientSecret: string }

const understudy = (...args: string[]): string =>
  execFileSync(process.execPath, [program, ...args, '--data-dir', dataDir], { encoding: 'utf8' })

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'understudy-own-app-'))
  documented = documentedScripts('apps.md')
  const [tenantPort, pagePort] = await freePorts(2)
  pageOrigin = `http://localhost:${pagePort}`
  understudy('init')
  const made = understudy(
    ...['client', 'create', 'Page', '--grant', 'impersonation', '--scope', 'user_default', '--origin', pageOrigin],
    '--json',
  )
  client = JSON.parse(made)
  understudy('client', 'may-provision', client.clientId, 'on')
  server = spawn(
    process.execPath,
    [program, 'serve', '--json', '--data-dir', dataDir, '--port', String(tenantPort), '--log-level', 'error'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  tenantUrl = JSON.parse(await firstLine(server)).url
})
afterAll(async () => {
  server?.kill()
  if (server !== undefined) await once(server, 'exit')
  documented?.remove()
  rmSync(dataDir, { recursive: true, force: true })
})

const firstLine = async ({ stdout }: ChildProcess): Promise<string> => {
  if (stdout === null) throw new Error('The output of the process is not read.')
  for await (const line of createInterface({ input: stdout })) return line
  throw new Error('The process ended without a word.')
}

const accessToken = async (): Promise<string> => {
  const response = await fetch(`${tenantUrl}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'urn:qlik:oauth:user-impersonation',
      client_id: client.clientId,
      client_secret: client.clientSecret,
      user: { subject: 'own-app|reader', name: 'Reader' },
    }),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(JSON.stringify(answer))
  return answer.access_token
}

/** The id of the user whom the first token makes. */
const readerId = async (): Promise<string> =>
  JSON.parse(Buffer.from((await accessToken()).split('.')[1] ?? '', 'base64url').toString()).userId

it('is checked, added and loaded by the commands of the page', () => {
  const told = documented.run('add-sales.sh', { UNDERSTUDY_DATA_DIR: dataDir })
  expect(told).toContain('Everything in the folder works.')
  expect(told).toContain('Sales (sales) is loaded')
  expect(told).toContain('sales: 8 rows')
})

it('answers with the figures of its data', async () => {
  const session = qix.openAppSession({
    appId: 'sales',
    hostConfig: { authType: 'oauth2', host: tenantUrl, ...client, userId: await readerId(), scope: 'user_default' },
  })
  const doc = await session.getDoc()
  const rows = async (objectId: string, width: number) => {
    const object = await doc.getObject(objectId)
    const pages = await object.getHyperCubeData('/qHyperCubeDef', [{ qLeft: 0, qTop: 0, qWidth: width, qHeight: 10 }])
    return pages.flatMap(({ qMatrix = [] }) => qMatrix.map((row) => row.map(({ qText }) => qText)))
  }
  expect(await rows('by-month', 2)).toEqual([
    ['Jan', '6,990 €'],
    ['Feb', '7,600 €'],
    ['Mar', '9,540 €'],
    ['Apr', '10,760 €'],
  ])
  expect(await rows('total', 1)).toEqual([['34,890 €']])
  expect(await rows('by-region', 3)).toEqual([
    ['North', '127', '154.72 €'],
    ['South', '108', '141.11 €'],
  ])
  await session.close()
})

it('draws its sheet, each chart with the defaults of its type', async () => {
  const { context, close } = await openChromium({ thirdPartyCookies: 'blocked' })
  try {
    await context.grantPermissions(['local-network-access'], { origin: pageOrigin })
    const { page, errors } = await openObservedPage(context)
    await page.route(`${pageOrigin}/`, (route) => route.fulfill({ contentType: 'text/html', body: pageHtml() }))
    await page.route(`${pageOrigin}/embed-web-components.js`, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: readFileSync(webComponents, 'utf8') }),
    )
    await page.exposeFunction('supplyAccessToken', accessToken)
    await page.goto(`${pageOrigin}/`)
    await page.locator('qlik-embed').getByText('34,890 €').waitFor()
    await page.locator('qlik-embed').getByText('South', { exact: true }).waitFor()
    await waitForDrawing(page, 'qlik-embed')
    await page.locator('qlik-embed').getByText('Revenue by month').waitFor()
    await page.locator('.understudy-embed[aria-busy="true"]').first().waitFor({ state: 'detached' })
    expect(await page.locator('[role="alert"]').allInnerTexts()).toEqual([])
    await screenshot(page, 'own-app')
    expect(errors).toEqual([])
  } finally {
    await close()
  }
})

const pageHtml = (): string => `<!doctype html>
<meta charset="utf-8" />
<title>Sales</title>
<link rel="icon" href="data:," />
<script src="/embed-web-components.js" data-host="${tenantUrl}" data-client-id="${client.clientId}"
  data-auth-type="Oauth2" data-get-access-token="supplyAccessToken"></script>
<div style="height: 800px"><qlik-embed ui="analytics/sheet" app-id="sales" object-id="overview"></qlik-embed></div>`
