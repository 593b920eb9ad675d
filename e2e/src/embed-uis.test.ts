import { auth } from '@qlik/api'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openChromium } from './harness/chromium.js'
import { waitForDrawing } from './harness/dashboard.js'
import { type EmbedPage, type EmbedPageSettings, embed, openEmbedPage, waitUntilShown } from './harness/embed-page.js'
import { totalsOf } from './harness/flights-data.js'
import { signIn } from './harness/sign-in.js'

const demo = inject('demo')

/** An access token in the name of the director, who sees everything. */
const token = (): Promise<string> =>
  auth.getAccessToken({
    hostConfig: {
      authType: 'oauth2',
      host: demo.tenantUrl,
      ...demo.clients.impersonation,
      subject: 'altimeter|dana',
      noCache: true,
    },
  })

/** What a page sees of `analytics/chart`. */
interface ChartElement {
  getRefApi(): Promise<{
    getDoc(): Promise<{ getSheetList(): Promise<unknown[]> }>
    getObject(): Promise<{ id: string }>
    getChartRefApi(): Promise<object>
  }>
}

let context: BrowserContext
let closeBrowser: () => Promise<void>

beforeAll(async () => {
  ;({ context, close: closeBrowser } = await openChromium({ thirdPartyCookies: 'blocked' }))
  // Whoever has not signed in to the portal yet is not known to the tenant.
  const page = await context.newPage()
  await signIn(page, demo, 'dana')
  await page.close()
})
afterAll(() => closeBrowser())

const open = (settings: Partial<EmbedPageSettings> = {}): Promise<EmbedPage> =>
  openEmbedPage(context, { demo, token, ...settings })

const chart = (type: string, dimensions: readonly string[], measures: readonly string[]): string =>
  `ui="analytics/chart" type="${type}" dimensions='${JSON.stringify(dimensions)}' measures='${JSON.stringify(measures)}'`

const alert = (within: Page | Locator): Locator => within.locator('[role="alert"]')

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

  it.each([
    ['kpi', async () => (await totalsOf({})).flights.toLocaleString('en-US')],
    ['stored-kpi', async () => (await totalsOf({})).flights.toLocaleString('en-US')],
    ['table', async () => 'California'],
    ['stored-table', async () => "Chicago O'Hare International (ORD)"],
    ['filters', async () => 'Northeast'],
    ['stored-filters', async () => 'Region'],
    ['field', async () => 'Northeast'],
    ['master-field', async () => 'Northeast'],
  ] as const)('%s shows its data', async (id, text) => {
    await embeds.page
      .locator(`#${id}`)
      .getByText(await text(), { exact: true })
      .first()
      .waitFor()
  })

  it('no embed fails or loads for ever', async () => {
    await embeds.page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
    expect(await alert(embeds.page).count()).toBe(0)
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
    expect(found).toEqual({ sheets: 2, object: 'chart-weekdays', chart: 'object' })
  })
})

