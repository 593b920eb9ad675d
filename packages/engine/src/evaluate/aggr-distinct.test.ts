import { expect, test } from 'vitest'
import { contextOf, withSnapshot } from '../testing/app-folder.js'
import { rowsBy, selecting, total, withSmallModel } from '../testing/small-model.js'
import { evaluateHypercube } from './evaluate-hypercube.js'

test('a row of Aggr is at the first record with its values, where the chart has further dimensions', () =>
  withSmallModel(async (context) => {
    expect(await rowsBy(context, ['Cust', 'Item'], 'Only(Aggr(Sum(Qty), Cust))', 'Sum(Qty)')).toEqual([
      ['A', 'bolt', null, 1],
      ['A', 'nut', 7, 6],
      ['B', 'cog', 7, 7],
      ['C', null, 0, 0],
      ['D', null, 0, 0],
      [null, 'nut', null, 1],
    ])
    expect(await rowsBy(context, ['Item'], 'Sum(Aggr(Sum(Qty), Cust))')).toEqual([
      ['bolt', 0],
      ['cog', 7],
      ['nut', 7],
      [null, 0],
    ])
    expect(await rowsBy(context, ['Region', 'Cust'], 'Only(Aggr(Sum(Qty), Region))')).toEqual([
      ['North', 'A', 7],
      ['South', 'B', 7],
      ['South', 'D', null],
      [null, 'C', null],
    ])
    const bolts = await selecting(context, 'Item', 'bolt')
    expect(await rowsBy(bolts, ['Item'], 'Sum(Aggr(DISTINCT Sum({1} Qty), Cust))')).toEqual([['bolt', 7]])
    expect(await rowsBy(context, ['=Len(Item)'], 'Sum(Aggr(Sum(Qty), Cust))')).toEqual([
      ['0', 0],
      ['3', 14],
      ['4', 0],
    ])
  }))

test('the first record of a row of Aggr counts, missing values included, and its total counts each row once', () =>
  withSnapshot(
    `CREATE TABLE sales AS SELECT * FROM (VALUES ('a', NULL, 1), ('a', 'x', 2), ('b', 'y', 4), ('b', 'x', 8), (NULL, 'z', 16))
     t(item, day, amount)`,
    async (snapshot) => {
      const outcome = await evaluateHypercube(await contextOf(snapshot), {
        dimensions: [{ definition: 'day', sort: { byAscii: 1 } }],
        measures: [{ expression: 'Sum(Aggr(Sum(amount), item))' }, { expression: 'Avg(Aggr(Sum(amount), item))' }],
      })
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
      const rows = await outcome.cube.page(0, 10)
      expect(rows.map((row) => row.map(({ text, num }) => text ?? num))).toEqual([
        ['x', 0, null],
        ['y', 12, 12],
        ['z', 0, null],
        [null, 3, 3],
      ])
      expect(outcome.cube.grandTotal.map(({ num }) => num)).toEqual([15, 7.5])
    },
  ))

test('it is at its first record, too, where it is by a part of the key to the table of the chart, or by a part of its fields', () =>
  withSnapshot(
    `CREATE TABLE sales AS SELECT * FROM (VALUES (1, 1, 'p', 1), (1, 2, 'q', 2), (2, 1, 'p', 4), (1, 1, 'a', 8)) t(shop, day, item, amount);
     CREATE TABLE shifts AS SELECT * FROM (VALUES (1, 2, 'early'), (1, 1, 'late'), (2, 1, 'late')) t(shop, day, shift)`,
    async (snapshot) => {
      const context = await contextOf(snapshot)
      expect(
        await rowsBy(context, ['shift'], 'Sum(Aggr(Sum(amount), shop))', 'Sum(Aggr(Sum(amount), shop, day))'),
      ).toEqual([
        ['early', 0, 2],
        ['late', 15, 13],
      ])
      expect(await rowsBy(context, ["=shift & ' ' & item"], 'Sum(Aggr(Sum(amount), shop, day))')).toEqual([
        ['early q', 2],
        ['late a', 0],
        ['late p', 13],
      ])
      expect(await rowsBy(context, ["=shift & ' ' & item"], 'Sum(Aggr(Sum(amount), shop))')).toEqual([
        ['early q', 0],
        ['late a', 0],
        ['late p', 15],
      ])
    },
  ))

