import { expect, test } from 'vitest'
import { rowsBy, selecting, total, withSmallModel } from '../../testing/small-model.js'
import type { EvaluationContext } from '../evaluation.js'
import { noExpressionNames } from '../expansion/expression-names.js'

type Cases = readonly (readonly [expression: string, expected: number | string | null])[]

const expectAll = async (context: EvaluationContext, cases: Cases) => {
  for (const [expression, expected] of cases) {
    expect([expression, await total(context, expression)]).toEqual([expression, expected])
  }
}

test('a set in front reaches to the end of the formula or of its bracket', () =>
  withSmallModel((context) =>
    expectAll(context, [
      ['{<Region={North}>} Sum(Amt) / Count(Amt)', 15],
      ['={<Region={North}>} Sum(Amt)', 30],
      ['({<Region={North}>} Sum(Amt) / Count(Amt)) + Sum(Amt)', 50],
      ['Sum(Amt) + ({<Region={North}>} Sum(Amt))', 65],
      ['{<Region={North}>} (Sum(Amt) - ({1} Sum(Amt))) + Sum(Amt)', 25],
      ['{<Region={North}>} Cust', 'A'],
      ['{<Region={North}>} -Sum(Amt)', -30],
      ['If({<Region={North}>} Sum(Amt) > 0, Sum(Amt), 0) + Sum(Amt)', 65],
      ['RangeSum(0, {<Region={North}>} Sum(Amt), Sum(Amt))', 65],
      ['{<Region={North}>} RangeSum(0, Sum(Amt), Sum(Amt))', 60],
      ['{<Region={North}>} Sum(TOTAL Amt)', 30],
    ]),
  ))

test('a set inside an aggregation is applied on top of the one in front, but for one that starts anew', () =>
  withSmallModel((context) =>
    expectAll(context, [
      ['{<Region={North}>} Sum({<Item={nut}>} Qty)', 6],
      ['{<Region={North}>} Sum({} Qty)', 7],
      ['{<Region={North}>} Sum({1} Qty)', 15],
      ['{<Region={North}>} Sum({$<Item={nut}>} Qty)', 7],
      ['{<Item={nut}>} Sum({<Item={cog}>} Qty)', 7],
      ['{<Item={nut}>} Sum({<Item*={cog}>} Qty)', 0],
      ['{<Item={nut}>} Sum({<Item+={cog}>} Qty)', 14],
      ['{<Item={nut}>} Sum({<Item-={cog}>} Qty)', 7],
      ['{<Item={nut}>} Sum({<Item/={nut,bolt}>} Qty)', 1],
      ['{<Item={nut}>} Sum({<Item=>} Qty)', 15],
      ['{<Region={North}>} Sum({<Item={nut}> + 1<Item={cog}>} Qty)', 13],
      ['{1-<Item={nut}>} Sum({<Region={North}>} Qty)', 1],
    ]),
  ))

test('sets in a row are applied one after the other; one that starts anew forgets those before', () =>
  withSmallModel((context) =>
    expectAll(context, [
      ['{<Region={North}>} {<Item={nut}>} Sum(Qty)', 6],
      ['{<Item={nut}>} {<Item+={cog}>} Sum({<Item-={nut}>} Qty)', 7],
      ['{<Region={North}>} {1<Item={nut}>} Sum(Qty)', 7],
      ['{1<Item={nut}>} {<Region={North}>} Sum(Qty)', 6],
      ['If({<Region={North}>} {<Item={nut}>} Sum(Qty) = 6, Sum(Qty))', 6],
      // Within an aggregation the last one alone counts.
      ['Sum({<Region={North}>} {<Item={nut}>} Qty)', 7],
    ]),
  ))

test('what a set in front leaves empty is cleared by the next one, unless it is flagged', () =>
  withSmallModel((context) =>
    expectAll(context, [
      ['{<Item*={Mars}>} {<Region={North}>} Sum(Qty)', 7],
      ['{&<Item*={Mars}>} {<Region={North}>} Sum(Qty)', 0],
      ['{<Item={}>} Sum({<Region={North}>} Qty)', 7],
      ['{& <Item={}>} Sum({<Region={North}>} Qty)', 0],
      ['{<Item={}, Region={North}>} Sum({<OrderID={1}>} Qty)', 3],
      // The last one stays as it is.
      ['{<Item={}>} Sum(Qty)', 0],
      ['{<Region={North}>} {<Item={}>} Sum(Qty)', 0],
      ['{<Region={North}>} Sum({<Item={}>} Qty)', 0],
    ]),
  ))

test('searches and possible values within a set are of the selections, not of the set in front', () =>
  withSmallModel((context) =>
    expectAll(context, [
      ['{<Item={bolt}>} Sum({<Cust={"=Sum(Amt)>29"}>} Qty)', 1],
      ['{<Item={bolt}>} Sum({1<Cust=P(Cust)>} Qty)', 14],
      ['{<Region={North}>} $(=Sum(Amt))', 35],
    ]),
  ))

