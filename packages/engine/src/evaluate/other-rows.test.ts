import { expect, test } from 'vitest'
import { rowsBy, selecting, total, withSmallModel } from '../testing/small-model.js'
import { evaluateHypercube } from './evaluate-hypercube.js'
import type { EvaluationContext, HypercubeRequest } from './evaluation.js'

/** The columns of a table by customer and day, in their order: A 10, A 20, B 5, C 0 (without an amount), D 0 (without a day). */
const byCustomerAndDay = async (context: EvaluationContext, ...expressions: string[]) => {
  const rows = await rowsBy(context, ['Cust', 'Day'], ...expressions)
  return expressions.map((_, column) => rows.map((row) => row[2 + column]))
}

const table = async (context: EvaluationContext, request: HypercubeRequest) => {
  const outcome = await evaluateHypercube(context, request)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
  const rows = await outcome.cube.page(0, 1_000)
  return {
    rows: rows.map((row) => row.map(({ num, text }) => text ?? num)),
    order: outcome.cube.effectiveSortOrder,
    totals: outcome.cube.grandTotal.map(({ num, text }) => text ?? num),
  }
}

test('rows are seen among those that agree in all dimensions but the last, with TOTAL among all', () =>
  withSmallModel(async (context) => {
    for (const [expression, expected] of [
      ['Above(Sum(Amt))', [null, 10, null, null, null]],
      ['Above(TOTAL Sum(Amt))', [null, 10, 20, 5, 0]],
      ['Below(Sum(Amt))', [20, null, null, null, null]],
      ['Below(TOTAL Sum(Amt), 2)', [5, 0, 0, null, null]],
      ['Top(Sum(Amt))', [10, 10, 5, 0, 0]],
      ['Top(TOTAL Sum(Amt), 2)', [20, 20, 20, 20, 20]],
      ['Bottom(Sum(Amt))', [20, 20, 5, 0, 0]],
      ['Bottom(Sum(Amt), 2)', [10, 10, null, null, null]],
      ['Bottom(TOTAL Sum(Amt), 3)', [5, 5, 5, 5, 5]],
      ['RowNo()', [1, 2, 1, 1, 1]],
      ['RowNo(TOTAL)', [1, 2, 3, 4, 5]],
      ['NoOfRows()', [2, 2, 1, 1, 1]],
      ['NoOfRows(TOTAL)', [5, 5, 5, 5, 5]],
      ['Dimensionality()', [2, 2, 2, 2, 2]],
      ['RangeSum(Above(TOTAL Sum(Amt), 0, RowNo(TOTAL)))', [10, 30, 35, 35, 35]],
      ['RangeSum(Above(Sum(Amt), 0, RowNo()))', [10, 30, 5, 0, 0]],
    ] as const) {
      expect([expression, await byCustomerAndDay(context, expression)]).toEqual([expression, [expected]])
    }
  }))

