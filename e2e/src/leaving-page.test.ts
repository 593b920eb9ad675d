import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { directorToken, ensureDirector } from './harness/director.js'
import { alertIn, embed, openEmbedPage } from './harness/embed-page.js'

const demo = inject('demo')
const other = `${demo.portalUrl}/other`

let browser: TestBrowser

beforeAll(async () => {
  browser = await openChromium({ thirdPartyCookies: 'blocked', keepsPages: true })
  await ensureDirector(browser.context, demo)
})
afterAll(() => browser.close())

/** Notes failures, also those of a page that goes: it tells the test at once. */
const observe = async (page: Page): Promise<readonly string[]> => {
  const notes: string[] = []
  page.on('console', (message) => {
    if (message.text().startsWith('note: ')) notes.push(message.text().slice(6))
  })
  await page.addInitScript(() => {
    for (const type of ['error', 'fatalerror', 'unhandledrejection'])
      addEventListener(type, (event) => console.log(`note: ${type} ${(event as CustomEvent).detail?.code ?? ''}`))
    addEventListener('pageshow', ({ persisted }) => persisted && console.log('note: back'))
  })
  return notes
}

const kpi = (id: string) => embed(id, 'ui="analytics/chart" object-id="kpi-flights"')
const shows = (page: Page, id: string) => page.locator(`#${id}`).getByText('3,000,000', { exact: true }).waitFor()

/** A page whose connection the test can end, and whose tokens end with it. */
const openSignedIn = async (context: BrowserContext) => {
  let notes: readonly string[] = []
  let signedIn = true
  let refuse = (): void => undefined
  const embeds = await openEmbedPage(context, {
    demo,
    token: () => (signedIn ? directorToken(demo) : Promise.reject(new Error('Signed out'))),
    prepare: async (page) => {
      notes = await observe(page)
      await page.route(other, async (route) => {
        // The person is signed out while the browser waits for the next page.
        signedIn = false
        refuse()
        await new Promise((resolve) => setTimeout(resolve, 1500))
        await route.fulfill({ contentType: 'text/html', body: '<p>Signed out</p>' })
      })
      await page.routeWebSocket(/\/app\//, (socket) => {
        const server = socket.connectToServer()
        refuse = () => {
          socket.close({ code: 4006, reason: 'OAUTH-1: test' })
          server.close()
        }
      })
    },
  })
  return { ...embeds, notes: () => notes, refuse: () => refuse(), signOut: () => (signedIn = false) }
}

it('a sign-out that leads to another page raises no error, whatever breaks off on the way', async () => {
  const { page, show, notes } = await openSignedIn(browser.context)
  await show(kpi('kpi'))
  await shows(page, 'kpi')
  // A refusal right after a token arrived is taken for the answer to the token before it.
  await page.waitForTimeout(3100)
  await show(kpi('kpi') + kpi('late'))
  await page.evaluate((url) => location.assign(url), other)
  await page.getByText('Signed out').waitFor()
  expect(notes()).toEqual([])
  await page.close()
})

it('the same without leaving is an error', async () => {
  const { page, show, notes, refuse, signOut } = await openSignedIn(browser.context)
  await show(kpi('kpi'))
  await shows(page, 'kpi')
  await page.waitForTimeout(3100)
  signOut()
  refuse()
  await alertIn(page).waitFor()
  expect(notes().some((note) => note.startsWith('fatalerror'))).toBe(true)
  await page.close()
})

it('a page that comes back from the browser’s cache goes on', async () => {
  let notes: readonly string[] = []
  const { page, show, events } = await openEmbedPage(browser.context, {
    demo,
    token: () => directorToken(demo),
    prepare: async (opened) => {
      notes = await observe(opened)
      await opened.route(other, (route) => route.fulfill({ contentType: 'text/html', body: '<p>Elsewhere</p>' }))
    },
  })
  await show(kpi('kpi') + embed('field', 'ui="analytics/field" field-id="Region"'))
  await shows(page, 'kpi')
  await page.evaluate((url) => location.assign(url), other)
  await page.getByText('Elsewhere').waitFor()
  await page.goBack({ waitUntil: 'commit' })
  await expect.poll(() => notes).toContain('back')
  await expect.poll(async () => (await events()).map(({ type }) => type)).toContain('resumed')
  await page.locator('#field').getByText('Northeast', { exact: true }).click()
  await page.locator('#kpi').getByText('3,000,000', { exact: true }).waitFor({ state: 'detached' })
  expect(notes).toEqual(['back'])
  expect(await alertIn(page).count()).toBe(0)
  await page.close()
})
