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

test('the refusal says which change would help: following it makes a forest', () => {
  const detailOf = (...tables: TableShape[]): string => {
    try {
      check(...tables)
      return ''
    } catch (error) {
      return (error as { detail: string }).detail
    }
  }
  const synthetic = [table('sales', 'Day', 'Shop', 'a'), table('plans', 'Day', 'Shop', 'b'), table('days', 'Day', 'c')]
  expect(detailOf(...synthetic)).toContain(
    'Add [Shop] to days, so that all share one composite key, or rename [Shop] in all tables but one of sales, plans',
  )
  const [sales, plans] = synthetic as [TableShape, TableShape, TableShape]
  expect(detailOf(sales, plans, table('days', 'Day', 'Shop', 'c'))).toBe('')
  expect(detailOf(sales, table('plans', 'Day', 'plans Shop', 'b'), table('days', 'Day', 'c'))).toBe('')
  const circular = [table('a', 'x', 'y'), table('b', 'y', 'z'), table('c', 'z', 'x')]
  expect(detailOf(...circular)).toContain('Rename [z] in c, e.g. to [c z], if it does not mean the same as in b')
  expect(detailOf(...circular.slice(0, 2), table('c', 'c z', 'x'))).toBe('')
})
