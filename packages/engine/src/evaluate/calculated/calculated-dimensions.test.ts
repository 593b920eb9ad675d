import { describe, expect, test } from 'vitest'
import { selecting, withSmallModel } from '../../testing/small-model.js'
import { evaluateHypercube } from '../evaluate-hypercube.js'
import type { EvaluationContext, HypercubeRequest, SortCriteria } from '../evaluation.js'

const evaluate = async (context: EvaluationContext, request: Partial<HypercubeRequest>) => {
  const outcome = await evaluateHypercube(context, { dimensions: [], measures: [], ...request })
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
  return outcome.cube
}

/** Rows in the order of the first column's texts, missing values last. */
const rows = async (
  context: EvaluationContext,
  definitions: readonly string[],
  expressions: readonly string[] = [],
  sort: SortCriteria = { byAscii: 1 },
) => {
  const cube = await evaluate(context, {
    dimensions: definitions.map((definition) => ({ definition, sort })),
    measures: expressions.map((expression) => ({ expression })),
  })
  return (await cube.page(0, 100)).map((row) => row.map((cell) => cell.text ?? cell.num))
}

const errorOf = async (context: EvaluationContext, definition: string, ...expressions: string[]) => {
  const outcome = await evaluateHypercube(context, {
    dimensions: [{ definition }],
    measures: expressions.map((expression) => ({ expression })),
  })
  return outcome.ok ? undefined : outcome.errors[0]?.message
}

describe('a calculated dimension groups rows by what an expression makes of them', () => {
  test('of one field', () =>
    withSmallModel(async (context) => {
      expect(await rows(context, ['=Month(Day)'], ['Sum(Amt)', 'Count(Item)'])).toEqual([
        ['Feb', 20, 1],
        ['Jan', 15, 3],
        ['Mar', 0, 0],
        [null, 0, 1],
      ])
      expect(await rows(context, ["If(Region = 'North', 'up', 'down')"], ['Sum(Amt)', 'Sum(Qty)'])).toEqual([
        ['down', 5, 8],
        ['up', 30, 7],
      ])
      expect(await rows(context, ['[=Left(Item, 1)]'], ['Sum(Qty)', 'Sum(Amt)'])).toEqual([
        ['b', 1, 10],
        ['c', 7, 5],
        ['n', 7, 30],
        [null, 0, 0],
      ])
    }))

  test('of several fields, also of several tables', () =>
    withSmallModel(async (context) => {
      expect(await rows(context, ["=Cust & '-' & Region"], ['Sum(Amt)'])).toEqual([
        ['A-North', 30],
        ['B-South', 5],
        ['C-', 0],
        ['D-South', 0],
      ])
      expect(await rows(context, ["=If(Item = 'nut' and Amt > 15, 'large nut', 'other')"], ['Sum(Qty)'])).toEqual([
        ['large nut', 4],
        ['other', 11],
      ])
    }))

  test('beside fields and other calculated ones', () =>
    withSmallModel(async (context) => {
      expect(await rows(context, ['Region', '=Month(Day)'], ['Sum(Amt)'])).toEqual([
        ['North', 'Feb', 20],
        ['North', 'Jan', 10],
        ['South', 'Jan', 5],
        ['South', null, 0],
        [null, 'Mar', 0],
      ])
      expect(await rows(context, ['=Month(Day)', '=Len(Item)'], ['Sum(Qty)'])).toEqual([
        ['Feb', '3', 4],
        ['Jan', '3', 9],
        ['Jan', '4', 1],
        ['Mar', '0', 0],
        [null, '3', 1],
      ])
    }))
})

describe('its Aggr', () => {
  test('gives every row the value of its own dimensions', () =>
    withSmallModel(async (context) => {
      expect(
        await rows(context, ["=Aggr(If(Sum(Amt) > 15, 'big', 'small'), Cust)"], ['Count(DISTINCT Cust)', 'Sum(Amt)']),
      ).toEqual([
        ['big', 1, 30],
        ['small', 3, 5],
      ])
      expect(
        await rows(context, ['=Class(Aggr(Sum(Qty), Item), 5)'], ['Count(DISTINCT Item)', 'Sum(Qty)'], {
          byNumeric: 1,
        }),
      ).toEqual([
        ['0 <= x < 5', 1, 1],
        ['5 <= x < 10', 2, 14],
      ])
      expect(await rows(context, ["=If(Aggr(Sum(Amt), Cust) > 4, Cust, 'others')"], ['Sum(Amt)'])).toEqual([
        ['A', 30],
        ['B', 5],
        ['others', 0],
      ])
      expect(await rows(context, ['=Aggr(Sum(Qty), Cust, Item)'], ['Sum(Qty)', 'Sum(Amt)'], { byNumeric: 1 })).toEqual([
        ['1', 1, 10],
        ['6', 6, 30],
        ['7', 7, 5],
        [null, 1, 0],
      ])
    }))

  test('is computed under the selections and its own set, whatever set a measure has', () =>
    withSmallModel(async (context) => {
      const size = "Aggr(If(Sum(Amt) > 15, 'big', 'small'), Cust)"
      const cog = await selecting(context, 'Item', 'cog')
      expect(await rows(cog, [`=${size}`], ['Sum(Amt)', 'Sum({1} Amt)'])).toEqual([
        ['small', 5, 5],
        [null, 0, 30],
      ])
      expect(await rows(cog, ["=Aggr({1} If(Sum(Amt) > 15, 'big', 'small'), Cust)"], ['Sum({1} Amt)'])).toEqual([
        ['big', 30],
        ['small', 5],
      ])
      expect(await rows(context, ["=Aggr(Sum({<Item={'nut'}>} Qty), Cust)"], ['Sum(Qty)'], { byNumeric: 1 })).toEqual([
        ['0', 7],
        ['6', 7],
        [null, 1],
      ])
    }))

  test('stands beside another, and beside an Aggr in a measure', () =>
    withSmallModel(async (context) => {
      expect(
        await rows(
          context,
          ["=Aggr(Sum(Amt), Cust) & '/' & Aggr(Sum(Qty), Cust)"],
          ['Sum(Aggr(Sum(Qty), Cust))', 'Max(Aggr(Sum(Amt), OrderID))'],
        ),
      ).toEqual([
        ['/', 0, 0],
        ['0/0', 0, 0],
        ['30/7', 7, 20],
        ['5/7', 7, 5],
      ])
    }))
})

