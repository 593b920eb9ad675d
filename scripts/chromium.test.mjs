import { afterEach, expect, test, vi } from 'vitest'
import { findChromium } from './tests/chromium.mjs'

afterEach(() => vi.unstubAllEnvs())

test('the Chromium of CHROME_PATH is taken, whatever else is installed', async () => {
  vi.stubEnv('CHROME_PATH', process.execPath)
  expect(await findChromium()).toBe(process.execPath)
})

test('a CHROME_PATH that cannot be executed is named', async () => {
  vi.stubEnv('CHROME_PATH', '/nowhere/chrome')
  await expect(findChromium()).rejects.toThrow('CHROME_PATH names /nowhere/chrome, which cannot be executed.')
})
