import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, inject, it } from 'vitest'
import { openChromium } from '../harness/chromium.js'
import { chartTotal, clearSelections, waitForDrawing } from '../harness/dashboard.js'
import { totalsOf } from '../harness/flights-data.js'
import { freePorts } from '../harness/free-ports.js'
import { openObservedPage } from '../harness/observed-page.js'
import { writeDocumentedFiles } from './documented-files.js'

const demo = inject('demo')
const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url))

it('puts a chart into a page by the three files of the quick start', async () => {
  const folder = mkdtempSync(join(modules, '.quick-start-'))
  const [port] = await freePorts(1)
  const appOrigin = `http://localhost:${port}`
  const env = {
    ...process.env,
    TENANT_URL: demo.tenantUrl,
    ADMIN_CLIENT_ID: demo.clients.admin.clientId,
    ADMIN_CLIENT_SECRET: demo.clients.admin.clientSecret,
    APP_ORIGIN: appOrigin,
    PORT: String(port),
  }
  writeDocumentedFiles('quick-start.md', folder)
  const credentials = JSON.parse(execFileSync(process.execPath, ['setup.mjs'], { cwd: folder, env, encoding: 'utf8' }))
  writeDocumentedFiles('quick-start.md', folder, { ...credentials, TENANT_URL: demo.tenantUrl })

  const server = spawn(process.execPath, ['server.mjs'], {
    cwd: folder,
    env: { ...env, ...credentials },
    stdio: 'inherit',
  })
  const { context, close } = await openChromium({ thirdPartyCookies: 'blocked' })
  try {
    await expect.poll(() => answers(appOrigin)).toBe(true)
    const { page, errors } = await openObservedPage(context)
    await page.goto(appOrigin)
    await waitForDrawing(page, 'qlik-embed')
    await clearSelections(page)
    const { flights } = await totalsOf({ origin: 'ORD' })
    await expect.poll(() => chartTotal(page, 'qlik-embed', 1)).toBe(flights)
    expect(errors.filter((error) => !error.includes('favicon'))).toEqual([])
  } finally {
    await close()
    server.kill()
    await once(server, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }
})

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    (response) => response.ok,
    () => false,
  )
