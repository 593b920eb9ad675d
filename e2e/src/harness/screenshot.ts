import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

/** Saves what a person sees, if UNDERSTUDY_SCREENSHOTS names a folder. */
export const screenshot = async (page: Page, name: string): Promise<void> => {
  const folder = process.env.UNDERSTUDY_SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' })
}
