import { expect, test } from 'vitest'
import { dayOf, searchBetween, serialOf } from './serial-date.js'

test('days and numbers of QIX are each other', () => {
  expect([0, 1, 60, 45_291, 45_291.99].map(dayOf)).toEqual([
    '1899-12-30',
    '1899-12-31',
    '1900-02-28',
    '2023-12-31',
    '2023-12-31',
  ])
  expect(serialOf('2023-12-31')).toBe(45_291)
  expect(serialOf('')).toBeUndefined()
})

test('a search has both days whole, and open sides', () => {
  expect(searchBetween('2023-12-30', '2023-12-31')).toBe('>=45290<45292')
  expect(searchBetween('2023-12-31', '')).toBe('>=45291')
  expect(searchBetween('', '2023-12-31')).toBe('<45292')
  expect(searchBetween('', '')).toBeUndefined()
})
