import {
  aggregateFunctions,
  infixOperators,
  interRecordFunctions,
  prefixOperators,
  replacedFunctions,
  scalarFunctions,
  sessionFunctions,
} from '../../expressions/functions/catalogue.js'
import type { Example } from '../../expressions/functions/scalar-function.js'
import { defaultFormats } from '../../format/app-formats.js'
import { formatNumber, parseNumberFormat } from '../../format/number-format.js'
import { readValue } from '../../format/read-value.js'
import { openSnapshot } from '../../snapshot/snapshot.js'
import { contextOf, withAppFolder } from '../app-folder.js'
import { calledIn } from '../corpus/called-in.js'
import { agreeInRows, agrees, computedRows, computedTogether } from '../corpus/computed.js'
import { corpus, tableCorpus } from '../corpus/corpus.js'
import type { CorpusResult } from '../corpus/corpus-case.js'
import { corpusModel } from '../corpus/corpus-model.js'
import { exampleModel } from '../corpus/example-model.js'
import { readTexts } from '../corpus/read-texts.js'
import { selectedCorpus, selectedModel, withSelected } from '../corpus/selected.js'
import { writtenNumbers } from '../corpus/written-numbers.js'

/** The snapshots that formulas are computed over. */
export interface Models {
  readonly corpus: string
  readonly examples: string
  readonly selected: string
}

/** A formula with its results: one, or one for each row of a table. */
interface Case {
  readonly model: keyof Models
  readonly formula: string
  readonly table?: { readonly dimension: string; readonly beside: string }
  readonly results: readonly CorpusResult[]
}

/** Loads the models for the time of a use. */
export const withModels = <T>(use: (models: Models) => Promise<T>): Promise<T> =>
  withAppFolder({ 'data.sql': corpusModel }, async (first) => {
    await first.reload()
    return withAppFolder({ 'data.sql': exampleModel }, async (second) => {
      await second.reload()
      return withAppFolder({ 'data.sql': selectedModel }, async (third) => {
        await third.reload()
        return use({ corpus: first.snapshotDir, examples: second.snapshotDir, selected: third.snapshotDir })
      })
    })
  })

const describedFunctions = () => [
  ...scalarFunctions,
  ...aggregateFunctions,
  ...sessionFunctions,
  ...infixOperators,
  ...Object.values(prefixOperators),
  ...interRecordFunctions,
  ...replacedFunctions,
]

const cases = (): readonly Case[] => [
  ...corpus.map(({ formula, result }): Case => ({ model: 'corpus', formula, results: [result] })),
  ...selectedCorpus.map(({ formula, result }): Case => ({ model: 'selected', formula, results: [result] })),
  ...tableCorpus.map(
    ({ formula, results }): Case => ({
      model: 'corpus',
      formula,
      table: { dimension: '[w]', beside: 'Sum(n)' },
      results,
    }),
  ),
  ...describedFunctions().flatMap(({ examples }) => examples.map(caseOfExample)),
]

const caseOfExample = ([formula, results]: Example): Case =>
  Array.isArray(results)
    ? {
        model: 'examples',
        formula,
        table: { dimension: 'customer', beside: 'Sum(amount)' },
        results: results as readonly CorpusResult[],
      }
    : { model: 'examples', formula, results: [results as CorpusResult] }

/** Functions of other families that compute by files of a family. */
const alsoOf: Readonly<Record<string, readonly string[]>> = {
  financial: ['irr', 'npv', 'xirr', 'xnpv', 'rangeirr', 'rangenpv', 'rangexirr', 'rangexnpv'],
}

/** Whether numbers and texts are written and read as they should be, which charts do without a formula. */
const formatsAgree = (): boolean =>
  writtenNumbers.every(
    ({ value, format, text }) => formatNumber(value, parseNumberFormat(format, defaultFormats)) === text,
  ) && readTexts.every(([text, value, formats]) => readValue(text, { ...defaultFormats, ...formats }) === value)

/**
 * Whether all formulas of the corpus and of the examples that call a function of a family are worth what they should be.
 */
export const familyAgrees = async (models: Models, family: string): Promise<boolean> => {
  if (family === 'formatting' && !formatsAgree()) return false
  const names = new Set([
    ...describedFunctions().flatMap((entry) => (entry.family === family ? entry.name.toLowerCase() : [])),
    ...(alsoOf[family] ?? []),
  ])
  const asked = cases().filter(({ formula }) => calledIn(formula).some((name) => names.has(name)))
  if (asked.length === 0) throw new Error(`no formula calls a function of the family ${family}`)
  for (const model of ['corpus', 'examples', 'selected'] as const) {
    const snapshot = await openSnapshot(models[model], {})
    try {
      const opened = await contextOf(snapshot)
      const context = model === 'selected' ? await withSelected(opened) : opened
      const ofModel = asked.filter((one) => one.model === model)
      const ofCells = ofModel.flatMap(({ formula, table, results }) =>
        table ? [] : [{ formula, result: results[0] ?? null }],
      )
      const found = await computedTogether(context, ofCells)
      if (!ofCells.every(({ result }, index) => agrees(found[index], result))) return false
      for (const { formula, table, results } of ofModel) {
        if (table && !agreeInRows(await computedRows(context, { ...table, formula }, results), results)) return false
      }
    } finally {
      snapshot.close()
    }
  }
  return true
}
