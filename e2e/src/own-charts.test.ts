import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openCharts, salesApp, type WrittenObject } from './harness/chart-page.js'
import { chartSamples } from './harness/chart-samples.js'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { embed, waitUntilShown } from './harness/embed-page.js'
import { screenshot } from './harness/screenshot.js'
import { startVisitedApp, type VisitedApp } from './harness/visited-app.js'

const cube = (measures: readonly object[]) => ({ qHyperCubeDef: { qMeasures: measures } })
const measure = (qDef: string, more = {}) => ({ qDef: { qDef, ...more } })
const { treemap, table } = chartSamples as Record<'treemap' | 'table', { properties: object }>

const markdown = `# Sales
All of them: **{{total}}**, see [more](https://example.com/more) and [less](javascript:alert)
- one
- two`
const markup =
  '<p style="text-align:center">In <b>bold</b><img src=x onerror="window.ran=1"><script>window.ran=1</script></p>'

const objects: readonly WrittenObject[] = [
  {
    id: 'text',
    type: 'text-image',
    properties: { markdown, ...cube([measure('Sum(Amount)', { cId: 'total' })]) },
  },
  { id: 'markup', type: 'text-image', properties: { markdown: markup } },
  {
    id: 'data',
    type: 'text-image',
    properties: {
      markdown: '**Values**: {{link}} {{tag}} {{heading}}, [page](https://example.com/{{id}}) and [script]({{script}})',
      ...cube([
        measure("'[x](https://evil.example)'", { cId: 'link' }),
        measure("'a <b title=x>tag</b> **c**'", { cId: 'tag' }),
        measure("Chr(10) & '# Heading'", { cId: 'heading' }),
        measure("'7)[y](https://evil.example'", { cId: 'id' }),
        measure("'javascript:alert(1)'", { cId: 'script' }),
      ]),
    },
  },
  {
    id: 'share',
    type: 'gauge',
    properties: {
      ...cube([
        measure("Num(Sum({<Region={'North'}>} Amount) / Sum(TOTAL Amount), '0 %')", { qLabel: 'Share of North' }),
      ]),
      useSegments: true,
      segmentInfo: {
        limits: [{ value: 0.1 }, { value: 0.2 }],
        paletteColors: [
          { index: -1, color: '#aa0000' },
          { index: -1, color: '#00aa00' },
          { index: -1, color: '#0000aa' },
        ],
      },
    },
  },
  { id: 'bar-gauge', type: 'gauge', properties: { gaugetype: 'bar', ...cube([measure('Sum(Cost)')]) } },
  { id: 'map', type: 'treemap', properties: treemap.properties as WrittenObject['properties'] },
  { id: 'regions', type: 'table', properties: table.properties as WrittenObject['properties'] },
  { id: 'dates', type: 'qlik-date-picker', properties: { qListObjectDef: { qDef: { qFieldDefs: ['Day'] } } } },
  { id: 'figures', type: 'auto-chart', properties: cube([measure('Sum(Amount)')]) },
  { id: 'product', type: 'listbox', properties: { qListObjectDef: { qDef: { qFieldDefs: ['Product'] } } } },
  { id: 'no-field', type: 'listbox', properties: { qListObjectDef: { qDef: { qFieldDefs: ['Colour'] } } } },
  {
    id: 'tabs',
    type: 'container',
    properties: {
      title: 'Figures',
      children: [
        { refId: 'tabs-1', label: 'Cost' },
        { refId: 'tabs-0', label: 'Never', condition: { qStringExpression: { qExpr: '=If(1 > 2, 1, 0)' } } },
        { refId: 'tabs-2', label: 'Broken' },
        { refId: 'tabs-3', label: 'Text' },
      ],
    },
    children: [
      { type: 'kpi', ...cube([measure('Sum(Amount)')]) },
      { type: 'kpi', ...cube([measure('Sum(Cost)')]) },
      { type: 'qlik-word-cloud' },
      { type: 'text-image', markdown: 'The last one' },
    ],
  },
  {
    id: 'placed',
    type: 'sn-layout-container',
    properties: {
      objects: [
        { childRefId: 'left', bounds: { x: 0, y: 0, width: 50, height: 100 } },
        { childRefId: 'right', bounds: { x: 50, y: 50, width: 50, height: 50 } },
      ],
    },
    children: [
      { type: 'text-image', childRefId: 'right', markdown: 'Right' },
      { type: 'text-image', childRefId: 'left', markdown: 'Left' },
    ],
  },
  {
    id: 'buttons',
    type: 'qlik-variable-input',
    properties: {
      title: 'The rate',
      variableName: 'Rate',
      render: 'b',
      alternatives: [
        { value: '3', label: 'Low' },
        { value: '7', label: 'High' },
      ],
    },
  },
  { id: 'slider', type: 'qlik-variable-input', properties: { variableName: 'Rate', render: 'l', max: 10 } },
  {
    id: 'list',
    type: 'qlik-variable-input',
    properties: { variableName: 'Rate', render: 's', valueType: 'd', dynamicvalues: '3~Three|7~Seven' },
  },
  { id: 'unknown', type: 'qlik-variable-input', properties: { variableName: 'Nothing' } },
  {
    id: 'late',
    type: 'qlik-variable-input',
    properties: {
      title: 'Named late',
      variableName: { qStringExpression: { qExpr: "=If($(Rate) < 8, 'Nothing', 'Rate')" } },
    },
  },
  { id: 'rate', type: 'kpi', properties: cube([measure('$(Rate) * 1000', { qLabel: 'Thousand times' })]) },
]

