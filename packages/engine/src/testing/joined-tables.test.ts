import { describe, expect, test } from 'vitest'
import { contextOf, withSnapshot } from './app-folder.js'
import { rowsBy, selecting, smallModel, total, withSmallModel } from './small-model.js'

describe('an argument over several tables runs over their joined rows', () => {
  test('along a key, each combination once', () =>
    withSmallModel(async (context) => {
      for (const [expression, expected] of [
        // Order 1 has two lines, order 4 none, and the line of order 9 has no order.
        ['Sum(Amt * Qty)', 10 * 2 + 10 * 1 + 20 * 4 + 5 * 7],
        ['Sum(Amt + 0 * Qty)', 45],
        ['Count(Amt & Item)', 6],
        ['Count(If(IsNull(Amt), Item))', 1],
        ['Count(If(IsNull(Item), Day))', 1],
        ["Sum(If(Item = 'nut', Amt))", 30],
        ["Count(DISTINCT If(Item = 'nut', Cust))", 1],
        // Over the orders that lie between.
        ["Sum(If(Region = 'North', Qty))", 7],
        ["Concat(DISTINCT If(Qty > 1, Region), ',')", 'North,South'],
        ['Max(If(Region = 1, Qty, -Qty))', -1],
        ['FirstSortedValue(Region, -Qty)', 'South'],
        // What an aggregation with DISTINCT, TOTAL or a set runs over is the same.
        ['Sum(DISTINCT Amt + 0 * Qty)', 35],
        ['Sum({<Item={nut}>} Amt * Qty)', 100],
        ['Sum({<Region={South}>} Amt * Qty)', 35],
        ['Sum({1-<Region={South}>} Amt * Qty)', 110],
        ['Sum(Aggr(Sum(Amt * Qty), Cust))', 145],
        ['Max(Aggr(Sum(Amt * Qty), Region))', 110],
      ] as const) {
        expect([expression, await total(context, expression)]).toEqual([expression, expected])
      }
    }))

  test('dimensions group the combinations; those of further tables do not multiply them', () =>
    withSmallModel(async (context) => {
      expect(await rowsBy(context, ['Region'], 'Sum(Amt * Qty)', 'Sum(TOTAL Amt * Qty)', 'Count(Amt & Item)')).toEqual([
        ['North', 110, 145, 3],
        ['South', 35, 145, 1],
        [null, 0, 145, 2],
      ])
      expect(await rowsBy(context, ['Item'], 'Sum(If(Region = 1, 0, Amt))')).toEqual([
        ['bolt', 10],
        ['cog', 5],
        ['nut', 30],
        [null, 0],
      ])
      const nuts = await selecting(context, 'Item', 'nut')
      expect(await rowsBy(nuts, ['Cust'], 'Sum(Amt * Qty)')).toEqual([
        ['A', 100],
        [null, 0],
      ])
    }))

  test('many to many: each amount meets each rate of its customer', () =>
    withSnapshot(
      `CREATE TABLE sales AS SELECT * FROM (VALUES ('A', 10, 'x'), ('A', 20, 'y'), ('B', 5, 'x'), ('C', 1, 'z')) t("Cust", "Amount", "Shop");
       CREATE TABLE rates AS SELECT * FROM (VALUES ('A', 2, 'new'), ('A', 3, 'old'), ('B', 4, 'new'), ('D', 9, 'old')) t("Cust", "Rate", "Kind")`,
      async (snapshot) => {
        const context = await contextOf(snapshot)
        expect(await total(context, 'Sum(Amount * Rate)')).toBe(30 * 5 + 20)
        expect(await total(context, 'Sum(Amount)')).toBe(36)
        expect(await rowsBy(context, ['Kind'], 'Sum(Amount * Rate)', 'Sum(Amount)', 'Avg(Rate)')).toEqual([
          ['new', 30 * 2 + 20, 35, 3],
          ['old', 30 * 3, 30, 6],
          [null, 0, 1, null],
        ])
        expect(await rowsBy(context, ['Shop'], 'Sum(Amount * Rate)')).toEqual([
          ['x', 70],
          ['y', 100],
          ['z', 0],
          [null, 0],
        ])
        expect(await total(await selecting(context, 'Kind', 'old'), 'Sum(Amount * Rate)')).toBe(90)
      },
    ))

  test('a row counts once for a calculated value that several rows beyond a key make', () =>
    withSnapshot(
      `CREATE TABLE orders AS SELECT * FROM (VALUES (1, 10), (2, 20)) t("OrderID", "Amt");
       CREATE TABLE lines AS SELECT * FROM (VALUES (1, 'nut'), (1, 'nail'), (1, 'bolt'), (2, 'nut')) t("OrderID", "Item")`,
      async (snapshot) => {
        expect(await rowsBy(await contextOf(snapshot), ['=Left(Item, 1)'], 'Sum(Amt)')).toEqual([
          ['b', 10],
          ['n', 30],
        ])
      },
    ))

  test('a combination counts once for a calculated value as well', () =>
    withSnapshot(
      `CREATE TABLE sales AS SELECT * FROM (VALUES ('A', 10), ('A', 10)) t("Cust", "Amount");
       CREATE TABLE rates AS SELECT * FROM (VALUES ('A', 2), ('A', 2), ('A', 3)) t("Cust", "Rate");
       CREATE TABLE tags AS SELECT * FROM (VALUES ('A', 'x1'), ('A', 'x2'), ('A', 'y')) t("Cust", "Tag")`,
      async (snapshot) => {
        expect(await rowsBy(await contextOf(snapshot), ['=Left(Tag, 1)'], 'Sum(Amount * Rate)', 'Count(1)')).toEqual([
          ['x', 140, 2],
          ['y', 140, 1],
        ])
      },
    ))

  test('over a link table and two hops', () =>
    withSnapshot(
      `CREATE TABLE consultants AS SELECT * FROM (VALUES (1, 100, 'Ann'), (2, 200, 'Bob'), (3, 50, 'Cid')) t("C", "Fee", "Name");
       CREATE TABLE links AS SELECT * FROM (VALUES (1, 7), (1, 8), (2, 7), (2, 7), (3, 9)) t("C", "P");
       CREATE TABLE projects AS SELECT * FROM (VALUES (7, 10, 'North'), (8, 1, 'South'), (6, 5, 'West')) t("P", "Hours", "Area")`,
      async (snapshot) => {
        const context = await contextOf(snapshot)
        // Bob is linked to project 7 twice: two combinations.
        expect(await total(context, 'Sum(Fee * Hours)')).toBe(1000 + 100 + 2000 + 2000)
        expect(
          await rowsBy(context, ['Area'], 'Sum(Fee * Hours)', 'Sum(Fee)', 'Count(DISTINCT If(Fee > 60, Name))'),
        ).toEqual([
          ['North', 5000, 300, 2],
          ['South', 100, 100, 1],
          ['West', 0, 0, 0],
          [null, 0, 50, 0],
        ])
      },
    ))

  test('which customers bought hardware', () =>
    withSnapshot(
      `CREATE TABLE orders AS SELECT * FROM (VALUES (1, 'c1', 'p1'), (2, 'c1', 'p2'), (3, 'c2', 'p3'), (4, 'c3', 'p1')) t("OrderID", "CustomerID", "ProductID");
       CREATE TABLE customers AS SELECT * FROM (VALUES ('c1', 'Ann'), ('c2', 'Bob'), ('c3', 'Cid')) t("CustomerID", "CustomerName");
       CREATE TABLE products AS SELECT * FROM (VALUES ('p1', 'Hardware'), ('p2', 'Hardware'), ('p3', 'Books')) t("ProductID", "Category")`,
      async (snapshot) => {
        const context = await contextOf(snapshot)
        expect(await total(context, "Count(DISTINCT If(Category='Hardware',CustomerName))")).toBe(2)
        expect(await total(context, "Count(If(Category='Hardware',CustomerName))")).toBe(3)
      },
    ))
})

