import { expect, test } from 'vitest'
import { median, pairedRatio } from './statistics.js'

test.each([
  [[3], 3],
  [[10, 9, 1], 9],
  [[4, 1, 100, 2], 3],
])('the median of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected)
})

test('the median leaves its values as they were', () => {
  const values = [2, 1]
  median(values)
  expect(values).toEqual([2, 1])
})

test('no values have no median', () => {
  expect(() => median([])).toThrow(RangeError)
})

test('ratios are taken within rounds, so that a slow round does not count', () => {
  expect(pairedRatio([50, 5, 40], [100, 10, 100])).toBe(0.5)
})

test('rounds without a partner are refused', () => {
  expect(() => pairedRatio([1, 2], [1])).toThrow(RangeError)
})
