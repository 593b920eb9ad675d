import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { alertIn, embed, waitUntilShown } from './harness/embed-page.js'
import { screenshot } from './harness/screenshot.js'
import { startVisitedApp, type VisitedApp } from './harness/visited-app.js'

const scatter = {
  qProperty: {
    qInfo: { qId: 'scatter', qType: 'scatterplot' },
    visualization: 'scatterplot',
    qHyperCubeDef: {
      qDimensions: [{ qDef: { qFieldDefs: ['Ticket'] } }],
      qMeasures: [{ qDef: { qDef: 'Sum(Minutes)' } }, { qDef: { qDef: 'Sum(Cost)' } }],
    },
  },
  qChildren: [],
}

const sql = `CREATE TABLE tickets AS SELECT i AS "Ticket", (i * 7919) % 1009 AS "Minutes", (i * 104729) % 997 + i % 100 AS "Cost"
  FROM range(4000) t(i);`

let browser: TestBrowser
let app: VisitedApp
let page: Page

beforeAll(async () => {
  app = await startVisitedApp('scatter', { 'data.sql': sql, 'objects/scatter.json': JSON.stringify(scatter) })
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
  page = await app.open(browser.context, embed('plot', 'ui="analytics/chart" object-id="scatter"', 'tall'))
  await waitUntilShown(page.locator('#plot'))
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

/** Points or cells that are painted in the colour of the data. */
const painted = () =>
  page.locator('#plot canvas').evaluateAll((canvases) =>
    canvases.reduce((sum, canvas) => {
      const { width, height } = canvas as HTMLCanvasElement
      const { data } = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height) ?? { data: [] }
      let inked = 0
      for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 0) > 60) inked += 1
      return sum + inked
    }, 0),
  )

it('a scatter plot of four thousand points is drawn in cells', async () => {
  await expect.poll(painted, { timeout: 20_000 }).toBeGreaterThan(2_000)
  await screenshot(page, 'large-scatter')
  expect(await alertIn(page).count()).toBe(0)
})
