import { expect, test } from 'vitest'
import type { PropertyTree } from './app-definition.js'
import { type ObjectStore, treeIds, withoutObject, withSessionObject } from './object-store.js'

const object = (id: string, ...children: PropertyTree[]): PropertyTree => ({
  properties: { qInfo: { qId: id, qType: 'x' } },
  children,
})

const empty: ObjectStore = new Map()

/** Each level holds four children of one id, the last of which holds the next level. */
const repeated = (level: number, levels: number): PropertyTree => {
  const next = `level-${level + 1}`
  return level === levels
    ? object(`level-${level}`)
    : object(`level-${level}`, object(next), object(next), object(next), repeated(level + 1, levels))
}

test('ids that repeat are visited once', () => {
  const store = withSessionObject(empty, repeated(0, 10), null)
  expect([...treeIds(store, 'level-0')]).toEqual(Array.from({ length: 11 }, (_, level) => `level-${level}`))
  expect(withoutObject(store, 'level-0').size).toBe(0)
})

test('a cycle ends', () => {
  const store = withSessionObject(empty, object('a', object('b', object('a', object('b')))), null)
  expect(new Set(treeIds(store, 'a'))).toEqual(new Set(['a', 'b']))
})

test('an object that moves below another leaves its old place with all that was below it', () => {
  const before = withSessionObject(
    withSessionObject(empty, object('old', object('x', object('y'))), null),
    object('new'),
    null,
  )
  const after = withSessionObject(before, object('z', object('x')), 'new')
  expect(after.get('old')?.childIds).toEqual([])
  expect([...treeIds(after, 'new')]).toEqual(['new', 'z', 'x'])
  expect(after.has('y')).toBe(false)
})