test('offsets and counts of any kind reach what there is', () =>
  withSmallModel(async (context) => {
    for (const [expression, expected] of [
      ['Above(TOTAL Sum(Amt), 0)', [10, 20, 5, 0, 0]],
      ['Above(TOTAL Sum(Amt), -1)', [20, 5, 0, 0, null]],
      ['Below(TOTAL Sum(Amt), -1)', [null, 10, 20, 5, 0]],
      ['Top(TOTAL Sum(Amt), -1)', [0, 0, 0, 0, 0]],
      ['Top(TOTAL Sum(Amt), 0)', [null, null, null, null, null]],
      ['Bottom(TOTAL Sum(Amt), -1)', [10, 10, 10, 10, 10]],
      ['Above(TOTAL Sum(Amt), RowNo(TOTAL) - 1)', [10, 10, 10, 10, 10]],
      ['Above(TOTAL Sum(Amt), 1.9)', [null, 10, 20, 5, 0]],
      ['Above(TOTAL Sum(Amt), Null())', [null, null, null, null, null]],
      ["Above(TOTAL Sum(Amt), 'x')", [null, null, null, null, null]],
      ['Above(TOTAL Sum(Amt), 1e300)', [null, null, null, null, null]],
      ['Above(TOTAL Sum(Amt), 1, 3)', [null, 10, 20, 5, 0]],
      ['RangeSum(Above(TOTAL Sum(Amt), 1, 2))', [0, 10, 30, 25, 5]],
      ['RangeCount(Above(TOTAL Sum(Amt), 0, 1000000))', [1, 2, 3, 4, 5]],
      ['RangeSum(Above(TOTAL Sum(Amt), 0, 1e300))', [10, 30, 35, 35, 35]],
      ['RangeSum(Above(TOTAL Sum(Amt), 0, 0))', [0, 0, 0, 0, 0]],
      ['RangeSum(Above(TOTAL Sum(Amt), 0, Null()))', [0, 0, 0, 0, 0]],
      ['RangeSum(Below(TOTAL Sum(Amt), 0, NoOfRows(TOTAL)))', [35, 25, 5, 0, 0]],
      ['RangeSum(Above(TOTAL Sum(Amt), -1, 2))', [25, 5, 0, 0, 0]],
      ['RangeCount(Below(TOTAL Sum(Amt), 0, 2))', [2, 2, 2, 2, 1]],
      ['RangeMax(Top(TOTAL Sum(Amt), 1, 3))', [20, 20, 20, 20, 20]],
      ['RangeAvg(Bottom(TOTAL Sum(Amt), 2, 2))', [2.5, 2.5, 2.5, 2.5, 2.5]],
      ['RangeMin(Above(TOTAL Sum(Amt), 0, 2), 7)', [7, 7, 5, 0, 0]],
      ['RangeSum(Above(TOTAL Sum(Amt)), Below(TOTAL Sum(Amt)))', [20, 15, 20, 5, 0]],
      [
        'RangeStdev(Above(TOTAL Sum(Amt), 0, 2), 15)',
        [Math.sqrt(12.5), 5, Math.sqrt(175 / 3), Math.sqrt(175 / 3), 75 ** 0.5],
      ],
      ['RangeFractile(0.5, Above(TOTAL Sum(Amt), 0, 3))', [10, 15, 10, 5, 0]],
      ['RangeMode(Top(TOTAL Sum(Amt), 1, 5))', [0, 0, 0, 0, 0]],
      ['RangeOnly(Above(TOTAL Sum(Amt), 0, 2))', [10, null, null, null, 0]],
      ['RangeMaxString(Above(TOTAL Cust, 0, 2))', ['A', 'A', 'B', 'C', 'D']],
      ['RangeTextCount(Above(TOTAL Cust & Sum(Amt), 0, 2))', [1, 2, 2, 2, 2]],
      ['Round(RangeNPV(0.1, Top(TOTAL Sum(Amt), 1, 2)), 0.01)', [25.62, 25.62, 25.62, 25.62, 25.62]],
    ] as const) {
      const [column = []] = await byCustomerAndDay(context, expression)
      const close = expected.map((value) => (typeof value === 'number' ? expect.closeTo(value, 8) : value))
      expect([expression, column]).toEqual([expression, close])
    }
  }))

test('what is read may be a text, a date, a set, a total, or read other rows itself', () =>
  withSmallModel(async (context) => {
    for (const [expression, expected] of [
      ['Above(TOTAL Cust)', [null, 'A', 'A', 'B', 'C']],
      ['Above(TOTAL Day)', [null, '2024-01-05', '2024-02-05', '2024-01-10', '2024-03-01']],
      ['Day - Above(TOTAL Day)', [null, 31, -26, 51, null]],
      ['Above(TOTAL Sum({<Cust={A}>} Amt))', [null, 10, 20, 0, 0]],
      ['Sum(Amt) / Above(TOTAL Sum(TOTAL Amt))', [null, 20 / 35, 5 / 35, 0, 0]],
      ['If(Above(TOTAL Sum(Amt)) < Sum(Amt), 1, 0)', [0, 1, 0, 0, 0]],
      ['Above(TOTAL Above(TOTAL Sum(Amt)))', [null, null, 10, 20, 5]],
      ['Above(TOTAL RangeSum(Above(TOTAL Sum(Amt), 0, 2)))', [null, 10, 30, 25, 5]],
      ['Above(TOTAL Rank(TOTAL Sum(Amt)))', [null, '2', '1', '3', '4-5']],
      ["SubField(Above(TOTAL Cust & ';' & Sum(Amt)), ';', 2)", [null, '10', '20', '5', '0']],
    ] as const) {
      expect([expression, await byCustomerAndDay(context, expression)]).toEqual([expression, [expected]])
    }
  }))