describe('the order of its values', () => {
  const dimension = "=If(Item = 'nut', Dual('nuts', 3), If(Item = 'bolt', Dual('Bolts', 1), Dual('cogs', 2)))"
  const ordered = async (context: EvaluationContext, sort?: SortCriteria) => {
    const cube = await evaluate(context, {
      dimensions: [{ definition: dimension, ...(sort ? { sort } : {}) }],
      measures: [{ expression: 'Sum(Qty)', sortByNumeric: 0 }],
    })
    return (await cube.page(0, 9)).map(([cell]) => cell?.text)
  }

  test.each<[string, SortCriteria | undefined, readonly string[]]>([
    ['number', { byNumeric: 1 }, ['Bolts', 'cogs', 'nuts']],
    ['number, descending', { byNumeric: -1 }, ['nuts', 'cogs', 'Bolts']],
    ['text', { byAscii: 1 }, ['Bolts', 'cogs', 'nuts']],
    ['text, descending', { byAscii: -1 }, ['nuts', 'cogs', 'Bolts']],
    ['load order', { byLoadOrder: 1 }, ['nuts', 'Bolts', 'cogs']],
    ['load order, reversed', { byLoadOrder: -1 }, ['cogs', 'Bolts', 'nuts']],
    ['nothing', undefined, ['nuts', 'Bolts', 'cogs']],
    ['no criterion', {}, ['nuts', 'Bolts', 'cogs']],
    ['frequency', { byFrequency: -1 }, ['nuts', 'Bolts', 'cogs']],
    ['an expression', { byExpression: { expression: 'Sum(Amt)', direction: 1 } }, ['cogs', 'Bolts', 'nuts']],
  ])('%s', (_, sort, expected) =>
    withSmallModel(async (context) => {
      expect(await ordered(context, sort)).toEqual(expected)
    }),
  )
})

describe('its facts', () => {
  const factsOf = async (context: EvaluationContext, definition: string) =>
    (await evaluate(context, { dimensions: [{ definition }] })).dimensions[0]

  test('come from its values', () =>
    withSmallModel(async (context) => {
      expect(await factsOf(context, '=Month(Day)')).toMatchObject({
        field: 'Day',
        calculated: true,
        cardinality: 3,
        hypercubeCardinality: 3,
        min: 1,
        max: 3,
        maxGlyphCount: 3,
        numeric: true,
        tags: ['$numeric', '$integer'],
        stateCounts: { possible: 3, excluded: 0 },
      })
      expect(await factsOf(context, '=Left(Region, 2)')).toMatchObject({
        min: null,
        max: null,
        numeric: false,
        tags: ['$ascii', '$text'],
      })
      expect(await factsOf(context, '=Qty / 4')).toMatchObject({ tags: ['$numeric'], min: 0.25, max: 1.75 })
    }))

  test('element numbers do not hang on selections, and other values have others', () =>
    withSmallModel(async (context) => {
      const elements = async (made: EvaluationContext, definition: string) =>
        new Map(
          (await (await evaluate(made, { dimensions: [{ definition }] })).page(0, 9)).map(([cell]) => [
            cell?.text,
            cell?.elem,
          ]),
        )
      const all = await elements(context, '=Month(Day)')
      expect(all).toEqual(
        new Map([
          ['Jan', 0],
          ['Feb', 1],
          ['Mar', 2],
        ]),
      )
      const feb = await elements(await selecting(context, 'Amt', '20'), '=Month(Day)')
      expect(feb).toEqual(new Map([['Feb', 1]]))
      const sums = '=Aggr(Sum(Qty), Cust)'
      const before = await elements(context, sums)
      const after = await elements(await selecting(context, 'Item', 'bolt'), sums)
      const known = new Set(before.values())
      expect(after.size).toBe(1)
      expect(known.has(after.get('1'))).toBe(false)
      expect(after).toEqual(await elements(await selecting(context, 'Item', 'bolt'), sums))
    }))
})

describe('what is refused, in its column', () => {
  test('an aggregation outside Aggr, a field that there is not, tables that are not associated', () =>
    withSmallModel(async (context) => {
      expect(await errorOf(context, '=Sum(Amt)')).toContain('Sum cannot be nested in a dimension outside Aggr')
      expect(await errorOf(context, '=Left(Regoin, 1)')).toContain('did you mean [Region]?')
    }))
})
