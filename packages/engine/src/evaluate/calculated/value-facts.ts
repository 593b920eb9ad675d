import { eachInTurns } from '../../turns.js'
import type { KeyValue } from './key-value.js'

/** What values have in common. */
export interface ValueFacts {
  /** Whether each has a number, and each a whole one. */
  readonly numbers: boolean
  readonly integers: boolean
  readonly ascii: boolean
  readonly min: number | null
  readonly max: number | null
  /** Characters of the longest text. */
  readonly maxGlyphCount: number
}

/** Looks at all values, in turns. */
export const factsOfValues = async (values: readonly KeyValue[], signal?: AbortSignal): Promise<ValueFacts> => {
  const facts = { numbers: true, integers: true, ascii: true, maxGlyphCount: 0 }
  let min: number | null = null
  let max: number | null = null
  await eachInTurns(
    values,
    ({ num, text }) => {
      facts.numbers &&= num !== null
      facts.integers &&= Number.isInteger(num)
      facts.ascii &&= Buffer.byteLength(text) === text.length
      facts.maxGlyphCount = Math.max(facts.maxGlyphCount, text.length)
      if (num !== null && (min === null || num < min)) min = num
      if (num !== null && (max === null || num > max)) max = num
    },
    signal,
  )
  return { ...facts, min, max }
}
