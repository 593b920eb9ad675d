import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { chartTotal, waitForDrawing } from './harness/dashboard.js'
import { totalsOf } from './harness/flights-data.js'
import { openObservedPage } from './harness/observed-page.js'
import { type SinglePageApp, startSinglePageApp } from './harness/single-page-app.js'
import { makeAccount, signInAtTenant } from './harness/tenant-account.js'

const demo = inject('demo')
const person = { email: 'wanda@example.com', name: 'Wanda Window', password: 'nine patient lanterns' }

let app: SinglePageApp
let browser: TestBrowser
beforeAll(async () => {
  app = await startSinglePageApp(demo)
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
  await makeAccount(browser.context, demo, person)
})
afterAll(async () => {
  await browser?.close()
  app?.close()
})

it('draws a chart for a user who signed in in a window of its own, while the page stays', async () => {
  const { page } = await openObservedPage(browser.context)
  await page.goto(`${app.origin}/pop-up.html`)
  const opened = page.waitForEvent('popup')
  await page.getByRole('button', { name: 'Sign in' }).click()
  const signInWindow = await opened
  await signInAtTenant(signInWindow, person)
  const closed = signInWindow.waitForEvent('close')
  await signInWindow.getByRole('button', { name: 'Allow', exact: true }).click()
  await closed

  await waitForDrawing(page, 'qlik-embed')
  const { flights } = await totalsOf({})
  await expect.poll(() => chartTotal(page, 'qlik-embed', 1)).toBe(flights)
  expect(page.url()).toBe(`${app.origin}/pop-up.html`)
  await page.close()
})

it('a page keeps no handle on the sign-in that it opened', async () => {
  await browser.context.clearCookies()
  const { page } = await openObservedPage(browser.context)
  await page.goto(`${app.origin}/pop-up.html`)
  const opened = page.waitForEvent('popup')
  const handle = await page.evaluateHandle((url) => window.open(url), `${demo.tenantUrl}/login`)
  const signInWindow = await opened
  await signInWindow.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(await handle.evaluate((held) => held?.closed)).toBe(true)
  expect(await signInWindow.evaluate(() => window.opener)).toBe(null)
})
