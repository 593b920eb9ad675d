import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { alertIn, embed, waitUntilShown } from './harness/embed-page.js'
import { screenshot } from './harness/screenshot.js'
import { startVisitedApp, type VisitedApp } from './harness/visited-app.js'

/** The least that a chart can be: its type, and what it shows. */
const byHand = (id: string, type: string, dimensions: readonly string[], measures: readonly string[], more = {}) => ({
  qInfo: { qId: id, qType: type },
  visualization: type,
  qHyperCubeDef: {
    qDimensions: dimensions.map((field) => ({ qDef: { qFieldDefs: [field] } })),
    qMeasures: measures.map((expression) => ({ qDef: { qDef: expression } })),
  },
  ...more,
})

const amount = 'Sum(Amount)'
const drawn = [
  byHand('bar', 'barchart', ['Month'], [amount], { title: '=Sum(Amount)' }),
  byHand('stacked', 'barchart', ['Month', 'Region'], [amount]),
  byHand('line', 'linechart', ['Month'], [amount]),
  byHand('lines', 'linechart', ['Month', 'Region'], [amount]),
  byHand('days', 'linechart', ['Day'], ['Sum(Guests)']),
  byHand('days-by-house', 'linechart', ['Day', 'House'], ['Sum(Guests)']),
  byHand('bars-of-days', 'barchart', ['Day'], ['Sum(Guests)']),
  byHand('pie', 'piechart', ['Region'], [amount]),
  byHand('combo', 'combochart', ['Month'], [amount, 'Sum(Cost)']),
  byHand('scatter', 'scatterplot', ['Region'], [amount, 'Sum(Cost)']),
  byHand('calculated', 'barchart', ["=If(Month = 'Jan', 'first', 'later')"], [amount]),
  byHand('by-size', 'barchart', ['=Class(Aggr(Sum(Amount), Region), 5)'], [amount]),
]
const written = [
  byHand('kpi', 'kpi', [], [amount]),
  byHand('table', 'table', ['Region'], [amount]),
  byHand('sn-table', 'sn-table', ['Region'], [amount]),
]
const filters = {
  qProperty: { qInfo: { qId: 'filters', qType: 'filterpane' }, visualization: 'filterpane' },
  qChildren: [
    {
      qProperty: {
        qInfo: { qId: 'region', qType: 'listbox' },
        qListObjectDef: { qDef: { qFieldDefs: ['Region'] } },
      },
      qChildren: [],
    },
  ],
}
const objects = [...drawn, ...written, filters.qProperty]
const sheet = {
  qProperty: {
    qInfo: { qId: 'sheet', qType: 'sheet' },
    qMetaDef: { title: 'By hand' },
    cells: objects.map(({ qInfo }, index) => ({
      name: qInfo.qId,
      type: qInfo.qType,
      col: (index % 4) * 6,
      row: Math.floor(index / 4) * 3,
      colspan: 6,
      rowspan: 3,
    })),
    qChildListDef: { qData: {} },
  },
  qChildren: [...[...drawn, ...written].map((qProperty) => ({ qProperty, qChildren: [] })), filters],
}

const sql = `CREATE TABLE sales AS SELECT * FROM (VALUES ('Jan', 'North', 10, 7), ('Jan', 'South', 5, 2),
  ('Feb', 'North', 8, 3), ('Feb', 'South', 6, 1), ('Mar', 'West', 12, 9)) AS t("Month", "Region", "Amount", "Cost");
  CREATE TABLE visits AS SELECT DATE '2024-01-01' + d::INTEGER AS "Day", h AS "House", 10 + (d * 7 + length(h)) % 13 AS "Guests"
  FROM range(0, 90, 3) a(d), (VALUES ('Old'), ('Newer')) b(h);`

let browser: TestBrowser
let app: VisitedApp
let page: Page
const errors: string[] = []

beforeAll(async () => {
  app = await startVisitedApp('by-hand', { 'data.sql': sql, 'objects/sheet.json': JSON.stringify(sheet) })
  browser = await openChromium({ thirdPartyCookies: 'blocked', height: 1200 })
  const one = embed('one', 'ui="analytics/chart" object-id="lines"')
  const everything = embed('all', 'ui="analytics/sheet" sheet-id="sheet"', 'tall')
  page = await app.open(browser.context, everything + one, (opened) => {
    opened.on('pageerror', (error) => errors.push(String(error)))
    opened.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  })
  await waitUntilShown(page.locator('#all'))
  await waitUntilShown(page.locator('#one'))
  await screenshot(page, 'hand-written-charts')
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

/** How many pixels of a cell's canvases have ink. */
const inkOf = (id: string): Promise<number> =>
  page
    .locator('#all .understudy-cell')
    .nth(objects.findIndex(({ qInfo }) => qInfo.qId === id))
    .locator('canvas')
    .evaluateAll((canvases) =>
      (canvases as HTMLCanvasElement[])
        .filter(({ width, height }) => width > 0 && height > 0)
        .map((canvas) => canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [])
        .reduce((sum, pixels) => sum + [...pixels].filter((value, at) => at % 4 === 3 && value > 0).length, 0),
    )

it.each(drawn.map(({ qInfo }) => qInfo.qId))('%s draws', async (id) => {
  await expect.poll(() => inkOf(id)).toBeGreaterThan(200)
})

it('figures, tables and filters show their data', async () => {
  const all = page.locator('#all')
  await all.getByText('41', { exact: true }).first().waitFor()
  // Two tables and one filter pane, which is called after its field.
  await expect.poll(() => all.getByText('South', { exact: true }).count()).toBeGreaterThanOrEqual(3)
  await all.locator('.listbox-container, .njs-cell').getByText('Region', { exact: true }).first().waitFor()
})

it('a title is what its formula says, never the formula', async () => {
  const bar = page.locator('#all .understudy-cell').first()
  await bar.getByText('41', { exact: true }).waitFor()
  expect(await page.getByText('=Sum(Amount)').count()).toBe(0)
})

it('nothing fails, in the page or in the console', async () => {
  expect(await alertIn(page).allTextContents()).toEqual([])
  expect(errors).toEqual([])
})

it('the app itself stays as it was written', async () => {
  const stored = await page.locator('#one').evaluate(async (element) => {
    const api = await (
      element as unknown as { getRefApi(): Promise<{ getObject(): Promise<{ getProperties(): Promise<object> }> }> }
    ).getRefApi()
    return (await api.getObject()).getProperties()
  })
  expect(stored).toEqual(drawn[3])
})
