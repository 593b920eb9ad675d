import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { chartTotal, clearSelections, waitForDashboard, waitForFigure } from './harness/dashboard.js'
import { type SourceFilter, type SourceTotals, totalsOf, westernStates } from './harness/flights-data.js'
import { type ObservedPage, openObservedPage } from './harness/observed-page.js'
import { screenshot } from './harness/screenshot.js'
import { signIn } from './harness/sign-in.js'

const demo = inject('demo')
const stored = (id: string) => `qlik-embed[object-id="${id}"]`
const onTheFly = 'qlik-embed[type="barchart"]'

const people: readonly { user: string; sees: SourceFilter }[] = [
  { user: 'dana', sees: {} },
  { user: 'marcus', sees: { states: westernStates } },
  { user: 'priya', sees: { origin: 'ORD' } },
]

describe.each(people)('$user, with third-party cookies blocked', ({ user, sees }) => {
  let browser: TestBrowser
  let observed: ObservedPage
  let expected: SourceTotals

  beforeAll(async () => {
    expected = await totalsOf(sees)
    browser = await openChromium({ thirdPartyCookies: 'blocked' })
    observed = await openObservedPage(browser.context)
    await signIn(observed.page, demo, user)
    await clearSelections(observed.page)
  })

  afterAll(() => browser.close())

  it('sees the flights that are theirs, in every chart', async () => {
    const { page } = observed
    await waitForFigure(page, 'kpi-flights', expected.flights)
    await waitForDashboard(page)
    expect(await chartTotal(page, stored('chart-months'), 1)).toBe(expected.flights)
    expect(await chartTotal(page, stored('chart-delay-classes'), 1)).toBe(expected.flights)
    expect(await chartTotal(page, stored('chart-weekdays'), 1)).toBe(expected.lateFlights)
    expect(await chartTotal(page, onTheFly, 1)).toBe(expected.flights)
    await screenshot(page, `dashboard-${user}`)
  })

  it('changes every chart by selecting in a list box', async () => {
    const { page } = observed
    const february = await totalsOf({ ...sees, month: 2 })
    await page.locator('qlik-embed[field-id="Month"]').getByText('Feb', { exact: true }).click()
    await waitForFigure(page, 'kpi-flights', february.flights)
    await expect.poll(() => chartTotal(page, stored('chart-delay-classes'), 1)).toBe(february.flights)
    await expect.poll(() => chartTotal(page, stored('chart-weekdays'), 1)).toBe(february.lateFlights)
    await expect.poll(() => chartTotal(page, onTheFly, 1)).toBe(february.flights)
  })

  it('is sent no cookie by the tenant, reaches nobody else, and meets no error', async () => {
    expect(await observed.cookieSetters()).toEqual([demo.portalUrl])
    expect((await browser.context.cookies()).map(({ name, domain }) => `${name}@${domain}`)).toEqual([
      'altimeter@localhost',
    ])
    expect([...observed.origins].sort()).toEqual([demo.portalUrl, demo.tenantUrl].sort())
    expect(observed.errors).toEqual([])
  })
})
