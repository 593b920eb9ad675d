import { expect, test } from 'vitest'
import { gaugeRange, niceAbove, shareOf } from './gauge-range.js'

test('round figures are above', () => {
  expect([1, 1.1, 3, 6, 0.03, 49_999].map(niceAbove)).toEqual([1, 2, 5, 10, 0.05, 50_000])
})

test('a range is what is written, else around the value', () => {
  expect(gaugeRange({ min: 10, max: 20 }, 500, false)).toEqual({ min: 10, max: 20 })
  expect(gaugeRange({}, 370, false)).toEqual({ min: 0, max: 500 })
  expect(gaugeRange({}, -370, false)).toEqual({ min: -500, max: 0 })
  expect(gaugeRange({ max: 'NaN' }, undefined, false)).toEqual({ min: 0, max: 1 })
})

test('a share ends at all of it, and a range never at where it begins', () => {
  expect(gaugeRange({}, 0.37, true)).toEqual({ min: 0, max: 1 })
  expect(gaugeRange({}, 1.7, true)).toEqual({ min: 0, max: 5 })
  expect(gaugeRange({ min: 3, max: 3 }, 3, false)).toEqual({ min: 3, max: 4 })
})

test('values beyond a range are at its ends', () => {
  const range = { min: 10, max: 20 }
  expect([5, 10, 15, 20, 25].map((value) => shareOf(value, range))).toEqual([0, 0, 0.5, 1, 1])
})