test('the order of a table decides what is above, and within what the last dimension varies', () =>
  withSmallModel(async (context) => {
    const request = (order: readonly number[], descending = false): HypercubeRequest => ({
      dimensions: [
        { definition: 'Region', sort: { byAscii: 1 }, nullSuppression: true },
        { definition: 'Cust', sort: { byAscii: descending ? -1 : 1 } },
      ],
      measures: [{ expression: 'RowNo()' }, { expression: 'Above(TOTAL Cust)' }],
      interColumnSortOrder: order,
    })
    expect((await table(context, request([0, 1]))).rows).toEqual([
      ['North', 'A', 1, null],
      ['South', 'B', 1, 'A'],
      ['South', 'D', 2, 'B'],
    ])
    expect((await table(context, request([0, 1], true))).rows).toEqual([
      ['North', 'A', 1, null],
      ['South', 'D', 1, 'A'],
      ['South', 'B', 2, 'D'],
    ])
    expect((await table(context, request([1, 0], true))).rows).toEqual([
      ['South', 'D', 1, null],
      ['South', 'B', 1, 'D'],
      ['North', 'A', 1, 'B'],
    ])
  }))

test('a table that reads rows is not sorted by its measures, one with ranks alone is', () =>
  withSmallModel(async (context) => {
    const request = (expression: string): HypercubeRequest => ({
      dimensions: [{ definition: 'Cust', sort: { byAscii: 1 } }],
      measures: [
        { expression: 'Sum(Qty)', sortByNumeric: -1 },
        { expression, sortByNumeric: 1 },
      ],
      interColumnSortOrder: [2, 1, 0],
    })
    expect(await table(context, request('RowNo()'))).toMatchObject({
      rows: [
        ['A', 7, 1],
        ['B', 7, 2],
        ['C', 0, 3],
        ['D', 0, 4],
        [null, 1, 5],
      ],
      order: [0, 2, 1],
    })
    expect(await table(context, request('Rank(Above(Sum(Qty)))'))).toMatchObject({ order: [0, 2, 1] })
    expect(await table(context, request('Rank(-Sum(Qty), 4, 1)'))).toMatchObject({
      rows: [
        ['C', 0, '1'],
        ['D', 0, '1'],
        [null, 1, '3'],
        ['A', 7, '4'],
        ['B', 7, '4'],
      ],
      order: [2, 1, 0],
    })
  }))

test('rows that nulls leave out are not there, rows of zeros are', () =>
  withSmallModel(async (context) => {
    const request = (more: object, suppressZero: boolean): HypercubeRequest => ({
      dimensions: [{ definition: 'Region', sort: { byAscii: -1 }, ...more }],
      measures: [{ expression: 'If(Region = 0 or Sum(Amt) > 6, Above(Sum(Qty)), 0)' }],
      suppressZero,
    })
    expect((await table(context, request({}, false))).rows).toEqual([
      ['South', 0],
      ['North', 7],
      [null, 0],
    ])
    expect((await table(context, request({}, true))).rows).toEqual([['North', 7]])
    const numbered: HypercubeRequest = {
      dimensions: [{ definition: 'Region', sort: { byAscii: -1 } }],
      measures: [{ expression: 'NoOfRows() + 0 * Sum(Amt)' }],
    }
    expect((await table(context, numbered)).rows.map(([, count]) => count)).toEqual([3, 3, 3])
    const present = { ...numbered, dimensions: [{ definition: 'Region', nullSuppression: true }] }
    expect((await table(context, present)).rows.map(([, count]) => count)).toEqual([2, 2])
  }))

