import { describe, expect, test } from 'vitest'
import { evaluateHypercube } from '../../evaluate/evaluate-hypercube.js'
import { contextOf, withSnapshot } from '../../testing/app-folder.js'
import {
  aggregateFunctions,
  infixOperators,
  interRecordFunctions,
  prefixOperators,
  replacedFunctions,
  scalarFunctions,
  sessionFunctions,
} from './catalogue.js'

/** The rows that the examples of aggregations are about. */
const orders = `CREATE TABLE orders AS SELECT * FROM (VALUES
  (1, 'A', 10.0, 1), (2, 'A', 20.0, 2), (3, 'B', 5.0, 1), (4, 'C', NULL, 1)) t(id, customer, amount, size)`

const alone = [
  ...scalarFunctions,
  ...aggregateFunctions,
  ...sessionFunctions,
  ...infixOperators,
  ...Object.values(prefixOperators),
]
const ofRows = [...interRecordFunctions, ...replacedFunctions]
const everything = [...alone, ...ofRows]

test('every function is named once and has an example', () => {
  const names = everything.map(({ name }) => name.toLowerCase())
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  expect(everything.filter(({ examples }) => examples.length === 0).map(({ name }) => name)).toEqual([])
})

describe('the examples of functions are true', () => {
  test('all of them', { timeout: 120_000 }, () =>
    withSnapshot(orders, async (snapshot) => {
      const context = await contextOf(snapshot)
      const wrong: unknown[] = []
      for (const { name, examples } of alone) {
        for (const [expression, result] of examples) {
          const outcome = await evaluateHypercube(context, { dimensions: [], measures: [{ expression }] }).catch(
            (error: unknown) => ({ ok: false as const, errors: [error] }),
          )
          const cell = outcome.ok ? outcome.cube.grandTotal[0] : outcome.errors
          const shown = outcome.ok ? shownAs(outcome.cube.grandTotal[0], result) : cell
          if (!isSame(shown, result)) wrong.push({ name, expression, result, shown })
        }
      }
      expect(wrong).toEqual([])
    }),
  )

  test('those of other rows, in a table by customer', () =>
    withSnapshot(orders, async (snapshot) => {
      const context = await contextOf(snapshot)
      const wrong: unknown[] = []
      for (const [expression, results] of ofRows.flatMap(({ examples }) => examples)) {
        const outcome = await evaluateHypercube(context, {
          dimensions: [{ definition: 'customer' }],
          measures: [{ expression: 'Sum(amount)' }, { expression }],
        })
        const rows = outcome.ok ? await outcome.cube.page(0, 10) : []
        const wanted = Array.isArray(results) ? results : []
        const shown = outcome.ok ? rows.map((row, index) => shownAs(row[2], wanted[index])) : outcome.errors
        if (JSON.stringify(shown) !== JSON.stringify(wanted)) wrong.push({ expression, results, shown })
      }
      expect(wrong).toEqual([])
    }))
})

const shownAs = (cell: { readonly num: number | null; readonly text: string | null } | undefined, wanted: unknown) => {
  if (!cell || (cell.num === null && cell.text === null)) return null
  if (typeof wanted === 'number') return cell.num
  if (typeof wanted === 'string') return cell.text
  return { number: cell.num, text: cell.text }
}

const isSame = (shown: unknown, wanted: unknown): boolean =>
  typeof shown === 'number' && typeof wanted === 'number'
    ? Math.abs(shown - wanted) < 1e-9
    : JSON.stringify(shown) === JSON.stringify(wanted)
