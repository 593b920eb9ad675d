import { expect, test } from 'vitest'
import { contextOf, withSnapshot } from '../testing/app-folder.js'
import { evaluateHypercube } from './evaluate-hypercube.js'

test('values are sorted by their numbers, in whichever order they were loaded', async () => {
  for (const loaded of ['i', '9 - i', '(i * 7) % 10'])
    await withSnapshot(
      `CREATE TABLE t AS SELECT ${loaded} AS n, 1 AS one FROM range(10) r(i) UNION ALL SELECT NULL, 1`,
      async (snapshot) => {
        const context = await contextOf(snapshot)
        for (const direction of [1, -1] as const) {
          const outcome = await evaluateHypercube(context, {
            dimensions: [{ definition: 'n', sort: { byNumeric: direction } }],
            measures: [
              { expression: 'Sum(one)' },
              { expression: 'RangeSum(Above(Sum(one), 0, RowNo()))' },
              { expression: 'Rank(Sum(one), 4)' },
            ],
          })
          if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
          const digits = Array.from({ length: 10 }, (_, i) => (direction === 1 ? i : 9 - i))
          const rows = await outcome.cube.page(0, 20)
          expect([loaded, rows.map((row) => row.map(({ num }) => num))]).toEqual([
            loaded,
            [...digits, null].map((digit, row) => [digit, 1, row + 1, row + 1]),
          ])
        }
      },
    )
})

test('ranks that tie are in the order of the rows, whatever that is', () =>
  withSnapshot(
    "CREATE TABLE t AS SELECT * FROM (VALUES ('c', 5), ('a', 5), ('d', NULL), ('b', 7), ('e', 5)) t(k, v)",
    async (snapshot) => {
      const outcome = await evaluateHypercube(await contextOf(snapshot), {
        dimensions: [{ definition: 'k', sort: { byAscii: 1 } }],
        measures: [
          'Rank(Only(v))',
          'Rank(Only(v), 1)',
          'Rank(Only(v), 2)',
          'Rank(Only(v), 3)',
          'Rank(Only(v), 4, 2)',
        ].map((expression) => ({ expression })),
      })
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
      const rows = await outcome.cube.page(0, 9)
      expect(rows.map((row) => row.map(({ text, num }, column) => (column === 0 ? text : [num, text])))).toEqual([
        ['a', [2.5, '2-4'], [2, '2-4'], [3, '2-4'], [4, '2-4'], [2, '2']],
        ['b', [1, '1'], [1, '1'], [1, '1'], [1, '1'], [1, '1']],
        ['c', [2.5, '2-4'], [2, '2-4'], [3, '2-4'], [4, '2-4'], [3, '']],
        ['d', [null, null], [null, null], [null, null], [null, null], [null, null]],
        ['e', [2.5, '2-4'], [2, '2-4'], [3, '2-4'], [4, '2-4'], [4, '']],
      ])
    },
  ))