test('with NODISTINCT it is at each record that it is computed from', () =>
  withSmallModel(async (context) => {
    expect(await rowsBy(context, ['Cust', 'Item'], 'Only(Aggr(NODISTINCT Sum(Qty), Cust))')).toEqual([
      ['A', 'bolt', 7],
      ['A', 'nut', 7],
      ['B', 'cog', 7],
      ['C', null, null],
      ['D', null, null],
      [null, 'nut', null],
    ])
    for (const [expression, expected] of [
      ['Count(Aggr(NODISTINCT Sum(Qty), Cust))', 4],
      ['Sum(Aggr(NODISTINCT Sum(Qty), Cust))', 28],
      ['Sum(Aggr(NODISTINCT Sum(Amt), Cust))', 65],
      ['Max(Aggr(NODISTINCT Sum(Qty), Cust))', 7],
      ['Sum(Aggr(Sum(Qty), Cust))', 14],
      ["Concat(Aggr(NODISTINCT Cust & Sum(Amt), Cust), ',')", 'A30,A30,B5,C0'],
    ] as const) {
      expect([expression, await total(context, expression)]).toEqual([expression, expected])
    }
    expect(await total(context, 'Aggr(DISTINCT NODISTINCT Sum(Qty), Cust)')).toContain(
      'DISTINCT or NODISTINCT, not both',
    )
    expect(await total(context, 'Sum(NODISTINCT Qty)')).toContain('Sum takes no NODISTINCT; Aggr does')
  }))

test('with NODISTINCT it is at a record once, however many rows of a link table lead to its values', () =>
  withSnapshot(
    `CREATE TABLE hours AS SELECT * FROM (VALUES ('m', 1), ('m', 4), ('n', 16)) t("M", "H");
     CREATE TABLE links AS SELECT * FROM (VALUES ('k', 'm'), ('k', 'm'), ('j', 'm'), ('J', 'm'), ('J', 'n'), ('z', 'n')) t("K", "M");
     CREATE TABLE fees AS SELECT * FROM (VALUES ('k', 'f'), ('k', 'f'), ('j', 'f'), ('J', 'g')) t("K", "F")`,
    async (snapshot) => {
      const context = await contextOf(snapshot)
      for (const [expression, expected] of [
        ["Concat(Aggr(NODISTINCT Sum(H) & K, K), ',')", '16z,21J,21J,21J,5j,5j,5k,5k'],
        ['Sum(Aggr(NODISTINCT Sum(H), K))', 99],
        ['Sum(Aggr(NODISTINCT Sum(H), F))', 73],
        // Different values may be calculated to the same one.
        ["Concat(Aggr(NODISTINCT Sum(H), [=Upper(K)]), ',')", '16,21,21,21,5,5'],
        ['Sum({1-<K={z}>} Aggr(NODISTINCT Sum(H), K))', 62],
      ] as const) {
        expect([expression, await total(context, expression)]).toEqual([expression, expected])
      }
      expect(await rowsBy(context, ['F'], 'Sum(Aggr(NODISTINCT Sum(H), M))')).toEqual([
        ['f', 10],
        ['g', 26],
        [null, 16],
      ])
    },
  ))

test('a set around an Aggr shows the rows that the Aggr has, and none for records without a value of its dimensions', () =>
  withSnapshot(
    `CREATE TABLE island AS SELECT * FROM (VALUES (NULL, -0.5), ('ss', NULL), ('zz', -1), ('zz', NULL)) t("E", "N")`,
    async (snapshot) => {
      const one = await selecting(await contextOf(snapshot), 'N', '-1')
      for (const aggr of [
        'Aggr(Count({1} N), N, E)',
        'Aggr({1} Count(N), E, N)',
        'Aggr(NODISTINCT Count({1} N), E, N)',
      ])
        expect(await rowsBy(one, ['E', 'N'], `Avg({1} ${aggr})`)).toEqual([['zz', '-1', 1]])
      expect(await rowsBy(one, ['N'], 'Avg({1} Aggr(Count({1} N), N))')).toEqual([
        ['-0.5', 1],
        ['-1', 1],
      ])
    },
  ))
