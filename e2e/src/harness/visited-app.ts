import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from 'playwright-core'
import { freePorts } from './free-ports.js'

const understudy = fileURLToPath(new URL('../../../packages/tenant/bin/understudy.mjs', import.meta.url))
const webComponents = createRequire(import.meta.url).resolve('@qlik/embed-web-components')

/** A tenant of its own with one app, which visitors without an account see. */
export interface VisitedApp {
  /** Opens a page that holds these embeds; `prepare` runs before anything is loaded. */
  readonly open: (context: BrowserContext, embeds: string, prepare?: (page: Page) => void) => Promise<Page>
  readonly close: () => Promise<void>
}

/**
 * Starts the tenant.
 *
 * @param appId id of the app
 * @param files the app's files but `app.json`: their paths and contents
 */
export const startVisitedApp = async (appId: string, files: Readonly<Record<string, string>>): Promise<VisitedApp> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'understudy-visited-'))
  const operator = (...args: string[]) =>
    JSON.parse(
      execFileSync(process.execPath, [understudy, ...args, '--data-dir', dataDir, '--json'], { encoding: 'utf8' }),
    )
  const folder = join(dataDir, 'app')
  const app = JSON.stringify({ id: appId, name: appId, sources: {} })
  for (const [path, text] of Object.entries({ ...files, 'app.json': app })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const [tenantPort, pagePort] = await freePorts(2)
  const origin = `http://localhost:${pagePort}`
  operator('init')
  operator('app', 'add', folder)
  const client = ['Visitors', '--app-type', 'anonymous-embed', '--scope', 'apps:read', '--origin', origin]
  const { clientId } = operator('client', 'create', ...client)
  const { accessCode } = operator('access-code', 'create', clientId, appId)
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
  const { url } = JSON.parse(line)

  const html = (embeds: string): string => `<!doctype html><meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="script-src http: 'unsafe-inline'" />
    <link rel="icon" href="data:," /><style>.box { height: 400px } .tall { height: 1100px }</style>
    <script src="/embed-web-components.js" data-host="${url}" data-client-id="${clientId}" data-app-id="${appId}"
      data-auth-type="anonymous" data-access-code="${accessCode}"></script><body>${embeds}</body>`
  return {
    open: async (context, embeds, prepare) => {
      const page = await context.newPage()
      page.setDefaultTimeout(90_000)
      await context.grantPermissions(['local-network-access'], { origin })
      await page.route(`${origin}/`, (route) => route.fulfill({ contentType: 'text/html', body: html(embeds) }))
      await page.route(`${origin}/embed-web-components.js`, (route) =>
        route.fulfill({ contentType: 'text/javascript', body: readFileSync(webComponents, 'utf8') }),
      )
      prepare?.(page)
      await page.goto(origin)
      return page
    },
    close: async () => {
      tenant.kill('SIGINT')
      await once(tenant, 'close')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
