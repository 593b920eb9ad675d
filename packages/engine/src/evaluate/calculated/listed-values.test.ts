import { describe, expect, test } from 'vitest'
import { withSmallModel } from '../../testing/small-model.js'
import { evaluateHypercube } from '../evaluate-hypercube.js'
import { evaluateListObject } from '../evaluate-list-object.js'
import type { EvaluationContext, SortCriteria } from '../evaluation.js'

const cubeOf = async (
  context: EvaluationContext,
  definitions: readonly string[],
  expressions: readonly string[],
  sort?: SortCriteria,
) => {
  const outcome = await evaluateHypercube(context, {
    dimensions: definitions.map((definition) => ({ definition, ...(sort ? { sort } : {}) })),
    measures: expressions.map((expression) => ({ expression })),
  })
  if (!outcome.ok) throw new Error(outcome.errors[0]?.message)
  return outcome.cube
}

const rows = async (...[context, definitions, expressions, sort]: Parameters<typeof cubeOf>) =>
  (await (await cubeOf(context, definitions, expressions, sort)).page(0, 200)).map((row) =>
    row.map((cell) => cell.text ?? cell.num),
  )

describe('listed values are a dimension without a table', () => {
  test('each has a row, in the order of the list, in which the list stands for it', () =>
    withSmallModel(async (context) => {
      const list = "ValueList('sum', 'count', 'average')"
      expect(
        await rows(
          context,
          [`=${list}`],
          [
            `If(${list} = 'sum', Sum(Amt), If(${list} = 'count', Count(Item), Avg(Amt)))`,
            `${list} & '!'`,
            'Sum(TOTAL Amt)',
          ],
        ),
      ).toEqual([
        ['sum', 35, 'sum!', 35],
        ['count', 5, 'count!', 35],
        ['average', 35 / 3, 'average!', 35],
      ])
      expect(await rows(context, [list], [`Pick(Match(${list}, 'sum', 'count'), 1, 2)`], { byLoadOrder: -1 })).toEqual([
        ['average', null],
        ['count', 2],
        ['sum', 1],
      ])
      expect(await rows(context, [list], [], { byAscii: 1 })).toEqual([['average'], ['count'], ['sum']])
      expect(
        (await cubeOf(context, [list], [`${list} & '!'`, 'Sum(Amt)'])).grandTotal.map(({ num, text }) => text ?? num),
      ).toEqual(['!', 35])
    }))

  test('a loop, up and down, with fractions', () =>
    withSmallModel(async (context) => {
      expect(
        await rows(context, ['=ValueLoop(1, 5, 2)'], ['ValueLoop(1, 5, 2) * 10', 'Sum(Amt) / ValueLoop(1,5,2)']),
      ).toEqual([
        ['1', 10, 35],
        ['3', 30, 35 / 3],
        ['5', 50, 7],
      ])
      expect(await rows(context, ['=ValueLoop(3, 1, -1)'], [])).toEqual([['3'], ['2'], ['1']])
      expect(await rows(context, ['=ValueLoop(0, 0.3, 0.1)'], [])).toEqual([['0'], ['0.1'], ['0.2'], ['0.3']])
      expect(await rows(context, ['=ValueLoop(-1)'], [])).toEqual([['-1']])
      expect(await rows(context, ['=ValueLoop(1, 3, -1)'], ['Sum(Amt)'])).toEqual([])
      expect(await rows(context, ['=ValueLoop(1, 3, 0)'], ['Sum(Amt)'])).toEqual([])
      expect(await rows(context, ['=Chr(64 + ValueLoop(1, 3))'], ['Sum(Amt)'], { byAscii: -1 })).toEqual([
        ['C', 35],
        ['B', 35],
        ['A', 35],
      ])
    }))

  test('numbers and texts together, each once', () =>
    withSmallModel(async (context) => {
      expect(await rows(context, ["=ValueList('b', 2, 'a', 10, 2)"], ["ValueList('b', 2, 'a', 10, 2)"])).toEqual([
        ['b', 'b'],
        ['2', '2'],
        ['a', 'a'],
        ['10', '10'],
      ])
    }))

  test('beside fields each value meets each; an expression of no field at all is one value', () =>
    withSmallModel(async (context) => {
      const list = "ValueList('sum', 'count')"
      expect(
        await rows(context, ['Region', list], [`If(${list} = 'sum', Sum(Amt), Count(Amt))`], { byAscii: 1 }),
      ).toEqual([
        ['North', 'count', 2],
        ['North', 'sum', 30],
        ['South', 'count', 1],
        ['South', 'sum', 5],
        [null, 'count', 0],
        [null, 'sum', 0],
      ])
      expect(await rows(context, ["='all'"], ['Sum(Amt)'])).toEqual([['all', 35]])
      expect(await rows(context, ['=1 + 1', 'Region'], ['Sum(Amt)'], { byAscii: 1 })).toEqual([
        ['2', 'North', 30],
        ['2', 'South', 5],
        ['2', null, 0],
      ])
    }))

  test('numbers of elements are places in the list; all are possible', () =>
    withSmallModel(async (context) => {
      const cube = await cubeOf(context, ["ValueList('x', 'a')"], [])
      expect((await cube.page(0, 9)).map(([cell]) => [cell?.text, cell?.elem])).toEqual([
        ['x', 0],
        ['a', 1],
      ])
      expect(cube.dimensions[0]).toMatchObject({ field: null, cardinality: 2, stateCounts: { possible: 2 } })
      expect(cube.dimensions[0]?.unselectable).toBeUndefined()
      const list = await evaluateListObject(context, { definition: '=ValueLoop(1, 3)' })
      if (!list.ok) throw new Error('no list')
      expect(list.list.page(0, 9).map(({ text, state }) => [text, state])).toEqual([
        ['1', 'O'],
        ['2', 'O'],
        ['3', 'O'],
      ])
    }))

  test.each([
    ['=ValueLoop(1, 20000)', [], 'ValueLoop has 20,000 values, and at most 10,000 are listed'],
    ['=ValueLoop(1, 1e300)', [], 'are listed'],
    ["=ValueLoop('a', 2)", [], 'ValueLoop runs over numbers'],
    ['=ValueList()', [], 'ValueList is called as ValueList(value[, value ...])'],
    ['=ValueLoop(1, 2, 3, 4)', [], 'ValueLoop is called as ValueLoop(from[, to[, step]])'],
    ['=ValueList(Amt)', [], 'have to be numbers or texts, written in the expression'],
    ["=ValueList('a') & Cust", [], 'stand in a dimension without any field'],
    ["=Aggr(ValueList('a'), Cust)", [], 'ValueList has no value in the table that Aggr makes'],
    ['Cust', ["ValueList('a', 'b')"], "ValueList('a', 'b') is no dimension of this chart"],
    ["=ValueList('a')", ["ValueList('a', 'b')"], "ValueList('a', 'b') is no dimension of this chart"],
    [
      "=ValueList('a')",
      ["Sum(If(ValueList('a') = 'a', Amt))"],
      'ValueList has no value in the records that Sum runs over',
    ],
  ] as const)('%s with %j is refused', (definition, expressions, message) =>
    withSmallModel(async (context) => {
      await expect(cubeOf(context, [definition], expressions)).rejects.toThrow(message)
    }),
  )
})