test('totals are no rows', () =>
  withSmallModel(async (context) => {
    for (const [expression, expected] of [
      ['Above(Sum(Amt))', null],
      ['Above(Sum(Amt), 0)', null],
      ['RowNo()', null],
      ['NoOfRows(TOTAL)', null],
      ['Rank(Sum(Amt))', null],
      ['Dimensionality()', 0],
      ['RangeSum(Above(Sum(Amt), 0, 3), 1)', 1],
      ['If(Dimensionality() = 0, Sum(Amt), 0)', 35],
    ] as const) {
      expect([expression, await total(context, expression)]).toEqual([expression, expected])
      const { totals } = await table(context, { dimensions: [{ definition: 'Cust' }], measures: [{ expression }] })
      expect([expression, totals]).toEqual([expression, [expected]])
    }
  }))

test('Column stands for a measure of the chart, wherever it is', () =>
  withSmallModel(async (context) => {
    const columns = async (...expressions: string[]) => (await rowsBy(context, ['Cust'], ...expressions))[0]?.slice(1)
    expect(await columns('Sum(Amt)', 'Column(1) / Column(3)', 'Sum(Qty)')).toEqual([30, 30 / 7, 7])
    expect(await columns('Column(2) + 1', 'Column(1) + 1')).toEqual([null, null])
    expect(await columns('Column(1)', 'RangeSum(Column(2), 1)', 'Column(4)', 'Column(0)', 'Column(1.5)')).toEqual([
      null,
      1,
      null,
      null,
      null,
    ])
    expect(await columns('Sum(Amt)', 'RangeSum(Above(Column(1), 0, 2))', 'Column(2) * 2')).toEqual([30, 30, 60])
  }))

test('within Aggr the rows are those of Aggr, in the order of its fields', () =>
  withSmallModel(async (context) => {
    for (const [expression, expected] of [
      ["Concat(Aggr(Cust & ':' & Above(Cust), Cust), ' ')", 'A: B:A C:B D:C'],
      ["Concat(Aggr(Cust & ':' & Above(Cust), (Cust, (TEXT, DESCENDING))), ' ')", 'A:B B:C C:D D:'],
      ['Max(Aggr(RangeSum(Above(Sum(Amt), 0, RowNo())), (Day, (NUMERIC, ASCENDING))))', 35],
      ['Sum(Aggr(RangeSum(Above(Sum(Amt), 0, RowNo())), (Day, (NUMERIC, ASCENDING))))', 10 + 15 + 35 + 35],
      ['Sum(Aggr(RangeSum(Above(Sum(Amt), 0, RowNo())), (Day, (NUMERIC, DESCENDING))))', 0 + 20 + 25 + 35],
      ['Sum(Aggr(RangeSum(Above(Sum(Amt), 0, RowNo())), Cust, (Day, (NUMERIC, ASCENDING))))', 10 + 30 + 5 + 0],
      ["Concat(Aggr(If(Rank(Sum(Amt)) <= 2, Cust), Cust), ',')", 'A,B'],
      ["Concat(Aggr(Item & RowNo(), (Item, (FREQUENCY, ASCENDING))), ' ')", 'bolt1 cog2 nut3'],
      ["Concat(Aggr(Item & RowNo(), (Item, (LOAD_ORDER, DESCENDING))), ' ')", 'bolt2 cog1 nut3'],
      ['Sum(Aggr(NoOfRows(), Region))', 4],
      ['Max(Aggr(Dimensionality(), Cust, Day))', 2],
      ['Sum({<Cust={"=Rank(Sum(Amt)) = 2"}>} Amt)', 5],
      ['Sum({<Cust={"=RowNo() = 1"}>} Amt)', 30],
    ] as const) {
      expect([expression, await total(context, expression)]).toEqual([expression, expected])
    }
    expect(await rowsBy(context, ['Cust'], 'Sum(Aggr(Rank(Sum(Qty), 4), Cust, Item))')).toEqual([
      ['A', 3],
      ['B', 1],
      ['C', 0],
      ['D', 0],
    ])
  }))

test('a dimension sorted by an expression of other rows has its values numbered in load order', () =>
  withSmallModel(async (context) => {
    const sort = { byExpression: { expression: '-RowNo()', direction: 1 as const } }
    const { rows } = await table(context, { dimensions: [{ definition: 'Cust', sort }], measures: [] })
    expect(rows.flat()).toEqual(['D', 'C', 'B', 'A'])
  }))

