import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from '../harness/chromium.js'
import { chartTotal, waitForDrawing } from '../harness/dashboard.js'
import { totalsOf } from '../harness/flights-data.js'
import { openObservedPage } from '../harness/observed-page.js'
import { type SinglePageApp, startSinglePageApp } from '../harness/single-page-app.js'
import { makeAccount, signInAtTenant } from '../harness/tenant-account.js'

const demo = inject('demo')
const person = { email: 'nora@example.com', name: 'Nora Lind', password: 'nineteen quiet ferries' }

let app: SinglePageApp
let browser: TestBrowser

beforeAll(async () => {
  app = await startSinglePageApp(demo)
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
})

afterAll(async () => {
  await browser?.close()
  app?.close()
})

const chartShowsAllFlights = async (page: Page): Promise<void> => {
  await waitForDrawing(page, 'qlik-embed')
  const { flights } = await totalsOf({})
  await expect.poll(() => chartTotal(page, 'qlik-embed', 1)).toBe(flights)
}

it('signs a user in, asks for consent, and shows the chart where third-party cookies are blocked', async () => {
  await makeAccount(browser.context, demo, person)
  const { page, errors } = await openObservedPage(browser.context)
  await page.goto(app.origin)
  await signInAtTenant(page, person)
  await page.getByRole('heading', { name: 'Flights board asks for access' }).waitFor()
  await page.setViewportSize({ width: 390, height: 800 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('button', { name: 'Allow', exact: true }).click()
  await page.waitForURL(`${app.origin}/`)
  await chartShowsAllFlights(page)
  expect(errors.filter((error) => !error.includes('favicon'))).toEqual([])

  // The tab keeps its token; a new one goes through the sign-in without a question.
  await page.reload()
  await chartShowsAllFlights(page)
  const second = await browser.context.newPage()
  await second.goto(app.origin)
  await chartShowsAllFlights(second)
})

it('shows what the tenant says when the user does not allow it, and does not ask again by itself', async () => {
  const page = await browser.context.newPage()
  await page.goto(`${demo.tenantUrl}/oauth/consents`)
  await page.getByRole('button', { name: /Withdraw/ }).click()
  await page.goto(app.origin)
  await page.getByRole('button', { name: 'Do not allow' }).click()
  await page.waitForURL(`${app.origin}/`)
  await expect.poll(() => page.locator('[role="alert"]').innerText()).toContain('OAUTH-ACCESS-DENIED')
})
