import { expect, test } from 'vitest'
import { refuseLargeLayout } from './refuse-large-layout.js'

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)

test.each([
  ['hypercubes', 50, (count: number) => ({ boxes: times(count, { qHyperCubeDef: {} }) })],
  ['list objects', 50, (count: number) => ({ boxes: { deep: times(count, { qListObjectDef: {} }) } })],
  ['both together', 50, (count: number) => ({ qHyperCubeDef: {}, boxes: times(count - 1, { qListObjectDef: {} }) })],
  ['expressions', 500, (count: number) => ({ titles: times(count, { qStringExpression: { qExpr: '=1' } }) })],
  ['values', 500, (count: number) => ({ titles: times(count, { qValueExpression: '=1' }) })],
])('an object with too many %s is not laid out', (_, most, properties) => {
  expect(() => refuseLargeLayout(properties(most))).not.toThrow()
  expect(() => refuseLargeLayout(properties(most + 1))).toThrow(expect.objectContaining({ code: 'QIX-LIMIT' }))
})
