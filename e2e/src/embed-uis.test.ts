import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { waitForDrawing } from './harness/dashboard.js'
import { directorToken, ensureDirector } from './harness/director.js'
import { alertIn, chart, type EmbedPage, embed, openEmbedPage, waitUntilShown } from './harness/embed-page.js'
import { totalsOf } from './harness/flights-data.js'

const demo = inject('demo')
const open = (): Promise<EmbedPage> => openEmbedPage(browser.context, { demo, token: () => directorToken(demo) })

/** What a page sees of `analytics/chart`. */
interface ChartElement {
  getRefApi(): Promise<{
    getDoc(): Promise<{ getSheetList(): Promise<unknown[]> }>
    getObject(): Promise<{ id: string }>
    getChartRefApi(): Promise<object>
  }>
}

/** What a page sees of `analytics/field`. */
interface FieldElement {
  getRefApi(): Promise<{
    getField(): Promise<{
      selectValues(values: readonly object[], toggle: boolean, soft: boolean): Promise<boolean>
      clear(): Promise<boolean>
    }>
  }>
}

let browser: TestBrowser

beforeAll(async () => {
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
  await ensureDirector(browser.context, demo)
})
afterAll(() => browser.close())

describe('every chart type, stored and on the fly', () => {
  let embeds: EmbedPage

  const drawn = {
    bar: chart('barchart', ['[Region]'], ['[Flights]']),
    line: chart('linechart', ['[Hour]'], ['[Late flights]']),
    pie: chart('piechart', ['[Delay class]'], ['[Flights]']),
    combo: chart('combochart', ['[Month]'], ['[Flights]', '[On-time rate]']),
    scatter: chart('scatterplot', ['[State]'], ['[Flights]', '[On-time rate]']),
    'two-dimensions': chart('barchart', ['[Month]', '[Delay class]'], ['=Count([Delay class])']),
    'stored-bar': 'ui="analytics/chart" object-id="chart-weekdays"',
    'stored-line': 'ui="analytics/chart" object-id="chart-hours"',
    'stored-pie': 'ui="analytics/chart" object-id="chart-delay-classes"',
    'stored-combo': 'ui="object" object-id="chart-months"',
    'stored-scatter': 'ui="analytics/chart" object-id="chart-scatter"',
  }
  const written = {
    kpi: chart('kpi', [], ['[Flights]']),
    table: chart('table', ['[State]'], ['[Flights]']),
    filters: chart('filterpane', ['[Region]'], []),
    'stored-kpi': 'ui="analytics/chart" object-id="kpi-flights"',
    'stored-table': 'ui="analytics/chart" object-id="table-airports"',
    'stored-filters': 'ui="analytics/chart" object-id="filters-punctuality"',
    field: 'ui="analytics/field" field-id="[Region]"',
    'master-field': 'ui="analytics/field" library-id="dimension-region" type="dimension"',
  }

  beforeAll(async () => {
    embeds = await open()
    await embeds.show(
      Object.entries({ ...drawn, ...written })
        .map(([id, attributes]) => embed(id, attributes))
        .join(''),
    )
  })
  afterAll(() => embeds.page.close())

  it.each(Object.keys(drawn))('%s draws something', async (id) => {
    await waitForDrawing(embeds.page, `#${id}`)
  })

  it.each(['kpi', 'stored-kpi'])('%s shows the number of flights in the data', async (id) => {
    const { flights } = await totalsOf({})
    await embeds.page.locator(`#${id}`).getByText(flights.toLocaleString('en-US'), { exact: true }).waitFor()
  })

  it.each([
    ['table', 'California'],
    ['stored-table', "Chicago O'Hare International (ORD)"],
    ['filters', 'Northeast'],
    ['stored-filters', 'Region'],
    ['field', 'Northeast'],
    ['master-field', 'Northeast'],
  ])('%s shows its data', async (id, text) => {
    await embeds.page.locator(`#${id}`).getByText(text, { exact: true }).first().waitFor()
  })

  it('no embed fails or loads for ever', async () => {
    await embeds.page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
    expect(await alertIn(embeds.page).count()).toBe(0)
    expect((await embeds.events()).map(({ type }) => type)).toEqual(['opened'])
  })

  it('all embeds use one connection, for which the page was asked once', () => {
    expect(embeds.tokensAsked()).toBe(1)
  })

  it('the reference API leads to the app, the object and the chart', async () => {
    const found = await embeds.page.locator('#stored-bar').evaluate(async (element) => {
      const { getDoc, getObject, getChartRefApi } = await (element as unknown as ChartElement).getRefApi()
      const sheets = await (await getDoc()).getSheetList()
      return { sheets: sheets.length, object: (await getObject()).id, chart: typeof (await getChartRefApi()) }
    })
    expect(found).toEqual({ sheets: 3, object: 'chart-weekdays', chart: 'object' })
  })

  it.each(['field', 'master-field'])(
    'the reference API of %s leads to the field, by which one can select',
    async (id) => {
      const selected = await embeds.page.locator(`#${id}`).evaluate(async (element) => {
        const field = await (await (element as unknown as FieldElement).getRefApi()).getField()
        const success = await field.selectValues([{ qText: 'West' }], false, true)
        await field.clear()
        return success
      })
      expect(selected).toBe(true)
    },
  )
})

describe('sheets and selections', () => {
  let embeds: EmbedPage

  beforeAll(async () => {
    embeds = await open()
    await embeds.show(
      embed('selections', 'ui="analytics/selections"', '') +
        embed('field', 'ui="analytics/field" field-id="Region"') +
        embed('sheet', 'ui="analytics/sheet" sheet-id="sheet-punctuality"', 'tall'),
    )
  })
  afterAll(() => embeds.page.close())

  it('a sheet shows all its objects', async () => {
    const sheet = embeds.page.locator('#sheet')
    await sheet.getByText('Flights and punctuality by month').waitFor()
    await waitUntilShown(sheet)
    await waitForDrawing(embeds.page, '#sheet')
    expect(await sheet.locator('.understudy-cell').count()).toBe(10)
    expect(await alertIn(sheet).count()).toBe(0)
  })

  it('a selection in a list box shows in the bar and in the sheet', async () => {
    await embeds.page.locator('#field').getByText('Northeast', { exact: true }).click()
    await embeds.page.mouse.click(1, 1)
    await embeds.page.locator('#selections').getByText('Northeast').waitFor()
    await embeds.page.locator('#sheet').getByText('3,000,000', { exact: true }).first().waitFor({ state: 'detached' })
  })

  it('another sheet-id shows another sheet', async () => {
    await embeds.page.locator('#sheet').evaluate((element) => element.setAttribute('sheet-id', 'sheet-network'))
    await embeds.page.locator('#sheet').getByText('Departures by state').waitFor()
  })

  it('a narrow sheet is one column, as wide as its box', async () => {
    await embeds.page.setViewportSize({ width: 390, height: 844 })
    await embeds.show(embed('narrow', 'ui="analytics/sheet" sheet-id="sheet-punctuality"', 'tall'))
    await embeds.page.locator('#narrow .understudy-cell').nth(9).waitFor()
    const boxes = await embeds.page
      .locator('#narrow .understudy-cell')
      .evaluateAll((cells) =>
        cells.map((cell) => cell.getBoundingClientRect()).map(({ left, width }) => ({ left, width })),
      )
    expect(new Set(boxes.map(({ left }) => left)).size).toBe(1)
    expect(Math.min(...boxes.map(({ width }) => width))).toBeGreaterThan(300)
  })
})
