import { typeOf } from '../expressions/typed-expression.js'
import type { Cube } from './cube.js'
import { byKey, type GroupKey, type KeyTable } from './group-key.js'

/** Where a key or measure stands among the columns of a page. */
export interface PageColumn {
  readonly at: number
  /** Its text, where it is a number and a text. */
  readonly text?: number
  /** Of a limited key, what a row is of it: see `limitedRow`. */
  readonly limited?: number
}

/** The columns of the pages of a cube: one for each key and each measure, then the texts of those that are dual, then what rows are of limited keys, then the totals with their texts. */
export interface PageColumns {
  readonly keys: readonly PageColumn[]
  readonly measures: readonly PageColumn[]
  /** Of the totals of the measures, where each row has these beside it. */
  readonly totals: readonly PageColumn[]
  readonly count: number
}

const isDual: KeyTable<boolean> = {
  field: () => false,
  calculated: ({ expression }) => typeOf(expression) === 'dual',
  limited: ({ key }) => isDualKey(key),
}

/** Whether a key is told by its number and its text. */
export const isDualKey = (key: GroupKey): boolean => byKey(key, isDual)

export const pageColumns = ({ keys, measures, overall }: Pick<Cube, 'keys' | 'measures' | 'overall'>): PageColumns => {
  let count = keys.length + measures.length
  const placed = (dual: boolean, at: number): PageColumn => (dual ? { at, text: count++ } : { at })
  const placedKeys = keys.map((key, index) => placed(isDualKey(key), index))
  const placedMeasures = measures.map((measure, index) => placed(typeOf(measure) === 'dual', keys.length + index))
  const withLimits = placedKeys.map((column, index) =>
    keys[index]?.kind === 'limited' ? { ...column, limited: count++ } : column,
  )
  const first = count
  if (overall) count += measures.length
  const totals = overall ? measures.map((measure, index) => placed(typeOf(measure) === 'dual', first + index)) : []
  return { keys: withLimits, measures: placedMeasures, totals, count }
}
