import { readFileSync } from 'node:fs'
import semver from 'semver'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { nodeIsSupported } from './steps/node-version.mjs'
import { findChromium } from './tests/chromium.mjs'
import { requirePython } from './tests/python.mjs'

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

describe('the python3 of the example host', () => {
  test.skipIf(process.platform === 'darwin')('is asked for where there is none and none can be installed', async () => {
    vi.stubEnv('PATH', '/nowhere')
    await expect(requirePython()).rejects.toThrow('The example host in Python needs python3')
  })
})

test.each(['20.18.9', '21.7.0', '22.12.0', '23.11.0', '18.20.8'])('Node %s is told by a sentence', (node) => {
  const said = vi.spyOn(console, 'error').mockReturnValue(undefined)
  vi.stubGlobal('process', { versions: { node } })
  expect(nodeIsSupported()).toBe(false)
  expect(process.exitCode).toBe(1)
  expect(said).toHaveBeenCalledWith(
    expect.stringContaining(`Node 20.19, 22.13, 24.0 or newer of one of these lines is needed; this is Node ${node}.`),
  )
})

test.each(['20.19.0', '20.20.2', '22.13.0', '24.0.0', '26.1.0'])('Node %s runs, as package.json says', (node) => {
  const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  vi.stubGlobal('process', { versions: { node } })
  expect(nodeIsSupported()).toBe(true)
  expect(semver.satisfies(node, engines.node)).toBe(true)
})
