import { expect, test } from 'vitest'
import { contextOf, withSnapshot } from '../testing/app-folder.js'
import { rowsBy, selecting } from '../testing/small-model.js'

/** Days of three months; a row may lack its day, one may be told to be of another month. */
const days = (month: string) => `CREATE TABLE sales AS
  SELECT CASE WHEN i % 9 = 8 THEN NULL ELSE i % 9 END AS day, ${month} AS month, i % 4 AS amount, i % 2 AS half FROM range(72) t(i)`

const sums = Array.from({ length: 8 }, (_, day) =>
  Array.from({ length: 72 }, (_, i) => (i % 9 === day ? i % 4 : 0)).reduce((sum, amount) => sum + amount, 0),
)

const average = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length

test('a month that follows from the day has the days of it, whether the database knows that or not', async () => {
  const expected = [
    ['0', average(sums.slice(0, 3)), 3],
    ['1', average(sums.slice(3, 6)), 3],
    ['2', average(sums.slice(6, 8)), 2],
  ]
  for (const [month, further] of [
    ['(i % 9) // 3', []],
    // Rows without a day may be of any month; that of the first row of a day counts.
    ['CASE WHEN i % 9 = 8 THEN i // 24 ELSE (i % 9) // 3 END', []],
    ['CASE WHEN i = 71 THEN 7 ELSE (i % 9) // 3 END', [['7', null, 0]]],
    ['CASE WHEN i = 70 THEN 7 ELSE (i % 9) // 3 END', [['7', null, 0]]],
  ] as const)
    await withSnapshot(days(month), async (snapshot) => {
      const context = await contextOf(snapshot)
      const [count, mean] = ['Count(Aggr(Sum(amount), day))', 'Avg(Aggr(Sum(amount), day))']
      expect([month, await rowsBy(context, ['month'], mean, count)]).toEqual([month, [...expected, ...further]])
      const half = await selecting(context, 'half', '1')
      expect((await rowsBy(half, ['month'], count)).slice(0, 3)).toEqual([
        ['0', 3],
        ['1', 3],
        ['2', 2],
      ])
    })
})

test('what follows from a key of another table is read where it stands, with rows that lack it', () =>
  withSnapshot(
    `CREATE TABLE sales AS SELECT * FROM (VALUES ('a', 1, 1), ('a', 2, 2), ('b', 1, 4), ('c', 1, 8), ('d', 2, 16), (NULL, 1, 32))
       t(shop, day, amount);
     CREATE TABLE shops AS SELECT * FROM (VALUES ('a', 'x'), ('b', 'x'), ('c', 'y'), ('e', 'z')) t(shop, city)`,
    async (snapshot) => {
      const context = await contextOf(snapshot)
      const sum = 'Sum(Aggr(Sum(amount), shop, day))'
      const [largest, only] = ['Max(Aggr(Sum(amount), shop, day))', 'Concat(Aggr(Only(shop), shop, day))']
      expect(await rowsBy(context, ['city'], sum, largest, only)).toEqual([
        ['x', 7, 4, 'aab'],
        ['y', 8, 8, 'c'],
        ['z', 0, null, null],
        [null, 16, 16, 'd'],
      ])
      expect(await rowsBy(context, ["=Upper(city) & '.'"], sum)).toEqual([
        ['.', 16],
        ['X.', 7],
        ['Y.', 8],
        ['Z.', 0],
      ])
      expect(await rowsBy(await selecting(context, 'city', 'x'), ['city'], sum)).toEqual([['x', 7]])
      expect(await rowsBy(await selecting(context, 'day', '2'), ['city'], sum)).toEqual([
        ['x', 2],
        [null, 16],
      ])
    },
  ))

test('what follows from a field by the key to another table is read there', () =>
  withSnapshot(
    `CREATE TABLE sales AS SELECT i % 3 AS till, 's' || (i % 3) // 2 AS shop, i AS amount FROM range(30) t(i);
     CREATE TABLE shops AS SELECT * FROM (VALUES ('s0', 'x'), ('s1', 'y')) t(shop, city)`,
    async (snapshot) => {
      const context = await contextOf(snapshot)
      expect(await rowsBy(context, ['city'], 'Max(Aggr(Sum(amount), till))', 'Count(Aggr(Sum(amount), till))')).toEqual(
        [
          ['x', 145, 2],
          ['y', 155, 1],
        ],
      )
    },
  ))
