import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { directorToken, ensureDirector } from './harness/director.js'
import { alertIn, embed, openEmbedPage } from './harness/embed-page.js'

const demo = inject('demo')

let browser: TestBrowser

beforeAll(async () => {
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
  await ensureDirector(browser.context, demo)
})
afterAll(() => browser.close())

describe('an embed', () => {
  it('tells that it loads, and then shows its content', async () => {
    let supply = (): void => undefined
    const token = new Promise<void>((resolve) => {
      supply = resolve
    }).then(() => directorToken(demo))
    const { page, show } = await openEmbedPage(browser.context, { demo, token: () => token })
    await show(embed('kpi', 'ui="analytics/chart" object-id="kpi-flights"'))
    const kpi = page.locator('#kpi')
    await kpi.locator('[aria-busy="true"]').getByRole('status').getByText('Loading').waitFor({ state: 'attached' })
    supply()
    await kpi.getByText('3,000,000', { exact: true }).waitFor()
    expect(await kpi.locator('[aria-busy="true"]').count()).toBe(0)
    expect(await kpi.getByRole('status').count()).toBe(0)
    await page.close()
  })

  it('tells that there is nothing to show, which is no failure', async () => {
    const { page, show, events } = await openEmbedPage(browser.context, { demo, token: () => directorToken(demo) })
    const columns = `dimensions='["[Region]"]' measures='["=Sum([Flights]) * 0"]'`
    const properties = JSON.stringify({ title: 'Nowhere', qHyperCubeDef: { qSuppressZero: true } })
    await show(embed('bar', `ui="analytics/chart" type="barchart" ${columns} properties='${properties}'`))
    const message = 'No data for the current selections'
    await page.locator('#bar').getByRole('status').getByText(message, { exact: true }).waitFor()
    const ofTheChart = page.locator('#bar').getByText('The selections generated no data for this chart.')
    await ofTheChart.waitFor({ state: 'attached' })
    // One sentence is enough: both stand at the same place.
    expect(await ofTheChart.isVisible()).toBe(false)
    expect(await page.locator('#bar').getByText('Nowhere', { exact: true }).isVisible()).toBe(true)
    expect(await alertIn(page).count()).toBe(0)
    expect((await events()).map(({ type }) => type)).toEqual(['opened'])
    await page.close()
  })
})

/** What the tenant sends of a file, as it is on the wire: `fetch` would decode it. */
const headersOf = (url: string, encoding: string) =>
  new Promise<Record<string, unknown>>((resolve, reject) => {
    request(url, { headers: { 'accept-encoding': encoding, origin: demo.portalUrl } }, (response) => {
      response.resume()
      resolve({ status: response.statusCode, ...response.headers })
    })
      .on('error', reject)
      .end()
  })

it('the code of the runtime comes compressed, under hashed names that are kept for ever', async () => {
  const { page, show } = await openEmbedPage(browser.context, { demo, token: () => directorToken(demo) })
  const loaded = new Set<string>()
  page.on('request', (sent) => {
    if (sent.url().startsWith(`${demo.tenantUrl}/qlik-embed/`)) loaded.add(sent.url())
  })
  await page.reload()
  await show(embed('kpi', 'ui="analytics/chart" object-id="kpi-flights"'))
  await page.locator('#kpi').getByText('3,000,000', { exact: true }).waitFor()
  const chunks = [...loaded].filter((url) => !url.endsWith('/main.js'))
  expect(chunks.length).toBeGreaterThan(3)
  expect(chunks.length).toBe(loaded.size - 1)
  for (const url of loaded)
    for (const encoding of ['br', 'gzip'])
      expect(await headersOf(url, encoding)).toMatchObject({
        status: 200,
        'content-encoding': encoding,
        'access-control-allow-origin': demo.portalUrl,
      })
  for (const url of chunks) {
    expect(url).toMatch(/\/chunks\/[^/]+\.[\w-]{8,}\.js$/)
    expect((await headersOf(url, 'br'))['cache-control']).toBe('public, max-age=31536000, immutable')
  }
  await page.close()
})