test('selections decide which rows there are', () =>
  withSmallModel(async (context) => {
    const south = await selecting(context, 'Region', 'South')
    expect(await rowsBy(south, ['Cust'], 'RowNo()', 'NoOfRows()', 'Above(Sum({1} Amt))')).toEqual([
      ['A', 1, 4, null],
      ['B', 2, 4, 30],
      ['C', 3, 4, 5],
      ['D', 4, 4, 0],
    ])
    expect(await rowsBy(south, ['Cust'], 'RowNo()', 'NoOfRows()')).toEqual([
      ['B', 1, 2],
      ['D', 2, 2],
    ])
  }))

test('what runs along the columns of a pivot table is missing where there is none', () =>
  withSmallModel(async (context) => {
    const calls = [
      'Before(Sum(Amt))',
      'After(Cust, 1, 2)',
      'First(Day)',
      'Last(Sum(Amt))',
      'ColumnNo()',
      'NoOfColumns(TOTAL)',
      'HRank(Sum(Amt))',
    ]
    expect((await rowsBy(context, ['Cust'], ...calls, 'SecondaryDimensionality()'))[0]).toEqual([
      'A',
      ...calls.map(() => null),
      0,
    ])
  }))

test('what reads other rows and cannot is said at its place', () =>
  withSmallModel(async (context) => {
    const nested = (depth: number): string => (depth === 0 ? 'Sum(Amt)' : `Above(${nested(depth - 1)})`)
    for (const [expression, message] of [
      [
        'Sum(Above(Amt))',
        'Above reads rows of a table, and Sum runs over records; Aggr makes a table of its own (at character 5)',
      ],
      ['Above()', 'Above is called as Above(expression[, offset[, count]]) (at character 1)'],
      ['1 + RowNo(1)', 'RowNo is called as RowNo() (at character 5)'],
      ['Above(DISTINCT Sum(Amt))', 'Above takes no DISTINCT'],
      ['RowNo(TOTAL <Cust>)', 'TOTAL in RowNo names no fields'],
      ['Dimensionality(TOTAL)', 'Dimensionality takes no TOTAL'],
      ['Rank(Sum(Amt), 5)', 'The mode of Rank is a whole number from 0 to 4 (at character 16)'],
      ['Rank(Sum(Amt), 1, 3)', 'The fmt of Rank is a whole number from 0 to 2'],
      ['Rank(Sum(Amt), 0.5)', 'The mode of Rank is a whole number from 0 to 4'],
      ['Rank(Sum(Amt), RowNo())', 'The mode of Rank has to be a number, written in the expression'],
      ['Column(RowNo())', 'Column counts the measures of a chart from 1'],
      ["Column('Sales')", 'a measure is named by its label'],
      ['Sum(Aggr(Column(1), Cust))', 'Column stands in measures of a chart, outside of aggregations'],
      ['Abov(Sum(Amt))', 'There is no function Abov; did you mean Above?'],
      [
        'RangeStdev(Above(Sum(Amt), 0, 101), 1)',
        'The count of Above in RangeStdev has to be a number up to 100, written in the expression',
      ],
      ['RangeIRR(Above(Sum(Amt), 0, RowNo()))', 'The count of Above in RangeIRR has to be a number up to 100'],
      [
        "RangeXNPV(0.1, Above(Sum(Amt), 0, 2), '2024-01-01')",
        'RangeXNPV takes no count of rows: Above has to be one value',
      ],
      ['RangeStdev(Above(Sum(Amt), 0, 100.5), 1)', 'has to be a number up to 100'],
      [nested(6), 'Functions of other rows are nested at most 5 times'],
      [
        Array.from({ length: 101 }, () => 'RowNo()').join('+'),
        'More than 100 functions of other rows in one expression',
      ],
    ] as const) {
      expect([expression, await total(context, expression)]).toEqual([expression, expect.stringContaining(message)])
    }
    expect(await total(context, nested(5))).toBe(null)
    expect(await total(context, 'RangeStdev(Above(Sum(Amt), 0, 100), 1)')).toBe(null)
    expect(await total(context, 'RangeStdev(Above(Sum(Amt), 0, 1000000))')).toBe(null)
  }))