describe('tables that are not associated', () => {
  const islands = `${smallModel};
    CREATE TABLE isle AS SELECT * FROM (VALUES ('p', 1), ('q', 2), ('q', 4)) t("Isle", "Size");
    CREATE TABLE bare AS SELECT 1 AS "Nothing" WHERE FALSE`

  test('a measure over one of them shows its total in each row', () =>
    withSnapshot(islands, async (snapshot) => {
      const context = await contextOf(snapshot)
      expect(await rowsBy(context, ['Region'], 'Sum(Amt)', 'Sum(Size)', 'Sum(Amt) / Sum(Size)', 'Only(Isle)')).toEqual([
        ['North', 30, 7, 30 / 7, null],
        ['South', 5, 7, 5 / 7, null],
        [null, 0, 7, 0, null],
      ])
      const one = await selecting(context, 'Isle', 'p')
      expect(await rowsBy(one, ['Region'], 'Sum(Amt) * Size')).toEqual([
        ['North', 30],
        ['South', 5],
        [null, 0],
      ])
      expect(await total(context, 'Sum(Size) + Sum(Qty)')).toBe(22)
    }))

  test('dimensions of several make the product of their values', () =>
    withSnapshot(islands, async (snapshot) => {
      const context = await contextOf(snapshot)
      expect(
        await rowsBy(context, ['Region', 'Isle'], 'Sum(Amt)', 'Sum(Size)', 'Sum(Amt * Size)', 'Sum(TOTAL Size)'),
      ).toEqual([
        ['North', 'p', 30, 1, 30, 7],
        ['North', 'q', 30, 6, 180, 7],
        ['South', 'p', 5, 1, 5, 7],
        ['South', 'q', 5, 6, 30, 7],
        [null, 'p', 0, 1, 0, 7],
        [null, 'q', 0, 6, 0, 7],
      ])
      expect(await rowsBy(await selecting(context, 'Item', 'cog'), ['Isle', 'Cust'])).toEqual([
        ['p', 'B'],
        ['q', 'B'],
      ])
      expect(await rowsBy(context, ['Region', 'Nothing'], 'Sum(Amt)')).toEqual([])
    }))

  test('an argument over several runs over the cross product', () =>
    withSnapshot(islands, async (snapshot) => {
      const context = await contextOf(snapshot)
      for (const [expression, expected] of [
        ['Sum(Amt * Size)', 35 * 7],
        ['Count(OrderID & Isle)', 12],
        ['Sum(Amt * Size * Qty)', 145 * 7],
        ['Count(Isle & Nothing)', 0],
        ['Sum({<Isle={q}>} Amt * Size)', 35 * 6],
        ['Sum(Aggr(Sum(Size), Item))', 21],
        ['Sum(Aggr(Sum(Qty), Item, Isle))', 30],
        ['Sum(Aggr(Sum(Amt * Size), Region, Isle))', 245],
        ['Sum({<Item={"=Sum(Size)>6"}>} Qty) & Sum({<Item={"=Sum(Size)>7"}>} Qty)', '150'],
      ] as const) {
        expect([expression, await total(context, expression)]).toEqual([expression, expected])
      }
      expect(await rowsBy(context, ['Isle'], 'Max(Aggr(Sum(Amt), Cust))', 'Sum(Aggr(Sum(Size), Isle, Item))')).toEqual([
        ['p', 30, 3],
        ['q', 30, 18],
      ])
    }))
})

