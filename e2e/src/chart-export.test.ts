import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { directorToken, ensureDirector } from './harness/director.js'
import { chart, embed, openEmbedPage, waitUntilShown } from './harness/embed-page.js'
import { screenshot } from './harness/screenshot.js'

const demo = inject('demo')
let browser: TestBrowser

beforeAll(async () => {
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
  await ensureDirector(browser.context, demo)
})
afterAll(() => browser.close())

it('the menu of a chart saves its data, and the airports are on the map', async () => {
  const { page, show } = await openEmbedPage(browser.context, { demo, token: () => directorToken(demo) })
  const bars = chart('barchart', ['[Region]'], ['[Flights]'])
  await show(`${embed('bars', bars)}${embed('airports', 'ui="analytics/chart" object-id="map-airports"', 'tall')}`)
  await waitUntilShown(page.locator('#bars'))
  await waitUntilShown(page.locator('#airports'))
  await page.locator('#bars .understudy-menu').click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Export data (CSV)' }).click(),
  ])
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
  const [head, ...rows] = Buffer.concat(chunks).toString('utf8').trim().split(/\r?\n/)
  expect(head).toContain('Region,')
  expect(rows).toContain('South,"1,127,213"')
  expect(rows.length).toBeGreaterThan(3)
  await expect.poll(() => page.locator('#airports table.understudy-hidden tr').count()).toBe(1 + 229)
  await screenshot(page, 'airports')
})

it('a download that is refused is told in a dialog, and the page stays as it is', async () => {
  const { page, show } = await openEmbedPage(browser.context, { demo, token: () => directorToken(demo) })
  await show(embed('bars', chart('barchart', ['[Region]'], ['[Flights]'])))
  await waitUntilShown(page.locator('#bars'))
  await page.evaluate(() => addEventListener('beforeunload', () => document.body.setAttribute('data-left', '')))
  const exportCsv = async () => {
    await page.locator('#bars .understudy-menu').click()
    await page.getByRole('menuitem', { name: 'Export data (CSV)' }).click()
  }
  const [download] = await Promise.all([page.waitForEvent('download'), exportCsv()])
  expect(download.suggestedFilename()).toBe('the chart.csv')
  await page.route('**/tempcontent/**', async (route) => {
    await route.fetch()
    await route.continue()
  })
  const address = page.url()
  await exportCsv()
  await page.getByRole('dialog').getByRole('alert').getByText('good for one download').waitFor()
  expect(page.url()).toBe(address)
  expect(await page.locator('body').getAttribute('data-left')).toBeNull()
})
