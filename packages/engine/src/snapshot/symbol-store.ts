import { caseKey } from '../model/case-key.js'
import type { FieldModel } from '../model/data-model.js'
import { eachInTurns } from '../turns.js'
import type { ResultCache } from './result-cache.js'
import type { SelectRunner } from './select-runner.js'
import { symbolTable } from './snapshot-schema.js'

/** The values of a field by element number. Holds values that a principal may not see: callers pick visible elements. */
export interface Symbols {
  readonly nums: readonly (number | null)[]
  readonly texts: readonly string[]
  /** Position in the order of lower-cased texts. */
  readonly textRanks: readonly number[]
}

/** Fields with more symbols are read page by page where only a page is needed. */
const maxHeldSymbols = 200_000

/** Reads all symbols of a field. */
export const readSymbols = (cache: ResultCache, runner: SelectRunner, field: FieldModel): Promise<Symbols> =>
  cache.get(
    `symbols ${field.id}`,
    async () => {
      const [nums, texts, textRanks] = await runner.run({
        sql: `SELECT num, text, text_rank FROM ${symbolTable(field.id)} ORDER BY elem`,
        values: [],
      })
      return { nums, texts, textRanks } as Symbols
    },
    () => field.symbolCount * 3,
  )

/** The texts of a field as the data states them, whatever formats the app shows them in. */
const statedTexts = async (cache: ResultCache, runner: SelectRunner, field: FieldModel): Promise<readonly string[]> => {
  if (!field.restated) return (await readSymbols(cache, runner, field)).texts
  const [texts = []] = await runner.run({
    sql: `SELECT stated FROM ${symbolTable(field.id)} ORDER BY elem`,
    values: [],
  })
  return texts.map(String)
}

/** The element numbers of a field by the `caseKey` of the text that the data states. */
export const elementsByText = (
  cache: ResultCache,
  runner: SelectRunner,
  field: FieldModel,
): Promise<ReadonlyMap<string, readonly number[]>> =>
  cache.get(
    `elements by text ${field.id}`,
    async () => {
      const texts = await statedTexts(cache, runner, field)
      const elements = new Map<string, number[]>()
      await eachInTurns(texts, (text, elem) => {
        const key = caseKey(text)
        const known = elements.get(key)
        if (known) known.push(elem)
        else elements.set(key, [elem])
      })
      return elements
    },
    () => field.symbolCount * 3,
  )

/** Reads the dual values of some elements of a field, in the order given. */
export const readLabels = async (
  cache: ResultCache,
  runner: SelectRunner,
  field: FieldModel,
  elements: readonly number[],
): Promise<ReadonlyMap<number, { readonly num: number | null; readonly text: string }>> => {
  if (field.symbolCount <= maxHeldSymbols) {
    const symbols = await readSymbols(cache, runner, field)
    const labels = new Map<number, { readonly num: number | null; readonly text: string }>()
    const label = (elem: number) =>
      labels.set(elem, { num: symbols.nums[elem] ?? null, text: symbols.texts[elem] ?? '' })
    await eachInTurns(elements, label)
    return labels
  }
  const [elems = [], nums = [], texts = []] = await runner.run({
    sql: `SELECT elem, num, text FROM ${symbolTable(field.id)} WHERE elem IN (SELECT unnest($1::INTEGER[]))`,
    values: [elements],
  })
  const labels = new Map(
    elems.map((elem, row) => [Number(elem), { num: nums[row] as number | null, text: String(texts[row]) }]),
  )
  return new Map(
    elements.flatMap((elem) => {
      const label = labels.get(elem)
      return label ? [[elem, label] as const] : []
    }),
  )
}
