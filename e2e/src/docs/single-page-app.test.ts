import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { groups, users } from '@qlik/api'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from '../harness/chromium.js'
import { chartTotal, waitForDrawing } from '../harness/dashboard.js'
import { totalsOf } from '../harness/flights-data.js'
import { freePorts } from '../harness/free-ports.js'
import { openObservedPage } from '../harness/observed-page.js'
import { writeDocumentedFiles } from './documented-files.js'

const demo = inject('demo')
const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url))
const vendor = dirname(createRequire(import.meta.url).resolve('@qlik/embed-web-components'))
const asAdmin = {
  hostConfig: { authType: 'oauth2' as const, host: demo.tenantUrl, ...demo.clients.admin, scope: 'admin_classic' },
}
const person = { email: 'nora@example.com', name: 'Nora Lind', password: 'nineteen quiet ferries' }

let folder: string
let server: Server
let appOrigin: string
let browser: TestBrowser

beforeAll(async () => {
  folder = mkdtempSync(join(modules, '.single-page-app-'))
  const [port] = await freePorts(1)
  appOrigin = `http://localhost:${port}`
  const env = {
    ...process.env,
    TENANT_URL: demo.tenantUrl,
    ADMIN_CLIENT_ID: demo.clients.admin.clientId,
    ADMIN_CLIENT_SECRET: demo.clients.admin.clientSecret,
    APP_ORIGIN: appOrigin,
  }
  writeDocumentedFiles('single-page-app.md', folder)
  const made = JSON.parse(execFileSync(process.execPath, ['setup.mjs'], { cwd: folder, env, encoding: 'utf8' }))
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', appOrigin).pathname
    if (path === '/favicon.ico') return response.writeHead(404).end()
    const file = path.startsWith('/vendor/')
      ? join(vendor, path.slice(8))
      : join(folder, 'public', path.slice(1) || 'index.html')
    response.setHeader('content-type', extname(file) === '.js' ? 'text/javascript' : 'text/html')
    response.end(
      readFileSync(file, 'utf8')
        .replaceAll('TENANT_URL', demo.tenantUrl)
        .replaceAll('CLIENT_ID', made.CLIENT_ID)
        .replaceAll('APP_ORIGIN', appOrigin),
    )
  }).listen(port, 'localhost')
  await once(server, 'listening')
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
})

afterAll(async () => {
  await browser?.close()
  server?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Invites somebody who sees all flights. */
const invite = async (): Promise<string> => {
  const { data } = await users.inviteUsers({ invitees: [{ email: person.email, name: person.name }] }, asAdmin)
  const [invited] = data.data as unknown as { userId: string; inviteLink: string }[]
  if (invited === undefined) throw new Error('Nobody was invited.')
  const name = 'National operations'
  await groups.createGroup({ name, providerType: 'custom', status: 'active' }, asAdmin).catch(() => undefined)
  const value = [{ name, providerType: 'custom' }]
  await users.patchUser(invited.userId, [{ op: 'replace', path: '/assignedGroups', value }], asAdmin)
  return invited.inviteLink
}

const chartShowsAllFlights = async (page: Page): Promise<void> => {
  await waitForDrawing(page, 'qlik-embed')
  const { flights } = await totalsOf({})
  await expect.poll(() => chartTotal(page, 'qlik-embed', 1)).toBe(flights)
}

it('signs a user in, asks for consent, and shows the chart where third-party cookies are blocked', async () => {
  const link = await invite()
  const { page, errors } = await openObservedPage(browser.context)
  await page.goto(link)
  await page.getByLabel('Password').fill(person.password)
  await page.getByRole('button').first().click()
  await page.waitForURL(/\/account$/)
  await browser.context.clearCookies()

  await page.goto(appOrigin)
  await page.waitForURL(/\/login\?/)
  await page.getByLabel('Email').fill(person.email)
  await page.getByLabel('Password').fill(person.password)
  await page.getByRole('button').first().click()
  await page.getByRole('heading', { name: 'Flights board asks for access' }).waitFor()
  await page.setViewportSize({ width: 390, height: 800 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('button', { name: 'Allow', exact: true }).click()
  await page.waitForURL(`${appOrigin}/`)
  await chartShowsAllFlights(page)
  expect(errors.filter((error) => !error.includes('favicon'))).toEqual([])

  // The tab keeps its token; a new one goes through the sign-in without a question.
  await page.reload()
  await chartShowsAllFlights(page)
  const second = await browser.context.newPage()
  await second.goto(appOrigin)
  await chartShowsAllFlights(second)
})

it('shows what the tenant says when the user does not allow it, and does not ask again by itself', async () => {
  const page = await browser.context.newPage()
  await page.goto(`${demo.tenantUrl}/oauth/consents`)
  await page.getByRole('button', { name: /Withdraw/ }).click()
  await page.goto(appOrigin)
  await page.getByRole('button', { name: 'Do not allow' }).click()
  await page.waitForURL(`${appOrigin}/`)
  await expect.poll(() => page.locator('[role="alert"]').innerText()).toContain('OAUTH-ACCESS-DENIED')
})
