import { describe, expect, test } from 'vitest'
import { evaluateHypercube } from '../../evaluate/evaluate-hypercube.js'
import type { Cell, EvaluationContext } from '../../evaluate/evaluation.js'
import {
  aggregateFunctions,
  infixOperators,
  interRecordFunctions,
  prefixOperators,
  replacedFunctions,
  scalarFunctions,
  sessionFunctions,
} from '../../expressions/functions/catalogue.js'
import { parseExpression } from '../../expressions/parser.js'
import { contextOf, withSnapshot } from '../app-folder.js'
import { corpus, tableCorpus } from './corpus.js'
import type { CorpusResult } from './corpus-case.js'
import { corpusModel } from './corpus-model.js'

/** What a formula calls, with what it expands: names of functions in small letters, operators as they are written. */
const calledIn = (formula: string): readonly string[] => {
  const found: string[] = []
  JSON.stringify(parseExpression(formula.replaceAll('$(=', '(')), (key, value: unknown) => {
    const node = value as { readonly kind?: string; readonly name?: string; readonly operator?: string } | null
    if (node?.kind === 'call') found.push(String(node.name).toLowerCase())
    if (node?.kind === 'binary') found.push(String(node.operator))
    if (node?.kind === 'unary') found.push(`prefix ${node.operator}`)
    return key === 'at' ? undefined : value
  })
  return found
}

const shown = async (context: EvaluationContext, formula: string, wanted: CorpusResult): Promise<unknown> => {
  const outcome = await evaluateHypercube(context, { dimensions: [], measures: [{ expression: formula }] })
  if (!outcome.ok) return { error: outcome.errors[0]?.message }
  return sidesOf(outcome.cube.grandTotal[0], wanted)
}

/** The side of a cell that is asked for, or both. */
const sidesOf = (cell: Cell | undefined, wanted: CorpusResult | undefined): unknown => {
  if (!cell || (cell.num === null && cell.text === null)) return null
  if (typeof wanted === 'number') return cell.num
  if (typeof wanted === 'string') return cell.text
  return { number: cell.num, text: cell.text }
}

/** Numbers of a date and time are as exact as a day is divided. */
const sameSides = (found: unknown, wanted: CorpusResult): boolean => {
  if (wanted === null || typeof wanted !== 'object' || !('text' in wanted)) return found === wanted
  const sides = found as { readonly number: number | null; readonly text: string | null } | null
  return sides?.text === wanted.text && typeof sides.number === 'number' && agrees(sides.number, wanted.number)
}

const agrees = (found: unknown, wanted: CorpusResult): boolean => {
  if (typeof found === 'number' && typeof wanted === 'number') {
    return Math.abs(found - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted))
  }
  if (wanted !== null && typeof wanted === 'object' && 'error' in wanted) {
    return String((found as { readonly error?: string } | null)?.error).includes(wanted.error)
  }
  return sameSides(found, wanted)
}

const functions = [
  ...scalarFunctions,
  ...aggregateFunctions,
  ...interRecordFunctions,
  ...replacedFunctions,
  ...sessionFunctions,
  ...infixOperators,
]

describe('the corpus of formulas', () => {
  test('has at least 400, each once', () => {
    const formulas = corpus.map(({ formula }) => formula)
    expect(formulas.length).toBeGreaterThanOrEqual(400)
    expect(formulas.filter((formula, index) => formulas.indexOf(formula) !== index)).toEqual([])
  })

  test('has every function and operator of the catalogue', () => {
    const called = new Set([...corpus, ...tableCorpus].flatMap(({ formula }) => calledIn(formula)))
    const known = [
      ...functions.map(({ name }) => name.toLowerCase()),
      ...Object.keys(prefixOperators).map((operator) => `prefix ${operator}`),
    ]
    expect(known.filter((name) => !called.has(name))).toEqual([])
  })

  test('is computed as the documentation says', { timeout: 600_000 }, () =>
    withSnapshot(corpusModel, async (snapshot) => {
      const context = await contextOf(snapshot)
      const wrong: unknown[] = []
      for (const { page, formula, result } of corpus) {
        const found = await shown(context, formula, result).catch((error: unknown) => ({ thrown: String(error) }))
        if (!agrees(found, result)) wrong.push({ page, formula, result, found })
      }
      expect(wrong).toEqual([])
    }),
  )

  test('is computed in tables as the documentation says', { timeout: 60_000 }, () =>
    withSnapshot(corpusModel, async (snapshot) => {
      const context = await contextOf(snapshot)
      const wrong: unknown[] = []
      for (const { page, formula, results } of tableCorpus) {
        const outcome = await evaluateHypercube(context, {
          dimensions: [{ definition: 'w', sort: { byNumeric: 1 } }],
          measures: [{ expression: 'Sum(n)' }, { expression: formula }],
        })
        const cells = outcome.ok ? await outcome.cube.page(0, 10) : []
        const found = cells.map((row, index) => sidesOf(row[2], results[index]))
        if (found.length === results.length && results.every((result, index) => agrees(found[index], result))) continue
        wrong.push({ page, formula, results, found: outcome.ok ? found : outcome.errors })
      }
      expect(wrong).toEqual([])
    }),
  )
})
