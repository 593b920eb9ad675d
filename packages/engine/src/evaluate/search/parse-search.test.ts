import { expect, test } from 'vitest'
import { defaultFormats } from '../../format/app-formats.js'
import { parseSearch, type SearchManner } from './parse-search.js'
import { type SearchedValue, valueTest } from './value-test.js'

const finds = (search: string, value: SearchedValue, manner: SearchManner = 'words'): boolean => {
  const parsed = parseSearch(search, manner, defaultFormats)
  if (parsed.kind !== 'condition') throw new Error(`${search} is ${parsed.kind}`)
  return valueTest(parsed.condition)(value)
}

test.each([
  ['air', 'Buenos Aires', null, true],
  ['air', 'Fairbanks', null, false],
  ['AIR ber', 'Berlin', null, true],
  ['air ber', 'Lisbon', null, false],
  ['"buenos a"', 'Buenos Aires', null, true],
  ['"aires b"', 'Buenos Aires', null, false],
  ['"buenos aires" oslo', 'Oslo', null, true],
  ['"buenos ai', 'Buenos Aires', null, true],
  ['york', 'New-York', null, true],
  ['öster', 'St. Östersund', null, true],
  ['stersund', 'Östersund', null, false],
  ['*air*', 'FAIRBANKS', null, true],
  ['air*', 'Fairbanks', null, false],
  ['*banks', 'Fairbanks', null, true],
  ['?ir*', 'Air', null, true],
  ['?ir', 'Fair', null, false],
  ['new *', 'New York', null, true],
  ['"new *"', 'New York', null, true],
  ['a*b*c', 'a-b-b-c', null, true],
  ['a*b*c', 'a-c-b', null, false],
  ['**', '', null, true],
  ['?', '', null, false],
  ['?', '😀', null, true],
  ['??', '😀', null, false],
  ['*?b', '😀b', null, true],
  ['a?c', 'a😀c', null, true],
  ['*??', '😀', null, false],
  ['*^z*', 'La Zarza', null, true],
  ['*^z*', 'Anza', null, false],
  ['^z*', 'Zug', null, true],
  ['*😀^b*', '😀b', null, true],
  ['*a^b*', 'ab', null, false],
  ['(x', 'f(x)', null, true],
  ['(air|oslo)', 'Oslo', null, true],
  ['(air|oslo)', 'Oslofjord', null, false],
  ['(*air*|oslo)', 'Fairbanks', null, true],
  ['(a*&*b)', 'ab', null, true],
  ['(a*&*b)', 'ac', null, false],
  ['(a*^*b)', 'ab', null, false],
  ['(a*^*b)', 'ac', null, true],
  ['(a* & !*b)', 'ac', null, true],
  ['(a* & !*b)', 'ab', null, false],
  ['!(a*)', 'b', null, true],
  ['!(a*)', 'a', null, false],
  ['((a|b)&!b)', 'a', null, true],
  ['(*^z*|oslo)', 'La Zarza', null, true],
  ['("new york"|oslo)', 'New York', null, true],
  ['(<2|>8)', '9', 9, true],
  ['(<2|>8)', '5', 5, false],
  // What only looks like alternatives is a text.
  ['(none)', '(none)', null, true],
  ['(none)', 'none', null, false],
  ['(a||b)', 'a', null, false],
  ['>5', '6', 6, true],
  ['>5', '5', 5, false],
  ['>=1<=9', '9', 9, true],
  ['>= 1 <= 9', '10', 10, false],
  ['<-2.5', '-3', -3, true],
  ['>5', 'text beyond five', null, false],
  ['>x', 'a >x b', null, false],
  ['>5x', '6', 6, false],
  ['>1>5>3', '4', 4, false],
  ['>1>5>3', '6', 6, true],
  ['<=9<=5<=7', '6', 6, false],
  ['<=9<=5<=7', '5', 5, true],
  ['>=2024-01-01<2024-02-01', '2024-01-31', 45322, true],
  ['>=2024-01-01<2024-02-01', '2024-02-01', 45323, false],
  ['a**?**b', 'axb', null, true],
  ['a**?**b', 'ab', null, false],
])('%s finds %s (%s): %s', (search, text, num, expected) => {
  expect(finds(search, { text, num })).toBe(expected)
})

test.each([
  ['oslo', 'OSLO', true],
  ['oslo', 'Oslo fjord', false],
  ['new york', 'new', false],
  ['(oslo|*york)', 'New York', true],
  ['(none)', '(NONE)', true],
  [' oslo', 'Oslo', false],
])('a program that searches for %s finds %s: %s', (search, text, expected) => {
  expect(finds(search, { text, num: null }, 'whole')).toBe(expected)
})

test('expressions and likeness are told by how a search begins', () => {
  expect(parseSearch(' =Sum(x) > 1', 'words', defaultFormats)).toEqual({ kind: 'expression', source: 'Sum(x) > 1' })
  expect(parseSearch('~ Oslo', 'whole', defaultFormats)).toEqual({ kind: 'alike', text: 'oslo' })
})

test('a pattern of many stars does not stall', () => {
  expect(finds(`${'*a'.repeat(50)}b`, { text: 'a'.repeat(5_000), num: null })).toBe(false)
})

test('what nests too deep, or has too many bounds or words, is refused', () => {
  expect(() => finds(`${'('.repeat(500)}a|b${')'.repeat(500)}`, { text: '', num: null })).toThrow('at most 20 deep')
  expect(() => finds('>1'.repeat(11), { text: '', num: null })).toThrow('at most 10 bounds')
  expect(() => parseSearch('a '.repeat(101), 'words', defaultFormats)).toThrow('at most 100 words')
  expect(parseSearch('a '.repeat(100), 'words', defaultFormats).kind).toBe('condition')
})
