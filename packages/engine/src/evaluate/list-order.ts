import type { Symbols } from '../snapshot/symbol-store.js'
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

/** What a list of so many values is sorted by. */
export const listSort = (
  { sort = {}, stateFirstAbove }: Pick<ListObjectRequest, 'sort' | 'stateFirstAbove'>,
  values: number,
): SortCriteria => (stateFirstAbove !== undefined && values > stateFirstAbove ? { ...sort, byState: 1 } : sort)

const stateRank: Readonly<Record<ElementState, number>> = { S: 0, L: 0, O: 1, A: 2, XS: 3, XL: 3, X: 4 }

/** The elements in the order of the criteria, which apply in the order of QIX; ties keep the load order. Elements come in it. */
export const orderedElements = (elements: readonly number[], sort: SortCriteria, keys: ListKeys): readonly number[] => {
  const { symbols } = keys
  const criteria: ((a: number, b: number) => number)[] = []
  const by = (direction: -1 | 0 | 1 | undefined, key: (element: number) => number | string | null | undefined) => {
    if (direction) criteria.push((a, b) => compare(key(a), key(b), direction))
  }
  by(sort.byState, (element) => stateRank[keys.stateOf(element)])
  by(sort.byExpression?.direction, (element) => keys.expressionValues.get(element))
  by(sort.byFrequency, (element) => keys.frequencies.get(element) ?? 0)
  by(sort.byNumeric, (element) => symbols.nums[element])
  by(sort.byAscii, (element) => symbols.textRanks[element])
  by(sort.byLoadOrder, keys.elementOf)
  if (criteria.length === 0) return elements
  return [...elements].sort((a, b) => {
    for (const criterion of criteria) {
      const order = criterion(a, b)
      if (order !== 0) return order
    }
    return 0
  })
}

/** Missing keys are last in either direction. */
const compare = (
  a: number | string | null | undefined,
  b: number | string | null | undefined,
  direction: -1 | 1,
): number => {
  if (a === b) return 0
  if (a === null || a === undefined) return b === null || b === undefined ? 0 : 1
  if (b === null || b === undefined) return -1
  return a < b ? -direction : direction
}
