import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { directorToken, ensureDirector } from './harness/director.js'
import { type EmbedPage, embed, openEmbedPage } from './harness/embed-page.js'

const demo = inject('demo')

/** Runs its script wherever it is taken for HTML. */
const markup = '<img src=x onerror=window.injected=true>'
const scriptRan = () => (window as unknown as { injected?: boolean }).injected === true

/** A table on the fly whose attributes hold the markup. */
const table = (dimension: object, measure: object, properties: object = {}): string => {
  const json = (value: unknown) => JSON.stringify(value).replaceAll('<', '&lt;').replaceAll("'", '&#39;')
  return `ui="analytics/chart" type="table" dimensions='${json([dimension])}' measures='${json([measure])}' properties='${json(properties)}'`
}
const region = { qDef: { qFieldDefs: ['[Region]'] } }
const flights = { qDef: { qDef: '[Flights]', qLabel: 'Flights' } }

let browser: TestBrowser
let embeds: EmbedPage

beforeAll(async () => {
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
  await ensureDirector(browser.context, demo)
})
afterAll(() => browser.close())

describe('markup in text', () => {
  beforeAll(async () => {
    embeds = await openEmbedPage(browser.context, { demo, token: () => directorToken(demo) })
  })

  it.each([
    ['the title of a chart', table(region, flights, { title: markup, showTitles: true })],
    ['the label of a measure', table(region, { qDef: { qDef: 'Count([Region])', qLabel: markup } })],
    ['a value', table(region, { qDef: { qDef: `If(Sum([Flights]) > 0, '${markup}')`, qLabel: 'Value' } })],
    ['an expression of a dimension', table({ qDef: { qFieldDefs: [`=[Region] & '${markup}'`] } }, flights)],
    ['an expression that cannot be read', table(region, { qDef: { qDef: `Nonsense('${markup}')` } })],
    ['the name of a field that does not exist', `ui="analytics/field" field-id="${markup}"`],
    ['the id of an object that does not exist', `ui="analytics/chart" object-id="${markup}"`],
    ['the name of a ui that does not exist', `ui="${markup}"`],
  ])('%s is shown as text and does not run', async (_, attributes) => {
    await embeds.show(embed('target', attributes))
    await embeds.page.locator('#target').getByText(markup).first().waitFor({ state: 'attached' })
    expect(await embeds.page.locator('img[src="x"]').count()).toBe(0)
    expect(await embeds.page.evaluate(scriptRan)).toBe(false)
  })

  it('would run if it were taken for HTML', async () => {
    await embeds.show(markup)
    await embeds.page.waitForFunction(scriptRan)
  })
})
