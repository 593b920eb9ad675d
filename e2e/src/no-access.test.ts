import { expect, inject, it } from 'vitest'
import { openChromium } from './harness/chromium.js'
import { openObservedPage } from './harness/observed-page.js'
import { screenshot } from './harness/screenshot.js'
import { signIn } from './harness/sign-in.js'

const demo = inject('demo')

it('tells a known person without any row that there is no access, and shows no chart', async () => {
  const { context, close } = await openChromium({ thirdPartyCookies: 'blocked' })
  try {
    const { page, origins, errors, cookieSetters } = await openObservedPage(context)
    await signIn(page, demo, 'leo')
    await page.getByRole('heading', { name: 'No access to flight data' }).waitFor()
    expect(await page.locator('qlik-embed:visible').count()).toBe(0)
    expect(await page.locator('#no-access-detail').textContent()).toContain('4203')
    expect(await cookieSetters()).toEqual([demo.portalUrl])
    expect((await context.cookies()).map(({ domain }) => domain)).toEqual(['localhost'])
    expect([...origins].sort()).toEqual([demo.portalUrl, demo.tenantUrl].sort())
    expect(errors).toEqual([])
    await screenshot(page, 'no-access-leo-1440')
  } finally {
    await close()
  }
})
