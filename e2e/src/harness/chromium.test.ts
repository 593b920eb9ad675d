import { expect, it, vi } from 'vitest'
import { openChromium } from './chromium.js'

/** Those of no other file. */
const settings = { thirdPartyCookies: 'allowed', keepsPages: true } as const

it('starts a browser again that could not be started', async () => {
  vi.stubEnv('CHROME_PATH', '/nowhere/chromium')
  await expect(openChromium(settings)).rejects.toThrow('/nowhere/chromium')
  vi.unstubAllEnvs()
  const { context, close } = await openChromium(settings)
  expect(await (await context.newPage()).evaluate('1 + 1')).toBe(2)
  await close()
})

it('starts a browser again that crashed, and keeps one that did not', async () => {
  const first = await openChromium(settings)
  const crashing = first.context.browser()
  if (crashing === null) throw new Error('The window has no browser.')
  const second = await openChromium(settings)
  expect(second.context.browser()).toBe(crashing)
  const session = await crashing.newBrowserCDPSession()
  const gone = new Promise((resolve) => crashing.once('disconnected', resolve))
  await session.send('Browser.crash').catch(() => undefined)
  await gone
  const { context, close } = await openChromium(settings)
  expect(context.browser()).not.toBe(crashing)
  expect(await (await context.newPage()).evaluate('1 + 1')).toBe(2)
  await close()
})
