import { expect, test } from 'vitest'
import { contextOf, withSnapshot } from '../../testing/app-folder.js'
import { rowsBy, selecting, total, withSmallModel } from '../../testing/small-model.js'

test('records without a value stay where records with one are taken away', () =>
  withSnapshot(`CREATE TABLE t AS SELECT * FROM (VALUES ('a', 1), ('b', 2), (NULL, 4)) t(w, n)`, async (snapshot) => {
    const context = await contextOf(snapshot)
    expect(await total(context, 'Sum({1-<w={a}>} n)')).toBe(6)
    expect(await total(context, 'Sum({<w-={a}>} n)')).toBe(2)
    expect(await rowsBy(context, ['w'], 'Sum({1-<w={a}>} n)', 'Sum(TOTAL <w> n)')).toEqual([
      ['a', 0, 1],
      ['b', 2, 2],
      [null, 4, 4],
    ])
  }))

test('a record that is taken away is so beside all values that it meets', () =>
  withSmallModel(async (context) => {
    // Order 1 is of a nut and of a bolt.
    expect(await total(context, 'Sum({1-<Item={nut}>} Amt)')).toBe(5)
    expect(await rowsBy(context, ['Item'], 'Sum({1-<Item={nut}>} Amt)', 'Sum({1/<Item={nut}>} Amt)')).toEqual([
      ['bolt', 0, 0],
      ['cog', 5, 5],
      ['nut', 0, 0],
      [null, 0, 0],
    ])
  }))

test('a number is found however it is written, and values outside a set are rows still', () =>
  withSmallModel(async (context) => {
    expect(await total(context, 'Sum({<OrderID={1.0, 3.00}>} Qty)')).toBe(10)
    expect(await rowsBy(context, ['Item'], 'Sum({<Item={nut}>} Qty)')).toEqual([
      ['bolt', 0],
      ['cog', 0],
      ['nut', 7],
    ])
  }))

test.each([
  ['Sum({<Cust=-{A}>} Amt)', 5],
  ['Sum({<Cust=-{A} + {A}>} Amt)', 35],
  ["Sum({<Item={'*'} * -{nut}>} Qty)", 0],
  ['Sum({<Item=-(-{nut})>} Qty)', 7],
  ['Sum({<Cust=-P({1<Item={nut}>})>} Amt)', 5],
  ['Sum({<[=Left(Item, 1)]=-{n}>} Qty)', 8],
])('a minus stands for all other values: %s', (formula, result) =>
  withSmallModel(async (context) => {
    expect(await total(context, formula)).toBe(result)
    expect(await total({ ...context, heldValues: 0 }, formula)).toBe(result)
  }),
)

test('distinct values of a key are gathered from all tables that hold it, whatever else the function takes', () =>
  withSmallModel(async (context) => {
    expect(await total(context, "Concat(DISTINCT Cust, ',')")).toBe('A,B,C,D')
    expect(await total(context, "Concat(DISTINCT Cust, ',', -1)")).toBe('A,B,C,D')
    expect(await total(context, 'Max(OrderID, 1)')).toBe(9)
    expect(await rowsBy(context, ['Region'], "Concat(DISTINCT Cust, ',')")).toEqual([
      ['North', 'A'],
      ['South', 'B,D'],
      [null, 'C'],
    ])
  }))

test('steps beyond those remembered end at the oldest', () =>
  withSmallModel(async (context) => {
    const north = await selecting(context, 'Region', 'North')
    const south = await selecting(context, 'Region', 'South')
    const history = { past: [north.selections, south.selections], future: [] }
    for (const [set, expected] of [
      ['$0', 35],
      ['$1', 5],
      ['$2', 30],
      ['$9', 30],
      ['$_9', 35],
    ] as const) {
      expect([set, await total({ ...context, history }, `Sum({${set}} Amt)`)]).toEqual([set, expected])
    }
  }))
