import { expect, test } from 'vitest'
import { contextOf, withSnapshot } from '../testing/app-folder.js'
import { watched } from '../testing/watched-statements.js'
import { evaluateHypercube } from './evaluate-hypercube.js'
import type { EvaluationContext, HypercubeRequest } from './evaluation.js'
import { inOrder } from './in-order.js'

test('rows follow by the first column, where they tie by the next; missing values are last either way', () => {
  const columns = [
    [0, 1, 2, 3, 4, 5],
    [5, null, 7, 5, null, -1],
    ['a', 'b', 'c', 'd', 'e', 'f'],
  ]
  const texts = (...orders: Parameters<typeof inOrder>[1]) => inOrder(columns, orders)[2]?.join('')
  expect(texts({ at: 1, direction: -1 }, { at: 0, direction: -1 })).toBe('cdafeb')
  expect(texts({ at: 1, direction: 1 }, { at: 0, direction: 1 })).toBe('fadcbe')
  expect(texts()).toBe('abcdef')
})

/** Days in the order of their numbers, and in another; amounts that tie, and one that is missing. */
const data = (
  days: number,
) => `CREATE TABLE sales AS SELECT i AS rising, (i * 7) % ${days} AS mixed, 'n' || i % 3 AS name,
  CASE WHEN i % 5 > 0 THEN i % 5 END AS amount FROM range(${days}) t(i) ORDER BY i`

const asked = (dimension: string, expression: string, request: Partial<HypercubeRequest> = {}): HypercubeRequest => ({
  dimensions: [{ definition: dimension, sort: { byNumeric: 1 } }],
  measures: [{ expression, sortByNumeric: -1 }],
  interColumnSortOrder: [1],
  ...request,
})

const rowsOf = async (given: EvaluationContext, request: HypercubeRequest) => {
  const { statements, context } = watched(given)
  const outcome = await evaluateHypercube(context, request)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
  const rows = await outcome.cube.page(0, 10)
  return {
    rows: rows.map((row) => row.map(({ text, num }) => text ?? num).join(' ')),
    sorts: statements.some((sql) => /AS cube .*ORDER BY/.test(sql)),
  }
}

test('few rows are put in order without the database, by numbers and by fields in the order of their values', () =>
  withSnapshot(data(10), async (snapshot) => {
    const context = await contextOf(snapshot)
    const byAmount = ['4 4', '9 4', '3 3', '8 3', '2 2', '7 2', '1 1', '6 1', '0 ', '5 ']
    expect(await rowsOf(context, asked('rising', 'Only(amount)'))).toEqual({ rows: byAmount, sorts: false })
    const rising = Array.from({ length: 10 }, (_, i) => `${9 - i} ${9 - i}`)
    const falling = {
      dimensions: [{ definition: 'rising', sort: { byNumeric: -1 } }],
      interColumnSortOrder: [0],
    } as const
    expect(await rowsOf(context, asked('rising', 'Only(rising)', falling))).toEqual({ rows: rising, sorts: false })
  }))

test('the database orders by texts, by values that were loaded in another order, and many rows', async () => {
  await withSnapshot(data(10), async (snapshot) => {
    const context = await contextOf(snapshot)
    const mixed = Array.from({ length: 10 }, (_, i) => `${i} 1`)
    const byNumber = { interColumnSortOrder: [0] }
    expect(await rowsOf(context, asked('mixed', 'Count(name)', byNumber))).toEqual({ rows: mixed, sorts: true })
    expect(await rowsOf(context, asked('name', 'MaxString(name)'))).toEqual({
      rows: ['n2 n2', 'n1 n1', 'n0 n0'],
      sorts: true,
    })
  })
  await withSnapshot(data(1_001), async (snapshot) => {
    const { sorts } = await rowsOf(await contextOf(snapshot), asked('rising', 'Only(amount)'))
    expect(sorts).toBe(true)
  })
})
