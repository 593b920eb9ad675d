import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import { inject } from 'vitest'

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

/** A window of its own, which shares cookies and storage with no other. */
export interface TestBrowser {
  readonly context: BrowserContext
  /** Forgets everything. */
  readonly close: () => Promise<void>
}

/** Starts a Chromium with a profile of its own: the executable of CHROME_PATH, or Debian's. */
const startChromium = ({ thirdPartyCookies, keepsPages }: Settings) => {
  const profile = mkdtempSync(join(inject('profiles'), 'profile-'))
  mkdirSync(join(profile, 'Default'))
  const preferences = { profile: { cookie_controls_mode: COOKIE_CONTROLS[thirdPartyCookies] } }
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences))
  return chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    // Containers often lack what Chromium's sandbox needs, and every page here is our own.
    chromiumSandbox: false,
    ignoreDefaultArgs: keepsPages ? ['--disable-back-forward-cache'] : [],
  })
}

/** Those that run until the tests are over, by their settings: starting one takes longer than many tests. */
const running = new Map<string, Promise<Browser>>()

const chromiumFor = (settings: Settings): Promise<Browser> => {
  const key = `${settings.thirdPartyCookies} ${settings.keepsPages ?? false}`
  const known = running.get(key)
  if (known) return known
  // What one file broke is no matter of the next.
  const forget = (): void => void running.delete(key)
  const started = startChromium(settings).then((own) => {
    const browser = own.browser()
    if (browser === null) throw new Error('Chromium opens no further windows.')
    browser.once('disconnected', forget)
    return browser
  })
  running.set(key, started)
  started.catch(forget)
  return started
}

/** Opens a window of a Chromium. */
export const openChromium = async (settings: Settings): Promise<TestBrowser> => {
  const browser = await chromiumFor(settings)
  const context = await browser.newContext({
    viewport: { width: settings.width ?? 1440, height: settings.height ?? 900 },
    javaScriptEnabled: settings.withoutScript !== true,
    bypassCSP: settings.bypassCSP ?? false,
  })
  return { context, close: () => context.close() }
}
