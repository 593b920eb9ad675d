import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { EmbedFailure } from '../failure/embed-failure.js'
import { laterRetries } from './later-retries.js'

const page = new EventTarget()
beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', page)
})
afterEach(() => vi.useRealTimers())

const failure = (code: string, status?: number): EmbedFailure => ({
  code,
  title: '',
  reason: '',
  solution: '',
  ...(status !== undefined && { status }),
})

test('what may pass is tried again, further apart each time, and soon again after it worked', () => {
  const retries = laterRetries()
  const waits = (): number => {
    let waited = 0
    let tried = false
    retries.plan(failure('EMBED-CONNECTION'), () => (tried = true))
    while (!tried) {
      vi.advanceTimersByTime(1_000)
      waited += 1
    }
    return waited
  }
  expect(Array.from({ length: 7 }, waits)).toEqual([10, 20, 40, 80, 160, 300, 300])
  retries.succeeded()
  expect(waits()).toBe(10)
})

test.each([
  [failure('EMBED-AUTHENTICATION'), true],
  [failure('STORE-UNAVAILABLE', 503), true],
  [failure('ENGINE-RESTARTED', 4003), true],
  [failure('OAUTH-5', 401), true],
  [failure('ENGINE-NO-ACCESS', 4203), false],
  [failure('EMBED-APP', 4204), false],
  [failure('EMBED-HOST-CONFIG'), false],
])('%o is tried again: %s', (failed, expected) => {
  let tried = 0
  laterRetries().plan(failed, () => (tried += 1))
  page.dispatchEvent(new Event('online'))
  page.dispatchEvent(new Event('online'))
  vi.advanceTimersByTime(1_000_000)
  expect(tried).toBe(expected ? 1 : 0)
})

test('what is cancelled is not done', () => {
  let tried = 0
  const retries = laterRetries()
  retries.plan(failure('EMBED-CONNECTION'), () => (tried += 1))
  retries.cancel()
  page.dispatchEvent(new Event('online'))
  vi.advanceTimersByTime(1_000_000)
  expect(tried).toBe(0)
})
