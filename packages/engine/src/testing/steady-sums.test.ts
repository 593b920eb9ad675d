import { expect, test } from 'vitest'
import { evaluateHypercube } from '../evaluate/evaluate-hypercube.js'
import { contextOf, withSnapshot } from './app-folder.js'

/** Fractions of all sizes, in more rows than one thread reads at a time, and a table to look their kinds up in. */
const data = `
  CREATE TABLE facts AS SELECT (hash(i) % 1000003) / 1000.7 AS "Amount", 'k' || (i % 97) AS "Kind" FROM range(250000) r(i);
  CREATE TABLE kinds AS SELECT 'k' || i AS "Kind", (hash(i) % 1009) / 7.0 AS "Rate" FROM range(97) r(i)`

const expressions = ['Sum(Amount)', 'Avg(Amount)', 'Stdev(Amount)', 'Sum(Amount*Rate)', 'Sum(Aggr(Avg(Amount),Kind))']

const digits = (): Promise<readonly string[]> => {
  let found: readonly string[] = []
  return withSnapshot(data, async (snapshot) => {
    const context = await contextOf(snapshot)
    const outcomes = await Promise.all(
      [[], ['Kind']].map((dimensions) =>
        evaluateHypercube(context, {
          dimensions: dimensions.map((definition) => ({ definition })),
          measures: expressions.map((expression) => ({ expression })),
        }),
      ),
    )
    for (const outcome of outcomes) {
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
      const rows = [outcome.cube.grandTotal, ...(await outcome.cube.page(0, 100))]
      found = [...found, ...rows.flat().map(({ num, text }) => `${num} ${text}`)]
    }
  }).then(() => found)
}

test('the same data gives the same sums to the last digit, however often it is loaded and asked', async () => {
  const first = await digits()
  expect(first.length).toBeGreaterThan(500)
  for (let load = 0; load < 2; load++) expect(await digits()).toEqual(first)
}, 60_000)
