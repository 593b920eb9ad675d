import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Provider from 'oidc-provider'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openChromium, type TestBrowser } from '../harness/chromium.js'
import { freePorts } from '../harness/free-ports.js'
import { documentedScripts } from './documented-scripts.js'

const scripts = documentedScripts('identity-providers.md')
const understudy = fileURLToPath(new URL('../../../node_modules/.bin/understudy', import.meta.url))
const dataDir = mkdtempSync(join(tmpdir(), 'understudy-sign-in-'))
const password = 'seven green kettles'
let env: Record<string, string>
let server: ChildProcess
let browser: TestBrowser
let page: Page
const upstream = createServer()

beforeAll(async () => {
  const [port = 0, upstreamPort = 0] = await freePorts(2)
  const settings = {
    UNDERSTUDY_DATA_DIR: dataDir,
    UNDERSTUDY_PORT: String(port),
    UNDERSTUDY_LOG_LEVEL: 'error',
    UNDERSTUDY_OUTBOUND_PRIVATE_HOSTS: '127.0.0.1',
    TENANT_URL: `http://127.0.0.1:${port}`,
    DISCOVERY_URL: `http://127.0.0.1:${upstreamPort}/.well-known/openid-configuration`,
    IDP_CLIENT_ID: 'understudy',
    IDP_CLIENT_SECRET: 'a secret of tenant and provider',
  }
  const init = [understudy, 'init', '--json', '--tenant-name', 'Northwind Analytics']
  const made = JSON.parse(
    execFileSync(process.execPath, init, { env: { ...process.env, ...settings }, encoding: 'utf8' }),
  )
  env = { ...settings, ADMIN_CLIENT_ID: made.clientId, ADMIN_CLIENT_SECRET: made.clientSecret }
  server = spawn(process.execPath, [understudy, 'serve'], { env: { ...process.env, ...env }, stdio: 'inherit' })
  await startUpstream(upstreamPort)
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
  page = await browser.context.newPage()
  await vi.waitFor(() => fetch(`${env.TENANT_URL}/.well-known/jwks.json`), { timeout: 20_000 })
})

afterAll(async () => {
  await browser?.close()
  upstream.closeAllConnections()
  upstream.close()
  server?.kill()
  if (server !== undefined) await once(server, 'exit')
  scripts.remove()
  rmSync(dataDir, { recursive: true, force: true })
})

/** An OpenID provider with pages of its own, at which any name signs in. */
const startUpstream = async (port: number): Promise<void> => {
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [
      {
        client_id: 'understudy',
        client_secret: env.IDP_CLIENT_SECRET ?? '',
        redirect_uris: [`${env.TENANT_URL}/login/callback`],
      },
    ],
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: () => ({
        sub: accountId,
        name: `${accountId} of Example`,
        email: `${accountId}@example.com`,
        email_verified: true,
      }),
    }),
  })
  upstream.on('request', provider.callback())
  upstream.listen(port, '127.0.0.1')
  await once(upstream, 'listening')
}

const heading = (): Promise<string> => page.locator('h1').innerText()
const signOut = (): Promise<void> => browser.context.clearCookies()

it('lets invited people choose a password and sign in with it', async () => {
  const { link } = JSON.parse(scripts.run('invite.sh', env))
  await page.goto(link)
  expect(await heading()).toBe('Welcome to Northwind Analytics')
  await page.getByLabel('New password').fill('password1234')
  await page.getByRole('button', { name: 'Join' }).click()
  await page.getByRole('alert').waitFor()
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('alert')
  await page.getByLabel('New password').fill(password)
  await page.getByRole('button', { name: 'Join' }).click()
  await page.waitForURL('**/account')
  expect(await heading()).toBe('Kim Sato')

  await signOut()
  await page.goto(`${env.TENANT_URL}/login?returnto=${encodeURIComponent('/account/password')}`)
  await page.getByLabel('Email or user name').fill('kim@example.com')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/account/password')
  expect(await heading()).toBe('Change your password')
})

it('invites through the API', async () => {
  await signOut()
  const [, , link = ''] = scripts.run('invite.mjs', env).split(' ')
  await page.goto(link)
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Ola Berg')
})

it('sends people to an OpenID provider and back', async () => {
  await signOut()
  scripts.run('identity-provider.mjs', env)
  await page.goto(`${env.TENANT_URL}/login?returnto=/account&login_hint=pia`)
  await page.getByRole('link', { name: 'Continue with Example Inc.' }).click()
  await page.locator('input[name="login"]').fill('pia')
  await page.locator('input[name="password"]').fill('any')
  await page.locator('button[type="submit"]').click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL('**/account')
  expect(await heading()).toBe('pia of Example')
})
