import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'

interface Settings {
  readonly thirdPartyCookies: 'blocked' | 'allowed'
  /** Pages ignore their content security policy; for controls that need to reach elsewhere. */
  readonly bypassCSP?: boolean
  readonly width?: number
  readonly height?: number
  /** Pages that are left are kept for coming back, as browsers of people do. */
  readonly keepsPages?: boolean
  /** Pages run no script; tests still look into them. */
  readonly withoutScript?: boolean
}

/** Values of Chromium's preference `profile.cookie_controls_mode`. */
const COOKIE_CONTROLS = { allowed: 0, blocked: 1 } as const

/** A running browser. */
export interface TestBrowser {
  readonly context: BrowserContext
  /** Ends the browser and deletes its profile. */
  readonly close: () => Promise<void>
}

/** Starts a Chromium with a profile of its own: the executable of CHROME_PATH, or Debian's. */
export const openChromium = async (settings: Settings): Promise<TestBrowser> => {
  const profile = mkdtempSync(join(tmpdir(), 'understudy-profile-'))
  mkdirSync(join(profile, 'Default'))
  const preferences = { profile: { cookie_controls_mode: COOKIE_CONTROLS[settings.thirdPartyCookies] } }
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences))

  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    // Containers often lack what Chromium's sandbox needs, and every page here is our own.
    chromiumSandbox: false,
    ignoreDefaultArgs: settings.keepsPages ? ['--disable-back-forward-cache'] : [],
    viewport: { width: settings.width ?? 1440, height: settings.height ?? 900 },
    javaScriptEnabled: settings.withoutScript !== true,
    bypassCSP: settings.bypassCSP ?? false,
  })
  const close = async () => {
    await context.close()
    // The browser's last helpers may still be writing when its main process has gone.
    await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
  return { context, close }
}
