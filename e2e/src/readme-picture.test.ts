import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { inject, it } from 'vitest'
import { openChromium } from './harness/chromium.js'
import { clearSelections, waitForDashboard } from './harness/dashboard.js'
import { signIn } from './harness/sign-in.js'

const demo = inject('demo')
const folder = process.env.UNDERSTUDY_SCREENSHOTS

/** `UNDERSTUDY_SCREENSHOTS=docs/images` renews the picture of the README: two people's dashboards side by side. */
it.skipIf(!folder)('takes the picture of the README', async () => {
  const [left, right] = [await pictureOf('dana'), await pictureOf('marcus')]
  const { context, close } = await openChromium({ thirdPartyCookies: 'blocked', width: 1640 })
  try {
    const page = await context.newPage()
    const image = (picture: string) => `<img src="data:image/png;base64,${picture}" width="800">`
    await page.setContent(
      `<!doctype html><body style="margin:0;display:flex;align-items:start;gap:40px;background:#fff">${image(left)}${image(right)}`,
    )
    mkdirSync(folder as string, { recursive: true })
    await page.locator('body').screenshot({ path: join(folder as string, 'dashboard.png') })
  } finally {
    await close()
  }
})

const pictureOf = async (user: string): Promise<string> => {
  const { context, close } = await openChromium({ thirdPartyCookies: 'blocked' })
  try {
    const page = await context.newPage()
    await signIn(page, demo, user)
    await clearSelections(page)
    await waitForDashboard(page)
    // Figures fade in after they are there.
    await page.waitForTimeout(2_000)
    return (await page.screenshot({ animations: 'disabled' })).toString('base64')
  } finally {
    await close()
  }
}
