import { expect, inject, it } from 'vitest'
import { openChromium } from './harness/chromium.js'
import { clearSelections, waitForFigure } from './harness/dashboard.js'
import { alertIn, waitUntilShown } from './harness/embed-page.js'
import { totalsOf, westernStates } from './harness/flights-data.js'
import { openObservedPage } from './harness/observed-page.js'
import { screenshot } from './harness/screenshot.js'
import { signIn } from './harness/sign-in.js'

const demo = inject('demo')

it('shows the dashboard and the sheets on a phone without sideways scrolling, filters on demand', async () => {
  const { context, close } = await openChromium({ thirdPartyCookies: 'blocked', width: 390 })
  try {
    const { page, errors } = await openObservedPage(context)
    await signIn(page, demo, 'marcus')
    await clearSelections(page)
    await waitForFigure(page, 'kpi-flights', (await totalsOf({ states: westernStates })).flights)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)

    const monthFilter = page.locator('qlik-embed[field-id="Month"]')
    expect(await monthFilter.isVisible()).toBe(false)
    await screenshot(page, 'dashboard-marcus-390')
    await page.getByText('Filters', { exact: true }).click()
    await monthFilter.getByText('Feb', { exact: true }).click()
    await waitForFigure(page, 'kpi-flights', (await totalsOf({ states: westernStates, month: 2 })).flights)

    for (const [name, objects] of [
      ['Punctuality', 10],
      ['Network', 9],
    ] as const) {
      await page.getByRole('link', { name }).click()
      const cells = page.locator('.understudy-cell')
      await cells.nth(objects - 1).waitFor()
      await waitUntilShown(page.locator('qlik-embed[ui="analytics/sheet"]'))
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
      const rights = await cells.evaluateAll((all) => all.map((cell) => cell.getBoundingClientRect().right))
      expect(Math.max(...rights)).toBeLessThanOrEqual(390)
      expect(await alertIn(page.locator('#content')).count()).toBe(0)
      await screenshot(page, `${name.toLowerCase()}-marcus-390`)
    }
    expect(errors).toEqual([])
  } finally {
    await close()
  }
})
