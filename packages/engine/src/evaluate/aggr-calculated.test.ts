import { expect, test } from 'vitest'
import { contextOf, withSnapshot } from '../testing/app-folder.js'
import { rowsBy, selecting, smallModel, total, withSmallModel } from '../testing/small-model.js'

test('Aggr is grouped by what an expression makes of each row', () =>
  withSmallModel(async (context) => {
    for (const [expression, expected] of [
      ['Sum(Aggr(Sum(Amt), [=Month(Day)]))', 35],
      ['Max(Aggr(Sum(Amt), [=Month(Day)]))', 20],
      ['Count(Aggr(Sum(Amt), [=Month(Day)]))', 3],
      ["Concat(Aggr(Left(Item, 1) & Sum(Qty), [=Left(Item, 1)]), ',')", 'b1,c7,n7'],
      ["Concat(Aggr(Sum(Qty), [=If(Item = 'nut', 'N', 2)]), ',')", '7,8'],
      ['Max(Aggr(Sum(Qty), [=Cust & Item]))', 7],
      ['Count(Aggr(Sum(Qty), [=Cust & Item]))', 6],
      ['Max(Aggr(Sum(Qty), [=Month(Day)], Item))', 7],
      ['Sum({<Item={nut}>} Aggr(Sum(Qty), [=Month(Day)]))', 14],
      ['Max(Aggr(Sum({<Item={nut}>} Qty), [=Month(Day)]))', 4],
      ['Max(Aggr(Sum(Aggr(Sum(Qty), [=Month(Day)])), Region))', 14],
      // The month of a customer that has no order is missing: no group.
      ['Count(Aggr(Count(Cust), [=Month(Day)]))', 3],
      ['Max(Aggr(Only([=Month(Day)]), [=Month(Day)]))', 3],
      // Of an expression that is a field and nothing else, the field.
      ['Max(Aggr(Sum(Amt), [=Cust]))', 30],
      ['Max(Aggr(Sum(Amt), [=[Cust]]]))', 30],
    ] as const) {
      expect([expression, await total(context, expression)]).toEqual([expression, expected])
    }
  }))

test('the same expression as a dimension of the chart groups its rows', () =>
  withSmallModel(async (context) => {
    expect(
      await rowsBy(
        context,
        ['=Month(Day)'],
        'Max(Aggr(Sum(Amt), [=Month(Day)], Cust))',
        'Sum(Aggr(Sum(Qty), [=Month(Day)]))',
        'Sum(Aggr(NODISTINCT Sum(Qty), [=Month(Day)]))',
      ),
    ).toEqual([
      ['Feb', 20, 4, 4],
      ['Jan', 10, 10, 30],
      ['Mar', 0, 0, 0],
    ])
    expect(await rowsBy(context, ['=Month(Day)', 'Cust'], 'Sum(Aggr(Sum(Qty), [=Month(Day)]))')).toEqual([
      ['Feb', 'A', 4],
      ['Jan', 'A', 10],
      ['Jan', 'B', 0],
      ['Mar', 'C', 0],
      [null, 'D', 0],
    ])
    expect(await rowsBy(context, ['Region'], "Concat(Aggr(Sum(Qty), [=If(Item = 'nut', 'N', 2)]), ',')")).toEqual([
      // The first record of either value is an order of North.
      ['North', '7,8'],
      ['South', null],
    ])
  }))

test('dimensions are made of an Aggr by an expression', () =>
  withSmallModel(async (context) => {
    expect(await rowsBy(context, ['=Aggr(Sum(Amt), [=Month(Day)])'], 'Count(OrderID)')).toEqual([
      ['0', 1],
      ['15', 2],
      ['20', 1],
    ])
    expect(await rowsBy(context, ["=Aggr(If(Sum(Qty) > 7, 'many', 'few'), [=Left(Item, 1)])"], 'Sum(Qty)')).toEqual([
      ['few', 15],
    ])
    expect(await rowsBy(context, ["=Aggr(Sum(Qty), [=If(Item = 'nut', 'N', 2)])"], 'Sum(Qty)')).toEqual([
      ['7', 7],
      ['8', 8],
    ])
  }))

