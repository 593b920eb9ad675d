import { afterEach, describe, expect, test, vi } from 'vitest'
import { nodeIsSupported } from './steps/node-version.mjs'
import { findChromium } from './tests/chromium.mjs'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('the Chromium of the browser tests', () => {
  test('is that of CHROME_PATH, whatever else is installed', async () => {
    vi.stubEnv('CHROME_PATH', process.execPath)
    expect(await findChromium()).toBe(process.execPath)
  })

  test('is named when it cannot be executed', async () => {
    vi.stubEnv('CHROME_PATH', '/nowhere/chrome')
    await expect(findChromium()).rejects.toThrow('CHROME_PATH names /nowhere/chrome, which cannot be executed.')
  })

  test.skipIf(process.platform === 'darwin')('is asked for where there is none and none can be installed', async () => {
    vi.stubEnv('CHROME_PATH', '')
    vi.stubEnv('PATH', '/nowhere')
    await expect(findChromium()).rejects.toThrow('Install one, or set CHROME_PATH to its executable.')
  })
})

test('a Node that is too old is told by a sentence', () => {
  const said = vi.spyOn(console, 'error').mockReturnValue(undefined)
  vi.stubGlobal('process', { versions: { node: '20.18.9' } })
  expect(nodeIsSupported()).toBe(false)
  expect(process.exitCode).toBe(1)
  expect(said).toHaveBeenCalledWith(expect.stringContaining('Node 20.19.0 or newer is needed; this is Node 20.18.9.'))
})
