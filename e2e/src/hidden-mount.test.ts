import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { directorToken, ensureDirector } from './harness/director.js'
import { alertIn, chart, type EmbedPage, embed, openEmbedPage, waitUntilShown } from './harness/embed-page.js'

const demo = inject('demo')

/** Each way to hide something: the box that hides, and the style that shows it. */
const ways = {
  tab: ['display: none', 'display: block'],
  accordion: ['height: 0; overflow: hidden', 'height: auto; overflow: hidden'],
  rows: ['display: grid; grid-template-rows: 0fr; overflow: hidden', 'display: grid; grid-template-rows: 1fr'],
  carousel: ['display: flex; width: 0; overflow: hidden', 'display: flex; width: 500px'],
} as const

const charts = {
  bar: chart('barchart', ['[Region]'], ['[Flights]']),
  line: chart('linechart', ['[Hour]'], ['[Late flights]']),
  pie: chart('piechart', ['[Delay class]'], ['[Flights]']),
  combo: chart('combochart', ['[Month]'], ['[Flights]', '[On-time rate]']),
  scatter: chart('scatterplot', ['[State]'], ['[Flights]', '[On-time rate]']),
  kpi: chart('kpi', [], ['[Flights]']),
  table: chart('table', ['[State]'], ['[Flights]']),
  filters: chart('filterpane', ['[Region]'], []),
  field: 'ui="analytics/field" field-id="Region"',
}

let browser: TestBrowser
let embeds: EmbedPage

beforeAll(async () => {
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
  await ensureDirector(browser.context, demo)
  embeds = await openEmbedPage(browser.context, { demo, token: () => directorToken(demo) })
})
afterAll(() => browser.close())

/** Height of an element's box, in pixels. */
const heightOf = (page: Page, id: string): Promise<number> =>
  page
    .locator(`#${id} .understudy-embed`)
    .first()
    .evaluate((box) => box.clientHeight)

const setStyle = (page: Page, selector: string, style: string): Promise<void> =>
  page.locator(selector).evaluateAll((boxes, css) => {
    for (const box of boxes) box.setAttribute('style', css)
  }, style)

/** The widest and highest canvas of a chart. */
const pictureOf = (page: Page, id: string) =>
  page.locator(`#${id} canvas`).evaluateAll((canvases) => ({
    width: Math.max(...canvases.map((canvas) => canvas.clientWidth)),
    height: Math.max(...canvases.map((canvas) => canvas.clientHeight)),
  }))

/** Changes all charts twice, while nobody sees them. */
const selectAndClear = (page: Page): Promise<void> =>
  page.locator('#field').evaluate(async (element) => {
    const api = await (
      element as unknown as {
        getRefApi(): Promise<{
          getField(): Promise<{ selectValues(v: object[], t: boolean, s: boolean): unknown; clear(): unknown }>
        }>
      }
    ).getRefApi()
    const field = await api.getField()
    // Each change arrives while the charts are hidden: what is shown again too early has room for it.
    for (const change of [() => field.selectValues([{ qText: 'West' }], false, true), () => field.clear()]) {
      await change()
      await new Promise((resolve) => setTimeout(resolve, 1500))
    }
  })

it('every chart that is mounted in a closed tab is whole when the tab is opened, and when it is opened again', async () => {
  const { page, show, events } = embeds
  const boxes = Object.entries(charts).map(([id, attributes]) => embed(id, attributes))
  await show(`<div id="tab" style="display: none">${boxes.join('')}</div>`)
  // What is hidden can be used: hosts take the app from elements that nobody sees.
  const title = await page.locator('#filters').evaluate(async (element) => {
    const api = await (
      element as unknown as {
        getRefApi(): Promise<{ getDoc(): Promise<{ getAppLayout(): Promise<{ qTitle: string }> }> }>
      }
    ).getRefApi()
    return (await (await api.getDoc()).getAppLayout()).qTitle
  })
  expect(title).toBe('US flights 2001')

  for (const time of ['first', 'second']) {
    await setStyle(page, '#tab', 'display: block')
    await waitUntilShown(page.locator('#embeds'))
    for (const id of Object.keys(charts)) expect([time, id, await heightOf(page, id)]).toEqual([time, id, 300])
    for (const id of ['bar', 'line', 'pie', 'combo', 'scatter'])
      expect((await pictureOf(page, id)).height).toBeGreaterThan(100)
    await page.locator('#kpi').getByText('3,000,000', { exact: true }).waitFor()
    for (const id of ['filters', 'field']) await page.locator(`#${id}`).getByText('Territories').first().waitFor()
    await page.locator('#table').getByText('Alabama').waitFor()
    await setStyle(page, '#tab', 'display: none')
    await selectAndClear(page)
  }
  expect(await alertIn(page).count()).toBe(0)
  expect((await events()).map(({ type }) => type)).toEqual(['opened'])
})

it.each(Object.entries(ways))('a chart in a closed %s has its own height where it is not given one', async (_, way) => {
  const { page, show } = embeds
  const [hidden, shown] = way
  const element = `<qlik-embed id="chart" ${charts.bar}></qlik-embed>`
  await show(`<div id="way" style="${hidden}"><div style="min-height: 0; width: 100%">${element}</div></div>`)
  await page.locator('#chart .understudy-embed').waitFor({ state: 'attached' })
  await setStyle(page, '#way', shown)
  await waitUntilShown(page.locator('#chart'))
  expect(await heightOf(page, 'chart')).toBe(320)
  expect((await pictureOf(page, 'chart')).height).toBeGreaterThan(100)
})

it('a chart and a sheet follow their box in both directions, also from nothing', async () => {
  const { page, show, events } = embeds
  const sheet = 'ui="analytics/sheet" sheet-id="sheet-network"'
  await show(`<div class="follow" style="height: 0; width: 600px">
    <qlik-embed id="chart" ${charts.bar}></qlik-embed></div>
    <div class="follow" style="height: 0; width: 600px"><qlik-embed id="sheet" ${sheet}></qlik-embed></div>`)
  await page.locator('#chart .understudy-embed').waitFor({ state: 'attached' })
  const before = (await events()).length
  for (const [width, height] of [
    [600, 420],
    [600, 200],
    [900, 560],
    [400, 12],
    [500, 300],
  ] as const) {
    await setStyle(page, '.follow', `height: ${height}px; width: ${width}px`)
    await expect.poll(() => heightOf(page, 'chart')).toBe(height)
    expect(await heightOf(page, 'sheet')).toBe(height)
    if (height < 100) continue
    await waitUntilShown(page.locator('#chart'))
    await expect
      .poll(async () => {
        const now = await pictureOf(page, 'chart')
        return now.height <= height && now.width <= width && now.height > height / 2 && now.width > width / 2
      })
      .toBe(true)
  }
  expect((await events()).length).toBe(before)
})
