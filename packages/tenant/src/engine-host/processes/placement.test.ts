import { expect, it } from 'vitest'
import { choosePlace } from './placement.js'

const place = (name: string, sessions: Record<string, number>) => ({
  name,
  sessions: new Map(Object.entries(sessions)),
})

it('chooses the process that has the data open, though others have fewer sessions', () => {
  expect(choosePlace([place('a', { x: 20, y: 3 }), place('b', { y: 1 }), place('c', {})], 'x').name).toBe('a')
})

it('chooses the one with the fewest sessions among several that have the data open', () => {
  expect(choosePlace([place('a', { x: 20 }), place('b', { x: 1, y: 18 }), place('c', {})], 'x').name).toBe('b')
})

it('spreads the sessions of an app when its process is full', () => {
  expect(choosePlace([place('a', { x: 63 }), place('b', {})], 'x').name).toBe('a')
  expect(choosePlace([place('a', { x: 64 }), place('b', { y: 3 })], 'x').name).toBe('b')
  expect(choosePlace([place('a', { x: 80 }), place('b', { y: 90 })], 'x').name).toBe('a')
})

it('chooses the one with the fewest sessions for data that none has open', () => {
  expect(choosePlace([place('a', { x: 2 }), place('b', { y: 1 })], 'z').name).toBe('b')
})
