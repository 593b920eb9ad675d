import { expect, test } from 'vitest'
import { contextOf, withSnapshot } from '../testing/app-folder.js'
import { evaluateHypercube } from './evaluate-hypercube.js'

test('Aggr over a million groups needs no more memory than a snapshot has', {
  timeout: 120_000,
}, async () => {
  const sums = (memoryLimit: string) =>
    withSnapshot(
      `CREATE TABLE sales AS SELECT i AS id, i % 4 AS shop, i % 10 AS amount FROM range(1000000) t(i)`,
      async (snapshot) => {
        const outcome = await evaluateHypercube(await contextOf(snapshot), {
          dimensions: [{ definition: 'shop', sort: { byNumeric: 1 } }],
          measures: [{ expression: 'Sum(Aggr(Sum(amount), id))' }],
        })
        if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
        const rows = await outcome.cube.page(0, 10)
        return [...rows.map((row) => row[1]?.num), outcome.cube.grandTotal[0]?.num]
      },
      { memoryLimit },
    )
  expect(await sums('20MB')).toEqual([1_000_000, 1_250_000, 1_000_000, 1_250_000, 4_500_000])
})
