import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { waitForDrawing } from './harness/dashboard.js'
import { directorToken, ensureDirector } from './harness/director.js'
import {
  alertIn,
  chart,
  type EmbedPage,
  type EmbedPageSettings,
  embed,
  openEmbedPage,
  waitUntilShown,
} from './harness/embed-page.js'

const demo = inject('demo')
const token = (): Promise<string> => directorToken(demo)
const open = (settings: Partial<EmbedPageSettings> = {}): Promise<EmbedPage> =>
  openEmbedPage(browser.context, { demo, token, ...settings })

let browser: TestBrowser

beforeAll(async () => {
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
  await ensureDirector(browser.context, demo)
})
afterAll(() => browser.close())

describe('failures', () => {
  const failing = {
    'EMBED-UI': ['ui="analytics/fancy"', 'error'],
    'EMBED-UI-UNAVAILABLE': ['ui="ai/assistant" assistant-id="x"', 'error'],
    'EMBED-ATTRIBUTE': ['ui="analytics/chart"', 'error'],
    'EMBED-OBJECT': ['ui="analytics/chart" object-id="nothing"', 'error'],
    'EMBED-CHART-TYPE': [chart('qlik-word-cloud', [], []), 'error'],
    'EMBED-FIELD': ['ui="analytics/field" field-id="Nothing"', 'error'],
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
    const panel = alertIn(embeds.page.locator(`[id="${code}"]`))
    await panel.getByText(code).waitFor()
    const reported = (await embeds.events()).filter(({ element }) => element === code)
    expect(reported.map((event) => [event.type, event.detail.code])).toEqual([[type, code]])
    const { title, reason, solution } = reported[0]?.detail ?? {}
    for (const text of [title, reason, solution]) expect(await panel.innerText()).toContain(text)
  })

  it('what is right beside them is drawn', async () => {
    await waitForDrawing(embeds.page, '#whole')
    expect(await alertIn(embeds.page.locator('#whole')).count()).toBe(0)
  })
})

it('a failure within a classic frame is explained there, and reported by the element outside', async () => {
  const { page, show, events } = await open()
  await show(embed('classic', 'ui="classic/chart" iframe="true" object-id="nothing"'))
  const panel = page.frameLocator('#classic iframe').locator('[role="alert"]')
  await panel.getByText('EMBED-OBJECT').waitFor()
  const reported = async () => (await events()).filter(({ element }) => element === 'classic')
  await expect.poll(async () => (await reported()).map(({ type }) => type)).toEqual(['error'])
  const { code, title, reason, solution } = (await reported())[0]?.detail ?? {}
  expect(code).toBe('EMBED-OBJECT')
  for (const text of [title, reason, solution]) expect(await panel.innerText()).toContain(text)
  await page.close()
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
    await alertIn(embeds.page.locator('#sheet')).getByText(code).waitFor()
    await waitUntilShown(embeds.page.locator('#sheet'))
    expect(await alertIn(embeds.page).count()).toBe(1)
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
    const all = embeds.page.locator('#kpi').getByText('3,000,000', { exact: true })
    await all.waitFor()
    await embeds.page.locator('#field').getByText('Territories', { exact: true }).click()
    await embeds.page.mouse.click(1, 1)
    await all.waitFor({ state: 'detached' })
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
    expect(await alertIn(embeds.page).count()).toBe(0)
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
    expect(await alertIn(embeds.page).count()).toBe(0)
    await embeds.page.close()
  })

  it('is refused readably when the page has no token, and opens once it has', async () => {
    let works = false
    const embeds = await open({
      token: () => (works ? token() : Promise.reject(new Error('The backend is down'))),
    })
    await embeds.show(embed('kpi', 'ui="analytics/chart" object-id="kpi-flights"'))
    const panel = alertIn(embeds.page.locator('#kpi'))
    await panel.getByText('EMBED-TOKEN-SUPPLY').waitFor()
    expect(await panel.innerText()).toContain('The backend is down')
    works = true
    await panel.getByRole('button', { name: 'Try again' }).click()
    await embeds.page.locator('#kpi').getByText('3,000,000', { exact: true }).waitFor()
    await embeds.page.close()
  })
})