/** What the page asks for selections. */
interface RefApi {
  readonly getRefApi: () => Promise<{
    readonly getDoc: () => Promise<{
      readonly createSessionObject: (properties: object) => Promise<{
        readonly getLayout: () => Promise<{ readonly qSelectionObject: { readonly qSelections: readonly unknown[] } }>
      }>
    }>
  }>
}

let browser: TestBrowser
let app: VisitedApp
let page: Page
const errors: string[] = []

beforeAll(async () => {
  app = await startVisitedApp('own-charts', salesApp(objects))
  browser = await openChromium({ thirdPartyCookies: 'blocked', height: 2200 })
  const ids = objects.map(({ id }) => id)
  page = await openCharts(browser, app, ids, 'light', (opened) => opened.on('pageerror', (e) => errors.push(String(e))))
  await screenshot(page, 'own-charts-light')
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

const within = (id: string) => page.locator(`#${id}`)

it('a text has its measures, its looks and its links, and nothing that runs', async () => {
  const text = within('text')
  await text.getByRole('heading', { name: 'Sales' }).waitFor()
  expect(await text.locator('strong').textContent()).toBe('23542')
  expect(await text.getByRole('link').count()).toBe(1)
  expect(await text.getByRole('link').getAttribute('href')).toBe('https://example.com/more')
  expect(await text.getByRole('listitem').allTextContents()).toEqual(['one', 'two'])
  await within('markup').locator('b', { hasText: 'bold' }).waitFor()
  expect(await within('markup').locator('img, script').count()).toBe(0)
  expect(await page.evaluate(() => 'ran' in window)).toBe(false)
})

it('values of a text are text, whatever is in them', async () => {
  const text = within('data')
  await text.locator('strong', { hasText: 'Values' }).waitFor()
  expect(await text.locator('p').textContent()).toContain('[x](https://evil.example) a <b title=x>tag</b> **c** ')
  expect(await text.locator('strong, b, h1').count()).toBe(1)
  expect(await text.getByRole('link').count()).toBe(1)
  expect(await text.getByRole('link', { name: 'page' }).getAttribute('href')).toMatch(/^https:\/\/example\.com\/7/)
})

it('a gauge says what it measures, within which limits', async () => {
  const meter = within('share').getByRole('meter', { name: 'Share of North' })
  expect(await meter.getAttribute('aria-valuetext')).toBe('26 %')
  expect(Number(await meter.getAttribute('aria-valuenow'))).toBeCloseTo(6048 / 23_542, 6)
  expect(await meter.getAttribute('aria-valuemax')).toBe('1')
  const parts = meter.locator('path[fill]')
  expect(await parts.evaluateAll((paths) => paths.map((path) => path.getAttribute('fill')))).toEqual([
    '#aa0000',
    '#00aa00',
    '#0000aa',
  ])
  await within('bar-gauge').getByText('7251').waitFor()
})

it('tabs are chosen by the keyboard; what fails in one leaves the others', async () => {
  const tabs = within('tabs').getByRole('tab')
  expect(await tabs.allTextContents()).toEqual(['Cost', 'Broken', 'Text'])
  await within('tabs').getByText('7.25k').waitFor()
  await tabs.first().focus()
  await page.keyboard.press('ArrowRight')
  await within('tabs').getByText("There is no chart type 'qlik-word-cloud'.").waitFor()
  await page.keyboard.press('ArrowRight')
  await within('tabs').getByText('The last one').waitFor()
  expect(await within('tabs').getByText('7.25k').count()).toBe(0)
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Text')
})

it('a layout container puts its objects in their places', async () => {
  const [outer, left, right] = await Promise.all([
    within('placed').locator('.understudy-layout-container').boundingBox(),
    within('placed').getByText('Left').boundingBox(),
    within('placed').getByText('Right').boundingBox(),
  ])
  if (outer === null || left === null || right === null) throw new Error('not drawn')
  expect(left.x).toBeLessThan(outer.x + outer.width / 2)
  expect(right.x).toBeGreaterThanOrEqual(outer.x + outer.width / 2)
  expect(right.y).toBeGreaterThanOrEqual(outer.y + outer.height / 2)
})

it('inputs show a variable and set it for whoever has the page open', async () => {
  await within('rate').getByText('3k', { exact: true }).waitFor()
  const high = within('buttons').getByRole('button', { name: 'High' })
  expect(await high.getAttribute('aria-pressed')).toBe('false')
  await high.click()
  await within('rate').getByText('7k', { exact: true }).waitFor()
  await expect.poll(() => high.getAttribute('aria-pressed')).toBe('true')
  await expect.poll(() => within('slider').getByRole('slider').inputValue()).toBe('7')
  await expect.poll(() => within('list').getByRole('combobox').inputValue()).toBe('7')
  await within('slider').getByRole('slider').focus()
  await within('late').getByText("There is no variable 'Nothing'.").waitFor()
  await page.keyboard.press('ArrowRight')
  await within('rate').getByText('8k', { exact: true }).waitFor()
  await expect.poll(() => within('late').getByRole('textbox', { name: 'Named late' }).inputValue()).toBe('8')
  expect(await within('late').getByRole('alert').count()).toBe(0)
  await within('unknown').getByText("There is no variable 'Nothing'.").waitFor()
})

it('a chart that leaves its type open shows its figure; days and values are selected in their inputs', async () => {
  await within('figures').getByText('23.54k').waitFor()
  const [from, to] = [within('dates').locator('input').first(), within('dates').locator('input').last()]
  expect(await from.getAttribute('min')).toBe('2024-01-15')
  await from.fill('2024-02-15')
  // Whoever fills in the second one sees what the first one did.
  await within('figures').getByText('23.54k').waitFor({ state: 'detached' })
  await to.fill('2024-03-14')
  // February alone: its fifteenth is in, that of March is not.
  await within('figures').getByText('2.12k').waitFor()
  await expect.poll(() => to.inputValue()).toBe('2024-02-15')
  await within('dates').getByRole('button', { name: 'Clear' }).click()
  await within('figures').getByText('23.54k').waitFor()
  expect(await within('product').getByText('Lamp').count()).toBe(1)
  await within('no-field').locator('[role="alert"]').getByText('Colour').first().waitFor()
})

it.runIf(process.env.UNDERSTUDY_SCREENSHOTS)('pictures', async () => {
  for (const theme of ['light', 'dark'] as const) {
    const other = await openCharts(
      browser,
      app,
      objects.map(({ id }) => id),
      theme,
    )
    for (const width of [1440, 820, 390]) {
      await other.setViewportSize({ width, height: width === 390 ? 5700 : width === 820 ? 2900 : 2100 })
      await other.waitForTimeout(1500)
      await screenshot(other, `own-charts-${theme}-${width}`)
    }
    await other.close()
  }
})

it('a treemap has the areas and the table of its values, and selects by the keyboard', async () => {
  const areaOf = async (name: string) => {
    const box = await within('map').getByRole('button', { name }).boundingBox()
    return (box?.width ?? 0) * (box?.height ?? 0)
  }
  // What was selected before is drawn anew meanwhile.
  await expect.poll(async () => (await areaOf('North, Shelf')) / (await areaOf('Islands, Desk'))).toBeGreaterThan(2)
  const rows = within('map').getByRole('table').getByRole('row')
  expect(await rows.count()).toBe(1 + 5 * 4)
  expect((await rows.allTextContents())[0]).toBe('RegionProductSum(Amount)')

  await within('map').getByRole('button', { name: 'North, Shelf' }).focus()
  await page.keyboard.press('Enter')
  await within('regions').getByText('5992', { exact: true }).waitFor()
})

it('no code fails', () => expect(errors).toEqual([]))

it('nobody selects in a chart that is not active', async () => {
  const element = (context: string) =>
    embed(
      context.includes('interactions') ? 'still' : 'constrained',
      `ui="analytics/chart" object-id="map" identity="apart" context___json='${context}'`,
    )
  const other = await app.open(
    browser.context,
    `${element('{"interactions":{"active":false}}')}${element('{"constraints":{"active":true}}')}
     ${embed('live', 'ui="analytics/chart" object-id="map" identity="apart"')}${embed('total', 'ui="analytics/chart" object-id="rate" identity="apart"')}`,
  )
  for (const id of ['still', 'constrained', 'live', 'total']) await waitUntilShown(other.locator(`#${id}`))
  const selected = () =>
    other.evaluate(async () => {
      const { getDoc } = await (document.querySelector('#total') as unknown as RefApi).getRefApi()
      const object = await (await getDoc()).createSessionObject({
        qInfo: { qType: 'current' },
        qSelectionObjectDef: {},
      })
      return (await object.getLayout()).qSelectionObject.qSelections.length
    })
  for (const id of ['still', 'constrained']) {
    await other.locator(`#${id} .njs-viz button`).first().click({ force: true })
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect(await selected()).toBe(0)
  }
  await other.locator('#live .njs-viz button').first().click({ force: true })
  await expect.poll(selected).toBe(1)
  await other.close()
})
