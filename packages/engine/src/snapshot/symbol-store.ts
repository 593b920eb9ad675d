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
): Promise<Labels> => {
  if (field.symbolCount <= maxHeldSymbols) {
    const symbols = await readSymbols(cache, runner, field)
    const labels = new Map<number, { readonly num: number | null; readonly text: string }>()
    const label = (elem: number) =>
      labels.set(elem, { num: symbols.nums[elem] ?? null, text: symbols.texts[elem] ?? '' })
    await eachInTurns(elements, label)
    return labels
  }
  const labels = await labelsTogether(runner, field, elements)
  return new Map(
    elements.flatMap((elem) => {
      const label = labels.get(elem)
      return label ? [[elem, label] as const] : []
    }),
  )
}

type Labels = ReadonlyMap<number, { readonly num: number | null; readonly text: string }>

/** Labels of a field that are being read, and those that are read next. */
interface LabelReads {
  current: Promise<unknown>
  next: { readonly elements: Set<number>; readonly labels: Promise<Labels> } | undefined
}

const reads = new WeakMap<SelectRunner, Map<number, LabelReads>>()

/**
 * Reads labels; what is asked for while others are read is read in one query after them, as a call may ask for a thousand
 * pages.
 */
const labelsTogether = (runner: SelectRunner, field: FieldModel, asked: readonly number[]): Promise<Labels> => {
  const byField = reads.get(runner) ?? new Map<number, LabelReads>()
  reads.set(runner, byField)
  const ofField = byField.get(field.id) ?? { current: Promise.resolve(), next: undefined }
  byField.set(field.id, ofField)
  if (ofField.next) {
    for (const element of asked) ofField.next.elements.add(element)
    return ofField.next.labels
  }
  const elements = new Set(asked)
  const labels = ofField.current.then(() => {
    ofField.next = undefined
    return labelsOf(runner, field, [...elements])
  })
  ofField.next = { elements, labels }
  ofField.current = labels.catch(() => undefined)
  return labels
}

const labelsOf = async (runner: SelectRunner, field: FieldModel, elements: readonly number[]): Promise<Labels> => {
  const [elems = [], nums = [], texts = []] = await runner.run({
    sql: `SELECT elem, num, text FROM ${symbolTable(field.id)} WHERE elem IN (SELECT unnest($1::INTEGER[]))`,
    values: [elements],
  })
  return new Map(
    elems.map((elem, row) => [Number(elem), { num: nums[row] as number | null, text: String(texts[row]) }]),
  )
}
