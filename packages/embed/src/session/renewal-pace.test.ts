import { expect, test } from 'vitest'
import { renewalPace } from './renewal-pace.js'

test('the first renewal is done at once, and the more there were in a minute, the longer the next one waits', () => {
  let now = 0
  const pace = renewalPace(() => now)
  expect(Array.from({ length: 7 }, pace)).toEqual([0, 500, 1000, 2000, 4000, 5000, 5000])
  now = 60_000
  expect([pace(), pace()]).toEqual([0, 500])
})
