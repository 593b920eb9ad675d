import { type ChartType, chartTypes } from '@understudy/contract'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chartSamples, type Properties, salesSql } from './harness/chart-samples.js'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { embed, waitUntilShown } from './harness/embed-page.js'
import { screenshot } from './harness/screenshot.js'
import { startVisitedApp, type VisitedApp } from './harness/visited-app.js'

/** An object with an id, and nothing else that it could do without. */
const objectOf = (id: string, type: string, properties: Properties) => ({
  qInfo: { qId: id, qType: type },
  visualization: type,
  ...properties,
})

const sheet = {
  qProperty: {
    qInfo: { qId: 'sheet', qType: 'sheet' },
    qMetaDef: { title: 'Every type' },
    qChildListDef: { qData: {} },
  },
  qChildren: Object.entries(chartSamples).map(([type, { properties, children = [] }]) => ({
    qProperty: objectOf(type, type, properties),
    qChildren: children.map((child, index) => ({
      qProperty: objectOf(`${type}-${index}`, 'listbox', child),
      qChildren: [],
    })),
  })),
}

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
    'data.sql': salesSql,
    'objects/sheet.json': JSON.stringify(sheet),
    'objects/mixed.json': JSON.stringify(mixed),
  })
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

/** A page of some types, in one or more columns as there is room. */
const open = async (types: readonly string[], theme: 'light' | 'dark', prepare?: (page: Page) => void) => {
  const columns = 'display:grid;gap:12px;grid-template-columns:repeat(auto-fit,minmax(min(100%,360px),1fr))'
  const colours = theme === 'dark' ? 'background:#1b222a;color:#fff' : 'background:#fff'
  const embeds = types.map((type) => embed(type, `ui="analytics/chart" object-id="${type}" theme="${theme}"`))
  const page = await app.open(
    browser.context,
    `<div style="${colours};padding:12px;${columns}">${embeds.join('')}</div>`,
    prepare,
  )
  for (const type of types) await waitUntilShown(page.locator(`#${type}`))
  return page
}

/** What the page shows of a chart: pixels with ink on its canvases, shapes of its drawings, and its text. */
const drawnIn = (page: Page, type: string) =>
  page.locator(`#${type} .njs-viz`).evaluate((chart) => ({
    ink: [...chart.querySelectorAll('canvas')]
      .filter(({ width, height }) => width > 0 && height > 0)
      .map((canvas) => canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [])
      .reduce((sum, pixels) => sum + [...pixels].filter((value, at) => at % 4 === 3 && value > 0).length, 0),
    shapes: [...chart.querySelectorAll('svg path, svg rect, svg circle')].filter(
      (shape) => shape.getBoundingClientRect().width > 3,
    ).length,
    text: chart.textContent ?? '',
  }))

type Drawn = Awaited<ReturnType<typeof drawnIn>>

const ink = ({ ink: pixels }: Drawn): boolean => pixels > 500
const shapes = ({ shapes: count }: Drawn): boolean => count >= 3
const texts =
  (...parts: readonly string[]) =>
  ({ text }: Drawn): boolean =>
    parts.every((part) => text.includes(part))

/** What each type shows of its sample. */
const shows: Readonly<Record<ChartType, (drawn: Drawn) => boolean>> = {
  'action-button': texts('Button'),
  barchart: ink,
  boxplot: ink,
  bulletchart: ink,
  combochart: ink,
  distributionplot: ink,
  filterpane: texts('North', 'Islands'),
  histogram: ink,
  kpi: texts('23.54k'),
  linechart: ink,
  mekkochart: ink,
  piechart: ink,
  'pivot-table': texts('North', 'Islands'),
  'qlik-funnel-chart-ext': shapes,
  'qlik-sankey-chart-ext': shapes,
  scatterplot: ink,
  'sn-grid-chart': ink,
  'sn-org-chart': texts('Ada', 'Ben'),
  'sn-pivot-table': texts('North', 'Islands'),
  'sn-table': texts('North', 'Islands'),
  table: texts('North', 'Islands'),
  waterfallchart: ink,
}

describe('with nothing but id, type and columns', () => {
  let page: Page
  const errors: string[] = []

  beforeAll(async () => {
    page = await open(chartTypes, 'light', (opened) => {
      opened.on('pageerror', (error) => errors.push(String(error)))
      opened.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    })
  })

  it.each(chartTypes)('%s draws', async (type) => {
    await expect.poll(async () => shows[type](await drawnIn(page, type)), { timeout: 20_000 }).toBe(true)
    expect(await page.locator(`#${type} [role="alert"]`).count()).toBe(0)
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
      const page = await open(types, theme)
      for (const width of [1440, 820, 390]) {
        await page.setViewportSize({ width, height: width === 1440 ? 900 : width === 820 ? 1270 : 2520 })
        await page.waitForTimeout(1500)
        await screenshot(page, `chart-types-${group}-${theme}-${width}`)
      }
      await page.close()
    },
  )
})
