import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openChromium, type TestBrowser } from './harness/chromium.js'
import { clearSelections } from './harness/dashboard.js'
import { waitUntilShown } from './harness/embed-page.js'
import { totalsOf, westernStates } from './harness/flights-data.js'
import { type ObservedPage, openObservedPage } from './harness/observed-page.js'
import { screenshot } from './harness/screenshot.js'
import { signIn } from './harness/sign-in.js'
import { tableRows } from './harness/table-cells.js'

const demo = inject('demo')
const states = westernStates

let browser: TestBrowser
let observed: ObservedPage
beforeAll(async () => {
  browser = await openChromium({ thirdPartyCookies: 'blocked', height: 1100 })
  observed = await openObservedPage(browser.context)
  await signIn(observed.page, demo, 'marcus')
  await clearSelections(observed.page)
  await observed.page.goto(`${demo.portalUrl}/analysis`)
  await waitUntilShown(observed.page.locator('qlik-embed').first())
})
afterAll(() => browser?.close())

it('compares a month with the one before it', async () => {
  const [june, may] = [await totalsOf({ states, month: 6 }), await totalsOf({ states, month: 5 })]
  const change = (june.flights / may.flights - 1) * 100
  const text = `${change < 0 ? '-' : '+'}${Math.abs(change).toFixed(1)}%`
  await observed.page.getByText(text, { exact: true }).first().waitFor()
})

it('ranks airports, and tells their share of all that are shown', async () => {
  const busiest = async () => (await tableRows(observed.page))[0] ?? []
  await expect.poll(async () => (await busiest())[0]).toBe('1')
  const [, airport, flights, share] = await busiest()
  expect(airport).toContain('(LAX)')
  const all = await totalsOf({ states })
  expect(share).toBe(`${((Number(flights?.replaceAll(',', '')) / all.flights) * 100).toFixed(1)}%`)
})

it('is the same page in the hand and in the dark', async () => {
  await screenshot(observed.page, 'analysis-1440')
  for (const [width, scheme] of [
    [820, 'light'],
    [390, 'light'],
    [1440, 'dark'],
  ] as const) {
    await observed.page.setViewportSize({ width, height: 1100 })
    await observed.page.emulateMedia({ colorScheme: scheme })
    await waitUntilShown(observed.page.locator('qlik-embed').first())
    await screenshot(observed.page, `analysis-${width}-${scheme}`)
    expect(await observed.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  }
})
