import { expect, it } from 'vitest'
import { recentlyUsed } from './recently-used.js'

const keysIn = (keys: readonly string[], of: { readonly get: (key: string) => unknown }) =>
  keys.filter((key) => of.get(key) !== undefined)

it('keeps as many values as may be, those that were asked for last', () => {
  const kept = recentlyUsed<number>(1_000, 3)
  for (const [value, key] of ['a', 'b', 'c'].entries()) kept.set(key, value)
  expect(kept.get('a')).toBe(0)
  kept.set('d', 3)
  expect(keysIn(['a', 'b', 'c', 'd'], kept)).toEqual(['a', 'c', 'd'])
  kept.set('d', 4)
  expect(keysIn(['a', 'c', 'd'], kept)).toEqual(['a', 'c', 'd'])
  expect(kept.get('d')).toBe(4)
})

it('keeps as many characters of keys as may be', () => {
  const kept = recentlyUsed<number>(6, 100)
  kept.set('aaa', 1)
  kept.set('bbb', 2)
  kept.set('c', 3)
  expect(keysIn(['aaa', 'bbb', 'c'], kept)).toEqual(['bbb', 'c'])
  kept.set('ddddddd', 4)
  expect(keysIn(['bbb', 'c', 'ddddddd'], kept)).toEqual(['bbb', 'c'])
})