describe('an aggregation without a field', () => {
  test('runs over the rows of the tables that the dimensions are in, in totals as well', () =>
    withSmallModel(async (context) => {
      expect(
        await rowsBy(context, ['Region'], 'Sum(1)', 'Count(1)', 'Avg(0.5)', 'Sum(TOTAL 1)', "Concat('x')"),
      ).toEqual([
        ['North', 1, 1, 0.5, 3, 'x'],
        ['South', 2, 2, 0.5, 3, 'xx'],
      ])
      expect(await rowsBy(context, ['Item'], 'Sum(1)', 'Sum({<Item={nut}>} 2)', 'Sum(DISTINCT 1)')).toEqual([
        ['bolt', 1, 0, 1],
        ['cog', 1, 0, 1],
        ['nut', 3, 6, 1],
      ])
      // The orders lie between: each combination of a customer, an order and a line.
      expect(await rowsBy(context, ['Region', 'Item'], 'Count(1)')).toEqual([
        ['North', 'bolt', 1],
        ['North', 'nut', 2],
        ['South', 'cog', 1],
        ['South', null, 1],
        [null, 'nut', 1],
        [null, null, 1],
      ])
      expect(await total(context, 'Sum(Aggr(Sum(1), Item))')).toBe(5)
      expect(await total(context, 'Sum({<Item={"=Count(1)>1"}>} Qty)')).toBe(7)
    }))

  test('without dimensions counts once', () =>
    withSmallModel(async (context) => {
      expect(await total(context, "Sum(1) & '/' & Count('x') & '/' & Avg(0.5) & '/' & Max(Null())")).toBe('1/1/0.5/')
    }))

  test('shows the total of the chart it is in, whatever other charts with the same measure show', () =>
    withSmallModel(async (context) => {
      const { evaluateHypercube } = await import('../evaluate/evaluate-hypercube.js')
      const grandTotal = async (definition: string) => {
        const outcome = await evaluateHypercube(context, {
          dimensions: [{ definition }],
          measures: [{ expression: 'Sum(1)' }],
        })
        return outcome.ok && outcome.cube.grandTotal[0]?.num
      }
      expect([await grandTotal('Region'), await grandTotal('Item'), await grandTotal('Day')]).toEqual([3, 5, 4])
    }))
})
