import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jwt } from '../testing/jwt.js'
import { holdToken, readClaims } from './token-times.js'

const minute = 60_000

test('what is not a timed JWT has no claims and does not expire', () => {
  for (const value of ['opaque', 'a.b.c', 'a..c', `a.${btoa('{"iat":1}')}.c`, `a.${btoa('{"iat":2,"exp":1}')}.c`]) {
    expect(readClaims(value)).toBeUndefined()
    expect(holdToken(value, { now: 0, ahead: 0, random: 0 }).expiresAt).toBe(Number.POSITIVE_INFINITY)
  }
})

test('a JWT in base64url is read', () => {
  expect(readClaims(jwt(1, 2, '???>>>'))).toEqual({ issuedAt: 1000, expiresAt: 2000 })
})

test('six hours are renewed five minutes before the end', () => {
  const token = holdToken(jwt(0, 6 * 3600), { now: 0, ahead: 0, random: 0 })
  expect(token.expiresAt - token.renewAt).toBe(5 * minute)
})

test('a minute is renewed when a fifth is left, at random up to a tenth of that earlier', () => {
  const left = (random: number): number => {
    const token = holdToken(jwt(0, 60), { now: 0, ahead: 0, random })
    return token.expiresAt - token.renewAt
  }
  expect(left(0)).toBe(12_000)
  expect(left(0.5)).toBeCloseTo(12_600)
})

test('times are moved by the known clock difference', () => {
  const token = holdToken(jwt(1000, 4600), { now: 0, ahead: 1000_000, random: 0 })
  expect(token.expiresAt).toBe(3600_000)
})

test('without a known difference a clock that contradicts the token is not believed', () => {
  const lifetime = 600
  for (const now of [0, 5_000_000_000]) {
    const token = holdToken(jwt(1_000_000, 1_000_000 + lifetime), { now, ahead: undefined, random: 0 })
    expect(token.expiresAt - now).toBe(lifetime * 1000)
  }
})

test('renewal never follows arrival at once, however old the token is', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.nat(99_999),
      fc.double({ min: 0, max: 0.99, noNaN: true }),
      (life, age, random) => {
        const now = Math.min(age, life - 1) * 1000
        const token = holdToken(jwt(0, life), { now, ahead: 0, random })
        expect(token.renewAt - now).toBeGreaterThanOrEqual(1000)
      },
    ),
  )
})
