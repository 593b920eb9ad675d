import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { openObservedPage } from './harness/observed-page.js'
import { programmedPage } from './harness/programmed-page.js'
import { type SinglePageApp, startSinglePageApp } from './harness/single-page-app.js'
import { makeAccount, signInAtTenant } from './harness/tenant-account.js'

const demo = inject('demo')
const person = { email: 'tabea@example.com', name: 'Tabea Twice', password: 'three patient bicycles' }

/** A page that renews its token at each load. */
const apiPage = programmedPage(
  'local',
  { users: 'getMyUser' },
  `const { data: me } = await getMyUser()
    document.body.append('Hello ' + me.name)`,
)

let app: SinglePageApp
let browser: TestBrowser
beforeAll(async () => {
  app = await startSinglePageApp(demo, () => ({ '/api.html': apiPage }))
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
  await makeAccount(browser.context, demo, person)
})
afterAll(async () => {
  await browser?.close()
  app?.close()
})

it('pages that share a sign-in renew it one after the other', async () => {
  const { page: first } = await openObservedPage(browser.context)
  await first.goto(`${app.origin}/api.html`)
  await signInAtTenant(first, person)
  await first.getByRole('button', { name: 'Allow', exact: true }).click()
  await first.getByText(`Hello ${person.name}`).waitFor()

  // Without the tenant's session nobody comes back from the sign-in unasked. Slow answers make the pages overlap.
  await browser.context.clearCookies()
  const used: string[] = []
  await browser.context.route(`${demo.tenantUrl}/oauth/token`, async (route) => {
    const request = route.request()
    if (request.method() === 'POST') {
      used.push(request.postDataJSON().refresh_token)
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    await route.continue()
  })
  const pages = [first, ...(await Promise.all([1, 2].map(async () => (await openObservedPage(browser.context)).page)))]
  for (const _round of [1, 2]) {
    await Promise.all(pages.map((page) => page.goto(`${app.origin}/api.html`)))
    for (const page of pages) await page.getByText(`Hello ${person.name}`).waitFor({ timeout: 20_000 })
  }
  expect(used).toHaveLength(6)
  expect(new Set(used).size).toBe(6)
})
