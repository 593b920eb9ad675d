import type { FrameLocator } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { waitForDrawing } from './harness/dashboard.js'
import { directorToken, ensureDirector } from './harness/director.js'
import { alertIn, type EmbedPage, embed, openEmbedPage } from './harness/embed-page.js'
import { screenshot } from './harness/screenshot.js'

const demo = inject('demo')

let browser: TestBrowser
let embeds: EmbedPage

beforeAll(async () => {
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
  await ensureDirector(browser.context, demo)
})
afterAll(() => browser.close())

beforeEach(async () => {
  embeds = await openEmbedPage(browser.context, { demo, token: () => directorToken(demo) })
  return () => embeds.page.close()
})

const focused = (frame: FrameLocator): Promise<string> => frame.locator(':focus').innerText()

it('classic/chart draws in the page, and offers what a chart of the page offers', async () => {
  await embeds.show(embed('chart', 'ui="classic/chart" object-id="chart-months"'))
  await waitForDrawing(embeds.page, '#chart')
  expect(await embeds.page.locator('#chart iframe').count()).toBe(0)
  const id = await embeds.page.locator('#chart').evaluate(async (element) => {
    const { getObject } = await (
      element as unknown as { getRefApi(): Promise<{ getObject(): Promise<{ id: string }> }> }
    ).getRefApi()
    return (await getObject()).id
  })
  expect(id).toBe('chart-months')
  expect(await alertIn(embeds.page).count()).toBe(0)
})

it('classic frames show charts without a cookie', async () => {
  await embeds.show(
    embed('app', 'ui="classic/app" sheet-id="sheet-network"', 'tall') +
      embed('chart', 'ui="classic/chart" iframe="true" object-id="chart-months"', 'tall'),
  )
  const app = embeds.page.frameLocator('#app iframe')
  await app.getByText('Departures by state').waitFor()
  expect(await embeds.page.locator('#app iframe').getAttribute('allow')).toBe('fullscreen; clipboard-write')
  await app.getByRole('tab', { name: 'Punctuality' }).click()
  await app.getByText('Flights and punctuality by month').waitFor()
  await embeds.page.locator('#chart').scrollIntoViewIfNeeded()
  await embeds.page.frameLocator('#chart iframe').locator('canvas, svg path').first().waitFor()
  expect(await alertIn(embeds.page).count()).toBe(0)
  expect((await browser.context.cookies()).filter(({ domain }) => domain === '127.0.0.1')).toEqual([])
})

it('classic/app shows its sheets, in their order, and opens them by keyboard', async () => {
  await embeds.show(embed('app', 'ui="classic/app"', 'tall'))
  const app = embeds.page.frameLocator('#app iframe')
  const cards = app.getByRole('listitem').getByRole('button')
  await cards.first().waitFor()
  expect(await cards.allInnerTexts()).toEqual([
    'Punctuality\nHow late, when and where',
    'Network\nWhere flights leave and where they go',
    'Analysis\nCompared, ranked, averaged',
  ])
  expect(await app.getByRole('heading', { name: 'US flights 2001' }).count()).toBe(1)
  // One box in the picture for each object of the sheet.
  expect(await cards.first().locator('svg rect').count()).toBe(10)
  expect(await app.getByRole('tab').count()).toBe(0)
  await screenshot(embeds.page, 'classic-app-overview')

  await cards.nth(1).focus()
  await embeds.page.keyboard.press('Enter')
  await app.getByText('Departures by state').waitFor()
  expect(await cards.count()).toBe(0)
  expect(await focused(app)).toBe('Network')
  await embeds.page.keyboard.press('ArrowLeft')
  await app.getByText('Flights and punctuality by month').waitFor()
  expect(await app.getByRole('tab', { selected: true }).allInnerTexts()).toEqual(['Punctuality'])
  await embeds.page.keyboard.press('Shift+Tab')
  expect(await focused(app)).toBe('All sheets')
  await embeds.page.keyboard.press('Enter')
  await cards.first().waitFor()
  expect(await focused(app)).toContain('Punctuality')
})

it('an app that does not open is told by the element, once', async () => {
  await embeds.show(embed('app', 'ui="classic/app" app-id="00000000-0000-4000-8000-000000000000"'))
  await alertIn(embeds.page.locator('#app')).getByText('APP-UNKNOWN').waitFor()
  const fatal = (await embeds.events()).filter(({ type }) => type === 'fatalerror')
  expect(fatal.map(({ element, detail }) => [element, detail.code])).toEqual([['app', 'APP-UNKNOWN']])
})
