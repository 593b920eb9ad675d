import { expect, test } from 'vitest'
import { rowsBy, selecting, total, withSmallModel } from '../../testing/small-model.js'

test.each([
  ['Sum([=Amt * 2])', 70],
  ['Sum([=[=[=Amt]]]]]]])', 35],
  ['Count(DISTINCT [=Month(Day)])', 3],
  ['Concat(DISTINCT [=Left(Item, 1)], ",")'.replaceAll('"', "'"), 'b,c,n'],
  // Outside of an aggregation it is its one value, as a field is.
  ['[=Month(Day)]', null],
  ['[=Year(Day)]', 2024],
  ['Max(Aggr(Sum(Qty), [=[Item]]]))', 7],
  ['Sum(TOTAL <[=Item]> Qty)', 15],
])('[=expression] stands for its value in each record: %s', (formula, result) =>
  withSmallModel(async (context) => {
    const found = await total(context, formula)
    expect(typeof result === 'number' ? Number(found) : found).toBe(result)
  }),
)

test('[=expression] is computed in the records of each row', () =>
  withSmallModel(async (context) => {
    expect(await rowsBy(context, ['Cust'], 'Count(DISTINCT [=Month(Day)])', '[=Month(Day)]')).toEqual([
      ['A', 2, null],
      ['B', 1, 'Jan'],
      ['C', 1, 'Mar'],
      ['D', 0, null],
    ])
  }))

test.each([
  ['Sum({<[=Month(Day)]={Jan}>} Amt)', 15],
  ['Sum({<[=Month(Day)]={jan}>} Amt)', 15],
  ["Sum({<[=Month(Day)]={'jan'}>} Amt)", 0],
  ["Sum({<[=Month(Day)]={'Feb', 'Mar'}>} Amt)", 20],
  ['Sum({<[=Year(Day)]={2024}>} Amt)', 35],
  ['Sum({<[=Year(Day)]={2023}>} Amt)', 0],
  ['Sum({<[=Month(Day)]={"J*"}>} Amt)', 15],
  ['Sum({<[=Day(Day)]={">=6"}>} Amt)', 5],
  ['Sum({<[=Day(Day)]={">5<=10"}>} Amt)', 5],
  ['Sum({<[=Day(Day)]={">5<10"}>} Amt)', 0],
  ['Sum({<[=Left(Item, 1)]-={n}>} Qty)', 8],
  ["Sum({<[=Left(Item, 1)]={b, n} - {'n'}>} Qty)", 1],
  ['Sum({<[=Month(Day)]={}>} Amt)', 0],
  ['Sum({<[=Month(Day)]=>} Amt)', 35],
  ['Sum({<Cust=P({1<[=Left(Item, 1)]={b}>} Cust)>} Qty)', 7],
  ['Sum({<[=[Cust]]]={A}>} Amt)', 30],
])('a set selects in what a calculated field is made of: %s', (formula, result) =>
  withSmallModel(async (context) => {
    expect(Number(await total(context, formula))).toBe(result)
  }),
)

test.each([
  ['Sum({<[=Month(Day)]=P()>} Amt)', 35],
  ['Sum({<[=Month(Day)]=P({1<Cust={B}>} [=Month(Day)])>} Amt)', 15],
  ['Sum({<[=Month(Day)]=P({1<Cust={B}>})>} Amt)', 15],
  ['Sum({<[=Month(Day)]=E({1<Cust={B}>})>} Amt)', 20],
  ['Sum({<[=Month(Day)]=P({1<Cust={B}>}) + {Feb}>} Amt)', 35],
  ['Sum({<[=Left(Item, 1)]=P({1<OrderID={1}>}) - {b}>} Qty)', 7],
  ['Sum({<[=Left(Item, 1)]-=P({1<OrderID={1}>})>} Qty)', 7],
  ['Sum({<[=Len(Item)]=P({1<OrderID={3}>} OrderID)>} Qty)', 14],
  ['Sum({<[=Left(Cust, 1)]=P({1<Region={South}>} Cust)>} Amt)', 5],
  // Compared by number, and by the text of a dual.
  ['Sum({<[=Year(Day)]=P({1} [=Num(Year(Day))])>} Amt)', 35],
  ["Sum({<[=Day(Day) & '']=P({1<Cust={B}>} [=Day(Day)])>} Amt)", 5],
])('a set selects in a calculated field what P, E or a field name: %s', (formula, result) =>
  withSmallModel(async (context) => {
    expect(Number(await total(context, formula))).toBe(result)
    expect(Number(await total({ ...context, heldValues: 0 }, formula))).toBe(result)
  }),
)

test('what is selected elsewhere names values of a calculated field', () =>
  withSmallModel(async (context) => {
    const byOrder = await selecting(context, 'OrderID', '3')
    expect(await total(byOrder, 'Sum({1<[=Len(Item)]=OrderID>} Qty)')).toBe(14)
    expect(await total(context, 'Sum({1<[=Len(Item)]=OrderID>} Qty)')).toBe(15)
    const ofB = await selecting(context, 'Cust', 'B')
    expect(await total(ofB, 'Sum({1<[=Month(Day)]=P()>} Amt)')).toBe(15)
    expect(await total(ofB, 'Sum({1<[=Month(Day)]=E()>} Amt)')).toBe(20)
  }))

test('a set finds values of a calculated field that the selections exclude', () =>
  withSmallModel(async (context) => {
    const feb = await selecting(context, 'Amt', '20')
    expect(await total(feb, 'Sum({1<[=Month(Day)]={Jan}>} Amt)')).toBe(15)
    expect(await total(feb, 'Sum({<[=Month(Day)]={Jan}>} Amt)')).toBe(0)
    expect(await total(feb, 'Sum({<Amt=, [=Month(Day)]={Jan}>} Amt)')).toBe(15)
  }))

test.each([
  ['Sum({<[=Cust & Day]={x}>} Amt)', 'calculated from several fields'],
  ["Sum({<[='x']={x}>} Amt)", 'calculated from no field'],
  ['Sum({<[=Aggr(Sum(Amt), Cust)]={30}>} Amt)', 'calculated from an Aggr'],
  ['Sum({<[=Sum(Amt)]={30}>} Amt)', 'cannot be nested in a calculated field of a set'],
  ['Sum({<[=Month(Day)]={"=Sum(Amt)>3"}>} Amt)', 'not searched by an expression'],
  ['Sum([=Foo(Amt)])', 'in [=Foo(Amt)]: There is no function Foo'],
  [`Sum({<Cust={"=ValueList('a', 'b') = 'a'"}>} Amt)`, 'has no value in a search'],
])('what cannot be is told: %s', (formula, message) =>
  withSmallModel(async (context) => {
    expect(await total(context, formula)).toContain(message)
  }),
)
