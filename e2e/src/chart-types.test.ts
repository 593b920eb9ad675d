import { type ChartType, chartTypes } from '@understudy/contract'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Drawn, drawnIn, everyType, objectOf, openCharts, pixelsOf, salesApp } from './harness/chart-page.js'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { embed, waitUntilShown } from './harness/embed-page.js'
import { screenshot } from './harness/screenshot.js'
import { startVisitedApp, type VisitedApp } from './harness/visited-app.js'

const cell = (name: string, type: string, col: number) => ({ name, type, col, row: 0, colspan: 12, rowspan: 12 })
const mixed = {
  qProperty: {
    qInfo: { qId: 'mixed', qType: 'sheet' },
    qMetaDef: { title: 'Mixed' },
    cells: [cell('cloud', 'qlik-word-cloud', 0), cell('kpi', 'kpi', 12)],
    qChildListDef: { qData: {} },
  },
  qChildren: [{ qProperty: objectOf('cloud', 'qlik-word-cloud', {}), qChildren: [] }],
}

let browser: TestBrowser
let app: VisitedApp

beforeAll(async () => {
  app = await startVisitedApp('every-type', {
    ...salesApp(everyType),
    'objects/mixed.json': JSON.stringify(mixed),
  })
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

const ink = ({ ink: pixels }: Drawn): boolean => pixels > 500
const shapes = ({ shapes: count }: Drawn): boolean => count >= 3
const texts =
  (...parts: readonly string[]) =>
  ({ text }: Drawn): boolean =>
    parts.every((part) => text.includes(part))

/** What each type shows of its sample. */
const shows: Readonly<Record<ChartType, (drawn: Drawn) => boolean>> = {
  'action-button': texts('Button'),
  'auto-chart': ink,
  barchart: ink,
  boxplot: ink,
  bulletchart: ink,
  combochart: ink,
  container: ink,
  distributionplot: ink,
  filterpane: texts('North', 'Islands'),
  gauge: texts('23542', '50K'),
  histogram: ink,
  kpi: texts('23.54k'),
  linechart: ink,
  listbox: texts('North', 'Islands'),
  map: ink,
  mekkochart: ink,
  piechart: ink,
  'pivot-table': texts('North', 'Islands'),
  'qlik-date-picker': texts('From', 'To'),
  'qlik-funnel-chart-ext': shapes,
  'qlik-sankey-chart-ext': shapes,
  'qlik-variable-input': ({ inputs }) => inputs.includes('3'),
  scatterplot: ink,
  'sn-grid-chart': ink,
  'sn-layout-container': ink,
  'sn-nav-menu': texts('All', 'Mixed'),
  'sn-org-chart': texts('Ada', 'Ben'),
  'sn-pivot-table': texts('North', 'Islands'),
  'sn-shape': texts('Since 2001'),
  'sn-tabbed-container': ink,
  'sn-table': texts('North', 'Islands'),
  'sn-video-player': texts('no address of a video'),
  'sn-text': texts('7251'),
  table: texts('North', 'Islands'),
  'text-image': texts('23542', '7251'),
  treemap: texts('North', 'Desk'),
  waterfallchart: ink,
}

describe('with nothing but id, type and columns', () => {
  let page: Page
  const errors: string[] = []

  beforeAll(async () => {
    page = await openCharts(browser, app, chartTypes, 'light', (opened) => {
      opened.on('pageerror', (error) => errors.push(String(error)))
      opened.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    })
  })

  it.each(chartTypes)('%s draws', async (type) => {
    await expect.poll(async () => shows[type](await drawnIn(page, type)), { timeout: 20_000 }).toBe(true)
    expect(await page.locator(`#${type} [role="alert"]`).count()).toBe(0)
  })

  it.each(['boxplot', 'distributionplot'])('%s has boxes', async (type) => {
    await expect.poll(() => pixelsOf(page, type, [0xd9, 0xe0, 0xe7]), { timeout: 20_000 }).toBeGreaterThan(300)
  })

  it('a type that nobody has shows its name, and fails nothing else', async () => {
    const other = await app.open(browser.context, embed('sheet', 'ui="analytics/sheet" sheet-id="mixed"', 'tall'))
    await waitUntilShown(other.locator('#sheet'))
    const panels = other.locator('#sheet [role="alert"]')
    await panels.getByText("There is no chart type 'qlik-word-cloud'.").waitFor()
    expect(await panels.count()).toBe(1)
    await other.getByText('23.54k').waitFor()
    await other.close()
  })

  it('no code fails', () => expect(errors).toEqual([]))
})

describe.runIf(process.env.UNDERSTUDY_SCREENSHOTS)('pictures', () => {
  const groups = Array.from({ length: Math.ceil(chartTypes.length / 6) }, (_, index) =>
    chartTypes.slice(index * 6, index * 6 + 6),
  )
  it.each(groups.flatMap((types, group) => (['light', 'dark'] as const).map((theme) => ({ types, group, theme }))))(
    'of group $group in $theme',
    async ({ types, group, theme }) => {
      const page = await openCharts(browser, app, types, theme)
      for (const width of [1440, 820, 390]) {
        await page.setViewportSize({ width, height: width === 1440 ? 900 : width === 820 ? 1270 : 2520 })
        await page.waitForTimeout(1500)
        await screenshot(page, `chart-types-${group}-${theme}-${width}`)
      }
      await page.close()
    },
  )
})
