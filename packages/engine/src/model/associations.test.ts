import { expect, test } from 'vitest'
import { assertForest, sharedFields, type TableShape } from './associations.js'

const table = (name: string, ...fields: string[]): TableShape => ({ name, fields })

const check = (...tables: TableShape[]) => assertForest(tables, sharedFields(tables))

test('fields that the same tables share make one key', () => {
  const tables = [table('a', 'x', 'y', 'p'), table('b', 'y', 'x', 'z'), table('c', 'z')]
  expect(sharedFields(tables)).toEqual([
    { fields: ['x', 'y'], tables: [0, 1] },
    { fields: ['z'], tables: [1, 2] },
  ])
})

test('chains, stars, islands and composite keys are forests', () => {
  expect(() => check(table('a', 'x'), table('b', 'x', 'y'), table('c', 'y'), table('d', 'z'))).not.toThrow()
  expect(() => check(table('a', 'x'), table('b', 'x'), table('c', 'x'))).not.toThrow()
  expect(() => check(table('a', 'x', 'y'), table('b', 'x', 'y'))).not.toThrow()
})

test('two paths between tables are refused, naming the fields and tables of the cycle only', () => {
  const tables = [
    table('a', 'x', 'w'),
    table('b', 'x', 'y'),
    table('c', 'y', 'z'),
    table('d', 'z', 'x'),
    table('e', 'w'),
  ]
  expect(() => check(...tables)).toThrow(expect.objectContaining({ code: 'ENGINE-RELOAD-CYCLE' }))
  expect(() => check(...tables)).toThrow(/\[z\].*\[x\]|\[x\].*\[z\]/)
  expect(() => check(...tables)).not.toThrow(/\[w\]/)
})

test('a field shared by three tables and another by two of them is two paths', () => {
  expect(() => check(table('a', 'x', 'y'), table('b', 'x', 'y'), table('c', 'x'))).toThrow(/\[x\].*\[y\]|\[y\].*\[x\]/)
})