test('TOTAL keeps what an expression groups by', () =>
  withSmallModel(async (context) => {
    expect(
      await rowsBy(context, ['=Month(Day)', 'Item'], 'Sum(TOTAL <[=Month(Day)]> Qty)', 'Sum(TOTAL <Item> Qty)'),
    ).toEqual([
      ['Feb', 'nut', 4, 7],
      ['Jan', 'bolt', 10, 1],
      ['Jan', 'cog', 10, 7],
      ['Jan', 'nut', 10, 7],
      ['Mar', null, 0, 0],
      [null, 'nut', 1, 7],
    ])
    // One that is no dimension of the chart has no effect.
    expect(await rowsBy(context, ['Item'], 'Sum(TOTAL <[=Month(Day)]> Qty)')).toEqual([
      ['bolt', 15],
      ['cog', 15],
      ['nut', 15],
    ])
  }))

test('its rows follow each other by the sort type, else by the first rows of the values', () =>
  withSmallModel(async (context) => {
    for (const [dimension, expected] of [
      ['[=Month(Day)]', 'Jan1,Feb2,Mar3'],
      ['([=Month(Day)], (NUMERIC, DESCENDING))', 'Mar1,Feb2,Jan3'],
      ['([=Month(Day)], (TEXT, ASCENDING))', 'Feb1,Jan2,Mar3'],
      ['([=Month(Day)], (LOAD_ORDER, REVERSE))', 'Mar1,Feb2,Jan3'],
      ["([=If(Item = 'nut', 2, 1)], (FREQUENCY, DESCENDING))", '21,12'],
      ["[=If(Item = 'nut', 2, 1)]", '21,12'],
    ] as const) {
      const value = dimension.match(/\[=(.*?)\]/)?.[1]
      const expression = `Concat(Aggr(Only(${value}) & RowNo(), ${dimension}), ',')`
      const shown = await total(context, expression)
      expect([dimension, String(shown).split(',').sort()]).toEqual([dimension, expected.split(',').sort()])
    }
  }))

test('what a person may not see is in no group', () =>
  withSnapshot(
    `${smallModel}; CREATE TABLE "SECTION_ACCESS" AS SELECT * FROM (VALUES ('USER', 'N', 'SOUTH')) t("ACCESS", "USERID", "Region")`,
    async (snapshot) => {
      const context = await contextOf(snapshot, 'n')
      expect(await total(context, 'Sum({1} Aggr(Sum({1} Amt), [=Month(Day)]))')).toBe(5)
      expect(await total(context, "Concat({1} Aggr(Only({1} [=Month(Day)]), [=Month(Day)]), ',')")).toBe('Jan')
      expect(await rowsBy(context, ['Cust'], 'Sum({1} TOTAL <[=Month(Day)]> Qty)')).toEqual([
        ['B', 7],
        ['D', 7],
      ])
    },
  ))

test('selections decide which rows are grouped', () =>
  withSmallModel(async (context) => {
    const nut = await selecting(context, 'Item', 'nut')
    expect(await total(nut, 'Max(Aggr(Sum(Qty), [=Month(Day)]))')).toBe(4)
    expect(await total(nut, 'Count(Aggr(Sum(Qty), [=Month(Day)]))')).toBe(2)
  }))

test.each([
  [
    'Sum(Aggr(Sum(Amt), Month(Day)))',
    'A dimension of Aggr has to be a field, or an expression written as [=expression]',
  ],
  [
    'Sum(Aggr(Sum(Amt), [=Sum(Amt)]))',
    'in [=Sum(Amt)]: Sum cannot be nested in a calculated dimension (at character 1)',
  ],
  ['Sum(Aggr(Sum(Amt), [=Aggr(Sum(Amt), Cust)]))', 'calculated from fields, and not from an Aggr'],
  ["Sum(Aggr(Sum(Amt), [=ValueList('a', 'b')]))", 'ValueList has no value in the records'],
  ['Sum(Aggr(Sum(Amt), [=1 + 1]))', 'it reads no field'],
  ['Sum(Aggr(Sum(Amt), [=Months(Day)]))', 'in [=Months(Day)]:'],
  ['Sum(TOTAL <[=Sum(Amt)]> Amt)', 'Sum cannot be nested in a calculated dimension'],
  ['Sum(Aggr(Sum(Amt), [=Month(Day)]) * Amt)', '[Amt] is no dimension of the Aggr'],
  // Its own fields are grouped, and have no one value in a row.
  ['Sum(Aggr(Sum(Amt), [=Month(Day)]) * Day)', '[Day] is no dimension of the Aggr'],
])('%s is refused', (expression, message) =>
  withSmallModel(async (context) => {
    expect(await total(context, expression)).toContain(message)
  }),
)
