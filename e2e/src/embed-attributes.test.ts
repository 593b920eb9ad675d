import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { directorToken, ensureDirector, userToken } from './harness/director.js'
import { alertIn, type EmbedPage, embed, openEmbedPage } from './harness/embed-page.js'
import { totalsOf, westernStates } from './harness/flights-data.js'
import { signIn } from './harness/sign-in.js'

const demo = inject('demo')
const kpi = (id: string, attributes = '') => embed(id, `ui="analytics/chart" object-id="kpi-flights" ${attributes}`)
const field = (attributes = '') => embed('field', `ui="analytics/field" field-id="Month" ${attributes}`)
const figure = (flights: number) => flights.toLocaleString('en-US')
const all = figure(3_000_000)

let browser: TestBrowser
let embeds: EmbedPage

beforeAll(async () => {
  browser = await openChromium({ thirdPartyCookies: 'blocked' })
  await ensureDirector(browser.context, demo)
})
afterAll(() => browser.close())

beforeEach(async () => {
  embeds = await openEmbedPage(browser.context, { demo, token: () => directorToken(demo) })
  return () => embeds.page.close()
})

const shows = (page: Page, id: string, text: string): Promise<void> =>
  page.locator(`#${id}`).getByText(text, { exact: true }).waitFor()

/** Collects what the page ever says from now on. */
const recordTexts = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const texts = new Set<string>()
    new MutationObserver(() => {
      texts.add(document.body.innerText)
    }).observe(document.body, { childList: true, subtree: true, characterData: true })
    Object.assign(window, { texts })
  })
const everShown = async (page: Page): Promise<string> =>
  (await page.evaluate(() => [...(window as unknown as { texts: Set<string> }).texts])).join('\n')

describe('when an app is opened', () => {
  it('<qlik-initial-selections> selects before anything is shown', async () => {
    const { page, show } = embeds
    await recordTexts(page)
    await show(
      `<qlik-initial-selections app-id="${demo.appId}" clear-all>
         <field name="Month" values="Feb;Mar"></field><field name="Region" match="West*"></field>
       </qlik-initial-selections>${kpi('kpi')}${embed('bar', 'ui="analytics/selections"')}`,
    )
    await page.locator('#bar').getByText('West', { exact: true }).waitFor()
    await page.locator('#bar').getByText('2 of 6', { exact: true }).waitFor()
    const text = page.locator('#kpi').getByText(/^\d{2,3},\d{3}$/)
    await text.waitFor()
    expect(await everShown(page)).not.toContain(all)
    expect(await alertIn(page).count()).toBe(0)
  })

  it('<qlik-app-open-action> hands the app to a function of the page', async () => {
    const { page, show } = embeds
    await recordTexts(page)
    await page.evaluate(() =>
      Object.assign(window, {
        whenOpen: async ({
          doc,
        }: {
          doc: { getField(name: string): Promise<{ selectValues(v: object[]): unknown }> }
        }) => (await doc.getField('Month')).selectValues([{ qText: 'Feb' }]),
      }),
    )
    await show(`<qlik-app-open-action app-id="${demo.appId}" callback="whenOpen"></qlik-app-open-action>${kpi('kpi')}`)
    await shows(page, 'kpi', figure((await totalsOf({ month: 2 })).flights))
    expect(await everShown(page)).not.toContain(all)
  })
})

describe('attributes of every element', () => {
  const select = async (page: Page, text: string): Promise<void> => {
    await page.locator('#field').getByText(text, { exact: true }).click()
    await page.mouse.click(1, 1)
  }

  it('get-access-token shows what another user sees, on the same page', async () => {
    const { page, show } = embeds
    const portal = await browser.context.newPage()
    await portal.context().clearCookies()
    await signIn(portal, demo, 'marcus')
    await portal.close()
    await page.exposeFunction('supplyOther', () => userToken(demo, 'marcus'))
    await show(kpi('dana') + kpi('marcus', 'get-access-token="supplyOther"') + kpi('dana-again'))
    await shows(page, 'marcus', figure((await totalsOf({ states: westernStates })).flights))
    await shows(page, 'dana', all)
    await shows(page, 'dana-again', all)
  })

  it('identity keeps selections apart', async () => {
    const { page, show } = embeds
    await show(field('identity="apart"') + kpi('same', 'identity="apart"') + kpi('other'))
    await shows(page, 'same', all)
    await select(page, 'Feb')
    await shows(page, 'same', figure((await totalsOf({ month: 2 })).flights))
    await shows(page, 'other', all)
  })

  it('context takes selecting away from the person', async () => {
    const { page, show } = embeds
    const table = (id: string, attributes: string) =>
      embed(id, `ui="analytics/chart" object-id="table-airports" ${attributes}`)
    const context = JSON.stringify({ interactions: { select: false } })
    await show(
      table('fixed', `identity="fixed" context___json='${context}'`) +
        kpi('of-fixed', 'identity="fixed"') +
        table('free', 'identity="free"') +
        kpi('of-free', 'identity="free"'),
    )
    const { flights } = await totalsOf({ origin: 'ORD' })
    for (const id of ['fixed', 'free'])
      await page.locator(`#${id}`).getByText("Chicago O'Hare International (ORD)", { exact: true }).click()
    await shows(page, 'of-free', figure(flights))
    await shows(page, 'of-fixed', all)
  })

  it('theme and language reach the charts', async () => {
    const { page, show } = embeds
    await show(embed('table', 'ui="analytics/chart" object-id="table-airports" theme="dark" language="de-DE"'))
    const title = page.locator('#table').getByText('Airports', { exact: true })
    await title.waitFor()
    const [red = 0] = (await title.evaluate((node) => getComputedStyle(node).color)).match(/\d+/g)?.map(Number) ?? []
    expect(red).toBeGreaterThan(150)
    await page.locator('#table').getByText('Drücken Sie die Leertaste').first().waitFor({ state: 'attached' })
  })
})
