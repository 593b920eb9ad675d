import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { alertIn, embed, waitUntilShown } from './harness/embed-page.js'
import { screenshot } from './harness/screenshot.js'
import { startVisitedApp, type VisitedApp } from './harness/visited-app.js'

const largest = { qOtherMode: 'OTHER_COUNTED', qOtherCounted: { qv: '4' } }

const limited = (id: string, type: string, more: readonly string[] = []) => ({
  qInfo: { qId: id, qType: type },
  visualization: type,
  qHyperCubeDef: {
    qDimensions: [
      { qDef: { qFieldDefs: ['Town'] }, qOtherTotalSpec: largest, qOtherLabel: { qv: 'All other towns' } },
      ...more.map((field) => ({ qDef: { qFieldDefs: [field] } })),
    ],
    qMeasures: [{ qDef: { qDef: 'Sum(Minutes)' } }],
    qInterColumnSortOrder: more.length > 0 ? [] : [1, 0],
  },
})

const drawn = [limited('bar', 'barchart'), limited('stacked', 'barchart', ['Kind']), limited('pie', 'piechart')]
const objects = [...drawn, limited('table', 'table')]
const sheet = {
  qProperty: {
    qInfo: { qId: 'sheet', qType: 'sheet' },
    qMetaDef: { title: 'The largest' },
    cells: objects.map(({ qInfo }, index) => ({
      name: qInfo.qId,
      type: qInfo.qType,
      col: (index % 2) * 12,
      row: Math.floor(index / 2) * 6,
      colspan: 12,
      rowspan: 6,
    })),
    qChildListDef: { qData: {} },
  },
  qChildren: objects.map((qProperty) => ({ qProperty, qChildren: [] })),
}

const sql = `CREATE TABLE calls AS SELECT * FROM (VALUES
  ('Akron', 'Desk', 50), ('Akron', 'Lamp', 30), ('Bend', 'Desk', 40), ('Cary', 'Lamp', 20), ('Dover', 'Desk', 10),
  ('Elko', 'Lamp', 5), ('Flint', 'Desk', 9), ('Gary', 'Lamp', 8)) AS t("Town", "Kind", "Minutes");`

let browser: TestBrowser
let app: VisitedApp
let page: Page

beforeAll(async () => {
  app = await startVisitedApp('limited', { 'data.sql': sql, 'objects/sheet.json': JSON.stringify(sheet) })
  browser = await openChromium({ thirdPartyCookies: 'blocked', height: 1200 })
  page = await app.open(browser.context, embed('all', 'ui="analytics/sheet" sheet-id="sheet"', 'tall'))
  await waitUntilShown(page.locator('#all'))
  await page.locator('#all').getByText('All other towns', { exact: true }).first().waitFor()
  await screenshot(page, 'limited-charts')
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

it('a table shows the largest values, and the others in one row', async () => {
  const shown = (text: string) => page.locator('#all').getByText(text, { exact: true })
  for (const text of ['80', '40', '20', '32', '172']) await shown(text).first().waitFor({ timeout: 10_000 })
  expect(await shown('Dover').count()).toBe(0)
})

it('nothing fails', async () => {
  expect(await alertIn(page).count()).toBe(0)
})
