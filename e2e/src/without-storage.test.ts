import { expect, inject, it } from 'vitest'
import { openChromium } from './harness/chromium.js'
import { directorToken, ensureDirector } from './harness/director.js'
import { alertIn, embed, openEmbedPage } from './harness/embed-page.js'

const demo = inject('demo')

it('draws in a page to which the browser denies all storage', async () => {
  const { context, close } = await openChromium({ thirdPartyCookies: 'blocked' })
  try {
    await ensureDirector(context, demo)
    const { page, show } = await openEmbedPage(context, {
      demo,
      token: () => directorToken(demo),
      prepare: async (page) => {
        await page.addInitScript(() => {
          for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
            Object.defineProperty(window, name, {
              configurable: true,
              get: () => {
                throw new DOMException('Access is denied for this document.', 'SecurityError')
              },
            })
        })
      },
    })
    await show(
      embed('kpi', 'ui="analytics/chart" object-id="kpi-flights"') +
        embed('bars', 'ui="analytics/chart" object-id="chart-days"'),
    )
    await page.locator('#kpi').getByText('3,000,000', { exact: true }).waitFor()
    await page.locator('#bars .understudy-embed[aria-busy="false"]').waitFor()
    expect(await alertIn(page).allTextContents()).toEqual([])
    await page.close()
  } finally {
    await close()
  }
})
