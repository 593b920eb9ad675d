import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeDocumentedFiles } from '../docs/documented-files.js'
import type { Demo } from './demo.js'
import { freePorts } from './free-ports.js'

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url))
const require = createRequire(import.meta.url)

/** What pages load: the published packages, as they are. */
const vendors = {
  '/vendor/': dirname(require.resolve('@qlik/embed-web-components')),
  '/vendor-api/': dirname(require.resolve('@qlik/api')),
}

/** The app of docs/single-page-app.md at an origin of its own, with a client of its own. */
export interface SinglePageApp {
  readonly origin: string
  readonly clientId: string
  readonly close: () => void
}

/** Starts the documented app. `pages` are served beside, or in place of, the documented ones. */
export const startSinglePageApp = async (
  demo: Demo,
  pages: (documented: (path: string) => string) => Readonly<Record<string, string>> = () => ({}),
): Promise<SinglePageApp> => {
  const folder = mkdtempSync(join(modules, '.single-page-app-'))
  const [port] = await freePorts(1)
  const origin = `http://localhost:${port}`
  const env = {
    ...process.env,
    TENANT_URL: demo.tenantUrl,
    ADMIN_CLIENT_ID: demo.clients.admin.clientId,
    ADMIN_CLIENT_SECRET: demo.clients.admin.clientSecret,
    APP_ORIGIN: origin,
  }
  writeDocumentedFiles('single-page-app.md', folder)
  const made = JSON.parse(execFileSync(process.execPath, ['setup.mjs'], { cwd: folder, env, encoding: 'utf8' }))
  const documented = (path: string): string => readFileSync(join(folder, 'public', path), 'utf8')
  const own = pages(documented)

  const fileAt = (path: string): string => {
    for (const [prefix, directory] of Object.entries(vendors)) {
      if (path.startsWith(prefix)) return readFileSync(join(directory, ...path.slice(prefix.length).split(sep)), 'utf8')
    }
    return own[path] ?? documented(path.slice(1))
  }
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', origin)
    if (pathname === '/favicon.ico') return response.writeHead(404).end()
    const path = pathname === '/' ? '/index.html' : pathname
    response.setHeader('content-type', extname(path) === '.js' ? 'text/javascript' : 'text/html')
    response.end(
      fileAt(path)
        .replaceAll('TENANT_URL', demo.tenantUrl)
        .replaceAll('CLIENT_ID', made.CLIENT_ID)
        .replaceAll('APP_ORIGIN', origin),
    )
  }).listen(port, 'localhost')
  await once(server, 'listening')
  return {
    origin,
    clientId: made.CLIENT_ID,
    close: () => {
      server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
