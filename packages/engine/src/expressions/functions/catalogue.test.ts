import { describe, expect, test } from 'vitest'
import { evaluateHypercube } from '../../evaluate/evaluate-hypercube.js'
import { contextOf, withSnapshot } from '../../testing/app-folder.js'
import { agrees, computed } from '../../testing/corpus/computed.js'
import { exampleModel } from '../../testing/corpus/example-model.js'
import {
  aggregateFunctions,
  infixOperators,
  interRecordFunctions,
  prefixOperators,
  replacedFunctions,
  scalarFunctions,
  sessionFunctions,
} from './catalogue.js'
import type { ExampleResult } from './scalar-function.js'

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
  test('all of them', { timeout: 600_000 }, () =>
    withSnapshot(exampleModel, async (snapshot) => {
      const context = await contextOf(snapshot)
      const wrong: unknown[] = []
      for (const { name, examples } of alone) {
        for (const [formula, wanted] of examples) {
          const result = wanted as ExampleResult
          const found = await computed(context, formula, result).catch((error: unknown) => ({ thrown: String(error) }))
          if (!agrees(found, result)) wrong.push({ name, formula, result, found })
        }
      }
      expect(wrong).toEqual([])
    }),
  )

  test('those of other rows, in a table by customer', () =>
    withSnapshot(exampleModel, async (snapshot) => {
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
