import { expect, test } from 'vitest'
import { searchMatch } from './search-match.js'

test.each([
  ['air', 'Buenos Aires', null, true],
  ['air', 'Berlin', null, false],
  ['*air*', 'FAIRBANKS', null, true],
  ['air*', 'Fairbanks', null, false],
  ['*banks', 'Fairbanks', null, true],
  ['?ir*', 'Air', null, true],
  ['?ir', 'Fair', null, false],
  ['a*b*c', 'a-b-b-c', null, true],
  ['a*b*c', 'a-c-b', null, false],
  ['**', '', null, true],
  ['?', '', null, false],
  ['(x', 'f(x)', null, true],
  ['>5', '6', 6, true],
  ['>5', '5', 5, false],
  ['>=1<=9', '9', 9, true],
  ['>= 1 <= 9', '10', 10, false],
  ['<-2.5', '-3', -3, true],
  ['>5', 'text beyond five', null, false],
  ['>x', 'a >x b', null, true],
  ['>1>5>3', '4', 4, false],
  ['>1>5>3', '6', 6, true],
  ['<=9<=5<=7', '6', 6, false],
  ['<=9<=5<=7', '5', 5, true],
  ['a**?**b', 'axb', null, true],
  ['a**?**b', 'ab', null, false],
])('%s finds %s: %s', (search, text, num, expected) => {
  expect(searchMatch(search)({ text, num })).toBe(expected)
})

test('a pattern of many stars does not stall', () => {
  expect(searchMatch(`${'*a'.repeat(50)}b`)({ text: 'a'.repeat(5_000), num: null })).toBe(false)
})
