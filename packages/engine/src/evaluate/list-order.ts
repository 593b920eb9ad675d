import type { Symbols } from '../snapshot/symbol-store.js'
import { countInTurns, eachInTurns, mapInTurns, sortInTurns } from '../turns.js'
import type { StateOf } from './element-states.js'
import type { ElementState, ListObjectRequest, SortCriteria } from './evaluation.js'

/** The value of an expression for each value of a field. */
export type ElementValues = ReadonlyMap<number, number | string | null>

/** What the values of a list are ordered by. */
export interface ListKeys {
  readonly symbols: Symbols
  readonly stateOf: StateOf
  /** Position of a value in load order. */
  readonly elementOf: (symbol: number) => number
  /** Rows that hold the value; absent values have none. */
  readonly frequencies: ElementValues
  /** The sort expression's value; absent or `null` is last. */
  readonly expressionValues: ElementValues
}

/** The sum and the largest of the frequencies that rows have. */
export const wholeOf = async (
  elements: readonly number[],
  frequencies: ElementValues,
): Promise<{ readonly sum: number; readonly largest: number }> => {
  let sum = 0
  let largest = 0
  if (frequencies.size === 0) return { sum, largest }
  await eachInTurns(elements, (element) => {
    const frequency = Number(frequencies.get(element) ?? 0)
    sum += frequency
    largest = Math.max(largest, frequency)
  })
  return { sum, largest }
}

/** What a list of so many values is sorted by. */
export const listSort = (
  { sort = {}, stateFirstAbove }: Pick<ListObjectRequest, 'sort' | 'stateFirstAbove'>,
  values: number,
): SortCriteria => (stateFirstAbove !== undefined && values > stateFirstAbove ? { ...sort, byState: 1 } : sort)

const stateRank: Readonly<Record<ElementState, number>> = { S: 0, L: 0, O: 1, A: 2, XS: 3, XL: 3, X: 4 }

type Key = number | string | null | undefined

/**
 * The elements in the order of the criteria, which apply in the order of QIX; ties keep the load order. Elements come in it.
 * Each key is made once, and others have their turn while many elements are sorted.
 */
export const orderedElements = async (
  elements: readonly number[],
  sort: SortCriteria,
  keys: ListKeys,
  signal?: AbortSignal,
): Promise<readonly number[]> => {
  const { symbols } = keys
  const criteria: { readonly direction: -1 | 1; readonly values: readonly Key[] }[] = []
  const by = async (direction: -1 | 0 | 1 | undefined, key: (element: number) => Key) => {
    if (direction) criteria.push({ direction, values: await mapInTurns(elements, key, signal) })
  }
  await by(sort.byState, (element) => stateRank[keys.stateOf(element)])
  await by(sort.byExpression?.direction, (element) => keys.expressionValues.get(element))
  await by(sort.byFrequency, (element) => keys.frequencies.get(element) ?? 0)
  await by(sort.byNumeric, (element) => symbols.nums[element])
  await by(sort.byAscii, (element) => symbols.textRanks[element])
  await by(sort.byLoadOrder, keys.elementOf)
  if (criteria.length === 0) return elements
  const positions = await sortInTurns(
    await countInTurns(elements.length),
    (a, b) => {
      for (const { direction, values } of criteria) {
        const order = compare(values[a], values[b], direction)
        if (order !== 0) return order
      }
      return 0
    },
    signal,
  )
  return mapInTurns(positions, (position) => elements[position] as number, signal)
}

/** Missing keys are last in either direction. */
const compare = (a: Key, b: Key, direction: -1 | 1): number => {
  if (a === b) return 0
  if (a === null || a === undefined) return b === null || b === undefined ? 0 : 1
  if (b === null || b === undefined) return -1
  return a < b ? -direction : direction
}
