import { describe, expect, test } from 'vitest'
import {
  aggregateFunctions,
  infixOperators,
  interRecordFunctions,
  prefixOperators,
  replacedFunctions,
  scalarFunctions,
  sessionFunctions,
} from '../../expressions/functions/catalogue.js'
import { contextOf, withSnapshot } from '../app-folder.js'
import { calledIn } from './called-in.js'
import { agreeInRows, agrees, computed, computedRows } from './computed.js'
import { corpus, tableCorpus } from './corpus.js'
import { corpusModel } from './corpus-model.js'
import { selectedCorpus, selectedModel, withSelected } from './selected.js'

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
        const found = await computed(context, formula, result).catch((error: unknown) => ({ thrown: String(error) }))
        if (!agrees(found, result)) wrong.push({ page, formula, result, found })
      }
      expect(wrong).toEqual([])
    }),
  )

  test('is computed under selections as the documentation says', () =>
    withSnapshot(selectedModel, async (snapshot) => {
      const context = await withSelected(await contextOf(snapshot))
      const wrong: unknown[] = []
      for (const { page, formula, result } of selectedCorpus) {
        const found = await computed(context, formula, result).catch((error: unknown) => ({ thrown: String(error) }))
        if (!agrees(found, result)) wrong.push({ page, formula, result, found })
      }
      expect(wrong).toEqual([])
    }))

  test('is computed in tables as the documentation says', { timeout: 60_000 }, () =>
    withSnapshot(corpusModel, async (snapshot) => {
      const context = await contextOf(snapshot)
      const wrong: unknown[] = []
      for (const { page, formula, results } of tableCorpus) {
        const found = await computedRows(context, { dimension: '[w]', beside: 'Sum(n)', formula }, results)
        if (!agreeInRows(found, results)) wrong.push({ page, formula, results, found })
      }
      expect(wrong).toEqual([])
    }),
  )
})
