import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import type { Demo } from './harness/demo.js'
import { freePorts } from './harness/free-ports.js'
import { openObservedPage } from './harness/observed-page.js'
import { signIn } from './harness/sign-in.js'

const demo = inject('demo')
const server = fileURLToPath(new URL('../../examples/portal/dist/server.js', import.meta.url))

let browser: TestBrowser
let portal: ChildProcess | undefined
beforeAll(async () => {
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
})
afterAll(async () => {
  portal?.kill()
  await browser?.close()
})

it('shows on its pages what the tenant says to a wrong secret of the portal', async () => {
  const [port] = await freePorts(1)
  const { people, impersonation } = demo.clients
  portal = spawn(process.execPath, [server], {
    env: {
      PORT: String(port),
      TENANT_URL: demo.tenantUrl,
      APP_ID: demo.appId,
      PEOPLE_CLIENT_ID: people.clientId,
      PEOPLE_CLIENT_SECRET: people.clientSecret,
      IMPERSONATION_CLIENT_ID: impersonation.clientId,
      IMPERSONATION_CLIENT_SECRET: 'wrong',
    },
    stdio: 'ignore',
  })
  const broken: Demo = { ...demo, portalUrl: `http://localhost:${port}` }
  const status = () =>
    fetch(`${broken.portalUrl}/sign-in`).then(
      (response) => response.status,
      () => 0,
    )
  await expect.poll(status).toBe(200)

  const { page } = await openObservedPage(browser.context)
  await signIn(page, broken, 'dana')
  const panel = page.getByRole('alert').filter({ hasText: 'OAUTH-14' }).first()
  await panel.waitFor()
  const text = await panel.innerText()
  for (const part of [
    'Invalid client credentials',
    'Your app passed on: The client is unknown, or its secret is wrong.',
  ])
    expect(text).toContain(part)
})