test('Aggr and what it computes are within the set in front, and what it computes within its own', () =>
  withSmallModel(async (context) => {
    await expectAll(context, [
      ['{<Region={North}>} Sum(Aggr(Sum(Amt), Cust))', 30],
      ['{<Region={North}>} Aggr(Sum(Amt), Cust)', 30],
      ['Sum(Aggr({<Region={North}>} Sum(Amt), Cust))', 30],
      ['Sum(Aggr({<Region={North}>} Sum({<Item={cog}>} Amt), Cust))', 0],
      ['Sum(Aggr({<Region={North}>} Sum({$<Item={cog}>} Amt), Cust))', 5],
      ['Sum({1} Aggr({<Region={North}>} Sum({1} Amt), Cust))', 35],
      ['{<Region={North}>} Sum({1} Aggr(Sum({1} Amt), Cust))', 35],
    ])
    const south = await selecting(context, 'Region', 'South')
    expect(await total(south, '{<Region={North}>} Sum(Aggr(Sum(Amt), Cust))')).toBe(30)
  }))

test('the brackets of Aggr are a scope: sets in them are applied one after the other, in front of what it computes', () =>
  withSmallModel((context) =>
    expectAll(context, [
      ['Sum(Aggr({<Region={North}>} {<Item={nut,cog}>} Sum(Qty), Cust))', 6],
      ['Sum(Aggr(NODISTINCT {<Region={North}>} {<Item={nut,cog}>} Sum(Qty), OrderID))', 8],
      ['Sum(Aggr({<Region={North}>} DISTINCT {<Item={nut,cog}>} Sum(Qty), Cust))', 6],
      ['{<Region={North}>} Sum(Aggr({<Item={nut,cog}>} {<OrderID={1,3}>} Sum(Qty), Cust))', 2],
      ['Sum(Aggr({1-1} {<Item=> / <Item={}>} Sum(Qty), Cust))', 0],
      ['Sum(Aggr({<Region={North}>} {1<Item={nut,cog}>} Sum(Qty), Cust))', 13],
      // What a set leaves empty is cleared by the next one there, too, unless it is flagged.
      ['Sum(Aggr({<Item={}>} Sum({<Region={North}>} Qty), Cust))', 7],
      ['Sum(Aggr({& <Item={}>} Sum({<Region={North}>} Qty), Cust))', 0],
      ['Sum(Aggr({<Item={}>} Sum(Qty), Cust))', 0],
    ]),
  ))

test('master measures are within it, with sets of their own', () =>
  withSmallModel(async (context) => {
    const measures = new Map([
      ['Revenue', 'Sum(Amt)'],
      ['All revenue', 'Sum({1} Amt)'],
      ['Nuts', '{<Item={nut}>} Sum(Qty)'],
    ])
    const names = { ...noExpressionNames, measure: (title: string) => measures.get(title) }
    await expectAll({ ...context, names }, [
      ['{<Region={North}>} [Revenue]', 30],
      ['{<Region={North}>} [Revenue] / [All revenue]', 30 / 35],
      ['{<Region={North}>} Nuts', 6],
      ['({<Region={North}>} Nuts) + Nuts', 13],
    ])
  }))

test('groups of a chart are those of the set in front', () =>
  withSmallModel(async (context) => {
    const south = await selecting(context, 'Region', 'South')
    expect(await rowsBy(south, ['Cust'], '{<Region={North}>} Sum(Amt)')).toEqual([
      ['A', 30],
      ['B', 0],
      ['D', 0],
    ])
  }))

test('what no set is, is said with its place', () =>
  withSmallModel(async (context) => {
    for (const [expression, message] of [
      ['1 + {1} Sum(Amt)', 'A set stands at the beginning of a formula, a bracket or an argument (at character 5)'],
      ['{1}', 'Unexpected the end (at character 4)'],
      ['{Mine} Sum(Amt)', 'There is no alternate state or bookmark Mine (at character 2)'],
      ['{$::Mine} Sum(Amt)', 'There is no bookmark Mine (at character 5)'],
      ['{State::Mine} Sum(Amt)', 'There is no alternate state State'],
      ['Sum({<Item=State::Item>} Qty)', 'There is no alternate state State (at character 12)'],
      ['{&$ &} 1', 'Expected } but found & (at character 5)'],
    ] as const) {
      expect(await total(context, expression)).toContain(`error: ${message}`)
    }
    expect(await total(context, `${'{1}'.repeat(200)} Sum(Amt)`)).toContain('nested too deeply')
  }))

test('numbers and words that are written together are one value', () =>
  withSmallModel((context) =>
    expectAll(context, [
      ["Sum({<OrderID={'0x1'}>} Qty)", 0],
      ['Sum({<OrderID={0x1}>} Qty)', 0],
      ["Sum({<OrderID={'1e0'}>} Qty)", 3],
      ["Sum({<OrderID={' 1 '}>} Qty)", 3],
      ["Sum({<OrderID={'Infinity'}>} Qty)", 0],
      ['Sum({<Item={1nut, nut}>} Qty)', 7],
      ['Sum({<Cust={"=Sum({<OrderID={0x1}>} Qty)=0"}>} Amt)', 35],
    ]),
  ))
