import { expect, test } from 'vitest'
import { evaluateHypercube } from '../evaluate/evaluate-hypercube.js'
import type { SnapshotOptions } from '../snapshot/snapshot.js'
import { contextOf, withSnapshot } from './app-folder.js'
import { askAll } from './oracle/asked.js'

const rows = 40_000
/** Cents, of all sizes, that no power of two divides. */
const cents = (row: number) => ((row * 7_919) % 1_000_003) + 1
const kinds = 37

/** Amounts of two decimals, loaded in either order, with the kinds that they are of in regions. */
const data = (order: 'ASC' | 'DESC') => `
  CREATE TABLE facts AS
    SELECT CAST((i * 7919) % 1000003 + 1 AS DOUBLE) / 100 AS "Amount", 'k' || (i % ${kinds}) AS "Kind", i % 11 AS "Shop"
    FROM range(${rows}) r(i) ORDER BY i ${order};
  CREATE TABLE kinds AS SELECT 'k' || i AS "Kind", 'r' || (i % 3) AS "Region" FROM range(${kinds}) r(i)`

const sumWhere = (holds: (row: number) => boolean): { readonly sum: number; readonly average: number } => {
  let total = 0
  let count = 0
  for (let row = 0; row < rows; row++) {
    if (!holds(row)) continue
    total += cents(row)
    count++
  }
  return { sum: total / 100, average: total / 100 / count }
}

const expressions = [
  'Sum(Amount)',
  'Avg(Amount)',
  'Sum(TOTAL Amount)',
  'Avg(TOTAL <Region> Amount)',
  'Sum(DISTINCT Amount)',
]

const regionOf = (row: number) => (row % kinds) % 3
const distinct = (holds: (row: number) => boolean): number => {
  const seen = new Set<number>()
  for (let row = 0; row < rows; row++) if (holds(row)) seen.add(cents(row))
  return [...seen].reduce((sum, each) => sum + each, 0) / 100
}

const everywhere = () => true

/** The cells of cubes that are asked together or one after the other, by their dimensions. */
const assertExact = (order: 'ASC' | 'DESC', together: boolean, options: SnapshotOptions = {}) =>
  withSnapshot(
    data(order),
    async (snapshot) => {
      const context = await contextOf(snapshot)
      const cells = async (dimensions: readonly string[]) => {
        const outcome = await evaluateHypercube(context, {
          dimensions: dimensions.map((definition) => ({ definition })),
          measures: expressions.map((expression) => ({ expression })),
        })
        if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
        const found = await outcome.cube.page(0, 1_000)
        return {
          total: outcome.cube.grandTotal.map(({ num }) => num),
          rows: found.map((row) => [
            ...row.slice(0, dimensions.length).map(({ text }) => text),
            ...row.slice(dimensions.length).map(({ num }) => num),
          ]),
        }
      }
      const all = sumWhere(everywhere)
      const questions: readonly (readonly [
        readonly string[],
        (keys: readonly string[]) => (row: number) => boolean,
      ])[] = [
        [
          ['Region'],
          ([region]) =>
            (row) =>
              `r${regionOf(row)}` === region,
        ],
        [
          ['Kind'],
          ([kind]) =>
            (row) =>
              `k${row % kinds}` === kind,
        ],
        [
          ['Shop', 'Region'],
          ([shop, region]) =>
            (row) =>
              `${row % 11}` === shop && `r${regionOf(row)}` === region,
        ],
        [[], () => everywhere],
      ]
      await askAll(
        questions.map(([dimensions, holdsFor]) => ({
          question: () => dimensions.join(),
          compare: async () => {
            const { total, rows: found } = await cells(dimensions)
            expect(total.slice(0, 3)).toEqual([all.sum, all.average, all.sum])
            expect(total[4]).toBe(distinct(everywhere))
            for (const row of found) {
              const keys = row.slice(0, dimensions.length).map(String)
              const holds = holdsFor(keys)
              const { sum, average } = sumWhere(holds)
              const [own, mean, whole, ofRegion, ofDistinct] = row.slice(dimensions.length)
              expect([own, mean, whole, ofDistinct]).toEqual([sum, average, all.sum, distinct(holds)])
              const region = dimensions.indexOf('Region')
              const inRegion = region < 0 ? all : sumWhere((each) => `r${regionOf(each)}` === keys[region])
              expect(ofRegion).toBe(inRegion.average)
            }
          },
        })),
        together,
      )
    },
    options,
  )

test.each([
  ['ASC', false],
  ['DESC', true],
] as const)('sums of few decimals are exact, loaded %s, asked together: %s', (order, together) =>
  assertExact(order, together),
)

test('they are so with several threads', () => assertExact('ASC', true, { threads: 4 }))
