import { beforeEach, expect, test, vi } from 'vitest'
import { beginProgress, receiveAnswer, takeAnswer } from './sign-in-progress.js'

const origin = 'https://tenant.example'
const progress = {
  origin,
  clientId: 'c',
  redirectUri: 'https://spa.example/callback',
  state: 'expected',
  verifier: 'v',
  href: 'https://spa.example/board?month=5',
}
const answered = (parameters: Record<string, string>): string =>
  `https://spa.example/callback?${new URLSearchParams({ state: 'expected', iss: origin, ...parameters })}`

beforeEach(() => {
  const items = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value),
    removeItem: (key: string) => items.delete(key),
  })
  beginProgress(progress)
})

test('an answer goes to the page and the client that it is for, once', () => {
  expect(receiveAnswer(answered({ code: 'x' }))).toBe(progress.href)
  expect(receiveAnswer(answered({ code: 'x' }))).toBeUndefined()
  expect(takeAnswer(origin, 'other')).toBeUndefined()
  expect(takeAnswer('https://other.example', 'c')).toBeUndefined()
  expect(takeAnswer(origin, 'c')).toMatchObject({ code: 'x', verifier: 'v', redirectUri: progress.redirectUri })
  expect(takeAnswer(origin, 'c')).toBeUndefined()
})

test('an answer to another state is left alone, and so is one that nobody waits for', () => {
  expect(receiveAnswer(answered({ code: 'x', state: 'planted' }))).toBeUndefined()
  expect(receiveAnswer('https://spa.example/callback?code=x')).toBeUndefined()
  expect(takeAnswer(origin, 'c')).toBeUndefined()
})

test.each([
  ['of another issuer', { code: 'x', iss: 'https://evil.example' }, /evil\.example/],
  [
    'that refuses',
    { error: 'access_denied', error_code: 'OAUTH-ACCESS-DENIED', error_detail: 'No.' },
    /OAUTH-ACCESS-DENIED: No\./,
  ],
])('an answer %s is a failed sign-in', (_, parameters, reason) => {
  expect(receiveAnswer(answered(parameters))).toBe(progress.href)
  expect(() => takeAnswer(origin, 'c')).toThrow(reason)
})

test('an answer without an issuer is not taken', () => {
  receiveAnswer('https://spa.example/callback?code=x&state=expected')
  expect(() => takeAnswer(origin, 'c')).toThrow(/EMBED-SIGN-IN/)
})