describe('sheets, selections and classic frames', () => {
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
    expect(await alert(sheet).count()).toBe(0)
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

  it('classic frames show charts without a cookie', async () => {
    await embeds.show(
      embed('app', 'ui="classic/app" sheet-id="sheet-network"', 'tall') +
        embed('chart', 'ui="classic/chart" object-id="chart-months"', 'tall'),
    )
    const app = embeds.page.frameLocator('#app iframe')
    await app.getByText('Departures by state').waitFor()
    await app.getByRole('tab', { name: 'Punctuality' }).click()
    await app.getByText('Flights and punctuality by month').waitFor()
    await embeds.page.locator('#chart').scrollIntoViewIfNeeded()
    await embeds.page.frameLocator('#chart iframe').locator('canvas, svg path').first().waitFor()
    expect(await alert(embeds.page).count()).toBe(0)
    expect((await context.cookies()).filter(({ domain }) => domain === '127.0.0.1')).toEqual([])
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

describe('failures', () => {
  const failing = {
    'EMBED-UI': ['ui="analytics/fancy"', 'fatalerror'],
    'EMBED-ATTRIBUTE': ['ui="analytics/chart"', 'fatalerror'],
    'EMBED-OBJECT': ['ui="analytics/chart" object-id="nothing"', 'fatalerror'],
    'EMBED-CHART-TYPE': [chart('treemap', [], []), 'fatalerror'],
    'EMBED-FIELD': ['ui="analytics/field" field-id="Nothing"', 'fatalerror'],
    'EMBED-EXPRESSION': [chart('kpi', [], ['=Nonsense(1)']), 'error'],
    'EMBED-INCOMPLETE': [chart('barchart', [], []), 'error'],
    'APP-UNKNOWN': ['ui="analytics/chart" object-id="x" app-id="00000000-0000-4000-8000-000000000000"', 'fatalerror'],
    'EMBED-TOKEN-SOURCE': ['ui="analytics/chart" object-id="x" get-access-token="missing"', 'fatalerror'],
    'EMBED-CONNECTION': ['ui="analytics/chart" object-id="x" host="http://127.0.0.1:1"', 'fatalerror'],
    'OAUTH-5': ['ui="analytics/chart" object-id="x" client-id="another"', 'fatalerror'],
  } as const
  let embeds: EmbedPage

  beforeAll(async () => {
    embeds = await open()
    await embeds.show(
      Object.entries(failing)
        .map(([code, [attributes]]) => embed(code, attributes))
        .join('') + embed('whole', 'ui="analytics/chart" object-id="chart-months"'),
    )
  })
  afterAll(() => embeds.page.close())

  it.each(Object.entries(failing))('%s is explained in place and reported', async (code, [, type]) => {
    const panel = alert(embeds.page.locator(`[id="${code}"]`))
    await panel.getByText(code).waitFor()
    const reported = (await embeds.events()).filter(({ element }) => element === code)
    expect(reported.map((event) => [event.type, event.detail.code])).toEqual([[type, code]])
    const { title, reason, solution } = reported[0]?.detail ?? {}
    for (const text of [title, reason, solution]) expect(await panel.innerText()).toContain(text)
  })

  it('what is right beside them is drawn', async () => {
    await waitForDrawing(embeds.page, '#whole')
    expect(await alert(embeds.page.locator('#whole')).count()).toBe(0)
  })
})

/** Replaces layouts of one object by what `damage` makes of them, on the wire between tenant and page. */
const damageLayouts = async (
  page: Page,
  objectId: string,
  damage: (cube: Record<string, unknown>) => void,
): Promise<void> => {
  await page.routeWebSocket(/\/app\//, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => server.send(message))
    server.onMessage((message) => {
      const frame = JSON.parse(String(message))
      const layout = frame.result?.qLayout
      if (layout?.qInfo?.qId === objectId && layout.qHyperCube) damage(layout.qHyperCube)
      socket.send(JSON.stringify(frame))
    })
  })
}

describe('a broken object', () => {
  it.each([
    ['without measures', 'EMBED-LAYOUT', (cube: Record<string, unknown>) => delete cube.qMeasureInfo],
    [
      'that its chart cannot read',
      'EMBED-RENDER',
      (cube: Record<string, unknown>) => Object.assign(cube, { qDataPages: 7 }),
    ],
  ])('%s fails alone', async (_, code, damage) => {
    const embeds = await open({ prepare: (page) => damageLayouts(page, 'table-airports', damage) })
    await embeds.show(embed('sheet', 'ui="analytics/sheet" sheet-id="sheet-punctuality"', 'tall'))
    await alert(embeds.page.locator('#sheet')).getByText(code).waitFor()
    await waitUntilShown(embeds.page.locator('#sheet'))
    expect(await alert(embeds.page).count()).toBe(1)
    await waitForDrawing(embeds.page, '#sheet')
    expect((await embeds.events()).map(({ type, detail }) => [type, detail.code])).toContainEqual(['error', code])
    await embeds.page.close()
  })
})

describe('the connection', () => {
  it('is resumed with a new token after 4006, and selections stay', async () => {
    let refuse = (): void => undefined
    const embeds = await open({
      prepare: (page) =>
        page.routeWebSocket(/\/app\//, (socket) => {
          const server = socket.connectToServer()
          refuse = () => {
            socket.close({ code: 4006, reason: 'OAUTH-1: test' })
            server.close()
          }
        }),
    })
    await embeds.show(
      embed('field', 'ui="analytics/field" field-id="Region"') +
        embed('kpi', 'ui="analytics/chart" object-id="kpi-flights"'),
    )
    await embeds.page.locator('#field').getByText('Territories', { exact: true }).click()
    await embeds.page.mouse.click(1, 1)
    await embeds.page.locator('#kpi').getByText('3,000,000', { exact: true }).waitFor({ state: 'detached' })
    const before = await embeds.page.locator('#kpi').innerText()
    // A refusal right after a token arrived is taken for the answer to the token before it.
    await new Promise((resolve) => setTimeout(resolve, 3100))
    refuse()
    await expect
      .poll(async () => (await embeds.events()).map(({ type }) => type))
      .toEqual(['opened', 'suspended', 'resuming', 'resumed'])
    expect((await embeds.events())[1]?.detail).toMatchObject({
      eventType: 'suspended',
      code: 4006,
      appId: demo.appId,
      host: demo.tenantUrl,
    })
    expect(embeds.tokensAsked()).toBe(2)
    expect(await embeds.page.locator('#kpi').innerText()).toBe(before)
    expect(await alert(embeds.page).count()).toBe(0)
    await embeds.page.close()
  })

  it('is kept by a token that is renewed before it ends', async () => {
    const embeds = await open({ prepare: (page) => page.clock.install() })
    await embeds.show(embed('kpi', 'ui="analytics/chart" object-id="kpi-flights"'))
    await embeds.page.locator('#kpi').getByText('3,000,000', { exact: true }).waitFor()
    expect(embeds.tokensAsked()).toBe(1)
    await embeds.page.clock.fastForward('05:50:00')
    expect(embeds.tokensAsked()).toBe(1)
    await embeds.page.clock.fastForward('06:00')
    await expect.poll(embeds.tokensAsked).toBeGreaterThan(1)
    expect(await alert(embeds.page).count()).toBe(0)
    await embeds.page.close()
  })

  it('is refused readably when the page has no token, and opens once it has', async () => {
    let works = false
    const embeds = await open({
      token: () => (works ? token() : Promise.reject(new Error('The backend is down'))),
    })
    await embeds.show(embed('kpi', 'ui="analytics/chart" object-id="kpi-flights"'))
    const panel = alert(embeds.page.locator('#kpi'))
    await panel.getByText('EMBED-TOKEN-SUPPLY').waitFor()
    expect(await panel.innerText()).toContain('The backend is down')
    works = true
    await panel.getByRole('button', { name: 'Try again' }).click()
    await embeds.page.locator('#kpi').getByText('3,000,000', { exact: true }).waitFor()
    await embeds.page.close()
  })
})
