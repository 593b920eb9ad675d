import { type Numbering, numberingOf } from '../evaluate/numbering.js'
import { labelsOf } from '../evaluate/visible-fields.js'
import type { Json } from '../json.js'
import { limits } from '../limits.js'
import type { FieldModel } from '../model/data-model.js'
import type { SymbolSet } from '../model/symbol-set.js'
import type { Scope } from '../objects/scope.js'
import { inPace, sortInTurns } from '../turns.js'

/** A value that a search tells. */
export interface ToldValue {
  readonly elem: number
  readonly symbol: number
  readonly text: string
  readonly num: number | null
}

/** Tells values of a field in load order, from an offset on; a count of -1, or none, asks for all. */
export type Tell = (
  field: FieldModel,
  symbols: SymbolSet,
  offset: Json | undefined,
  count: Json | undefined,
) => Promise<readonly ToldValue[]>

const mostOfField = limits.searchedValues.most

const asked = (count: Json | undefined): number =>
  typeof count === 'number' && count >= 0 ? Math.min(Math.trunc(count), mostOfField) : mostOfField

/** Values that are sorted rather than looked for among all. */
const maxSorted = 10_000

const inLoadOrder = async (
  { symbols, elementOf }: Numbering,
  wanted: SymbolSet,
  most: number,
  signal: AbortSignal | undefined,
): Promise<readonly number[]> => {
  if (wanted.size <= maxSorted) return sortInTurns([...wanted], (a, b) => elementOf(a) - elementOf(b), signal)
  const found: number[] = []
  const pace = inPace()
  for (const symbol of symbols) {
    if (found.length >= most) break
    const pause = pace()
    if (pause) await pause
    if (wanted.has(symbol)) found.push(symbol)
  }
  return found
}

/** Begins an answer that tells values: of one field at once, and all in all, no more than the bounds. */
export const beginTelling = ({ moment: { view, signal } }: Scope): Tell => {
  let left: number = limits.toldValues.most
  return async (field, symbols, offset, count) => {
    const from = typeof offset === 'number' && offset > 0 ? Math.trunc(offset) : 0
    const most = Math.min(asked(count), left)
    if (most === 0) return []
    const numbering = await numberingOf(view, field, signal)
    const told = (await inLoadOrder(numbering, symbols, from + most, signal)).slice(from, from + most)
    left -= told.length
    const labels = await labelsOf(view, field, told)
    return told.map((symbol) => {
      const { text = '', num = null } = labels.get(symbol) ?? {}
      return { symbol, elem: numbering.elementOf(symbol), text, num }
    })
  }
}
