import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'

interface Settings {
  readonly thirdPartyCookies: 'blocked' | 'allowed'
  /** Pages ignore their content security policy; for controls that need to reach elsewhere. */
  readonly bypassCSP?: boolean
  readonly width?: number
}

/** Values of Chromium's preference `profile.cookie_controls_mode`. */
const COOKIE_CONTROLS = { allowed: 0, blocked: 1 } as const

/**
 * Starts a Chromium with a profile of its own. Closing the returned context ends the browser and deletes the profile.
 * The executable is that of CHROME_PATH, or Debian's.
 */
export const openChromium = async (settings: Settings): Promise<BrowserContext> => {
  const profile = mkdtempSync(join(tmpdir(), 'understudy-profile-'))
  mkdirSync(join(profile, 'Default'))
  const preferences = { profile: { cookie_controls_mode: COOKIE_CONTROLS[settings.thirdPartyCookies] } }
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences))

  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    // Containers often lack what Chromium's sandbox needs, and every page here is our own.
    chromiumSandbox: false,
    viewport: { width: settings.width ?? 1440, height: 900 },
    bypassCSP: settings.bypassCSP ?? false,
  })
  context.on('close', () => rmSync(profile, { recursive: true, force: true }))
  return context
}
