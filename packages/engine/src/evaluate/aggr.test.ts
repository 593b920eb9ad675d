import { expect, test } from 'vitest'
import { rowsBy, selecting, total, withSmallModel } from '../testing/small-model.js'

test('Aggr is a table of its own, over which the aggregation around it runs', () =>
  withSmallModel(async (context) => {
    for (const [expression, expected] of [
      ['Sum(Aggr(Sum(Amt), Cust))', 35],
      ['Max(Aggr(Sum(Amt), Cust))', 30],
      ['Avg(Aggr(Sum(Qty), Cust, Item))', 14 / 3],
      ['Count(Aggr(Sum(Amt), Cust))', 4],
      ['Count(DISTINCT Aggr(If(Sum(Amt) > 7, 1, 0), Cust))', 2],
      ["Concat(Aggr(Cust & Sum(Amt), Cust), ',')", 'A30,B5,C0,D0'],
      ['Count(DISTINCT If(Aggr(Sum(Amt), Cust) > 4, Cust))', 2],
      ["Concat(If(Aggr(Sum(Amt), Cust) > 4, Cust), ',')", 'A,B'],
      ['Sum(If(Aggr(Sum(Amt), Cust) > 7, 1, 0))', 1],
      ['Aggr(Sum(Amt), Cust)', null],
      ['Aggr(Sum({1<Cust={A}>} Amt), Region)', null],
      ['Max(Aggr(Sum(Aggr(Sum(Qty), OrderID)), Cust))', 7],
      ['Median(Aggr(Sum(Amt), OrderID))', 5],
      ['Sum(Aggr(Sum(Amt) / Sum(TOTAL Amt), Cust))', 1],
      ['Sum(Aggr(Month(Max(Day)), Cust))', 6],
    ] as const) {
      expect([expression, await total(context, expression)]).toEqual([expression, expected])
    }
  }))

test('the dimensions of the chart group its rows, directly or by what they are associated with', () =>
  withSmallModel(async (context) => {
    expect(await rowsBy(context, ['Cust'], 'Max(Aggr(Sum(Qty), Cust, Item))', 'Sum(Aggr(Sum(Qty), Cust))')).toEqual([
      ['A', 6, 7],
      ['B', 7, 7],
      ['C', null, 0],
      ['D', null, 0],
    ])
    expect(await rowsBy(context, ['Region'], 'Sum(Aggr(Sum(Amt), Cust))', 'Max(Aggr(Sum(Amt), OrderID))')).toEqual([
      ['North', 30, 20],
      ['South', 5, 5],
      [null, 0, 0],
    ])
    expect(
      await rowsBy(context, ['Cust'], 'Sum(TOTAL Aggr(Sum(Amt), Cust))', 'Sum(Amt) / Max(TOTAL Aggr(Sum(Amt), Cust))'),
    ).toEqual([
      ['A', 35, 1],
      ['B', 35, 5 / 30],
      ['C', 35, 0],
      ['D', 35, 0],
    ])
  }))

test('the set of Aggr decides on records, that of the aggregation around it on rows of Aggr', () =>
  withSmallModel(async (context) => {
    const south = await selecting(context, 'Region', 'South')
    for (const [expression, expected] of [
      ['Sum({1} Aggr(Sum({1} Amt), Cust))', 35],
      ['Sum(Aggr(Sum({1} Amt), Cust))', 5],
      ['Sum({1} Aggr(Sum(Amt), Cust))', 5],
      ['Sum(Aggr({1} Sum(Amt), Cust))', 5],
      ['Sum({1} Aggr({1} Sum(Amt), Cust))', 35],
      ['Max({1<Region={North}>} Aggr({1} Sum(Amt), Cust))', 30],
    ] as const) {
      expect([expression, await total(south, expression)]).toEqual([expression, expected])
    }
  }))

test('what Aggr cannot do is said', () =>
  withSmallModel(async (context) => {
    for (const [expression, message] of [
      ['Sum(Aggr(Sum(Amt)))', 'Aggr is called as Aggr(expression, field[, field ...])'],
      ['Sum(Aggr(Sum(Amt), Year(Day)))', 'A dimension of Aggr has to be a field'],
      ['Sum(Aggr(Sum(Amt), Cust) * Qty)', '[Qty] is no dimension of the Aggr that Sum runs over'],
      ['Sum(Aggr(Sum(Amt), Cust) + Aggr(Sum(Amt), Item))', 'Sum can run over one Aggr only'],
      ['Sum(Aggr(Sum(Amt), Custo))', 'There is no field [Custo]; did you mean [Cust]?'],
      ['Sum(Aggr(Sum(Sum(Amt)), Cust))', 'Sum cannot be nested in Sum'],
    ] as const) {
      expect(await total(context, expression)).toContain(message)
    }
  }))
