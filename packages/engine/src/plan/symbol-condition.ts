import type { SetOperator } from '../expressions/nodes/set-node.js'
import { intersection, type SymbolSet, symbolSet } from '../model/symbol-set.js'
import type { Cube } from './cube.js'
import type { DataScope } from './data-scope.js'

/**
 * Which values of a field are meant, by what they are: for fields of so many values that lists of them would be slow to
 * make and to bind. Plain data; the database tests each value.
 */
export type SymbolCondition =
  | PatternCondition
  | BoundsCondition
  | { readonly kind: 'everything' }
  | { readonly kind: 'elements'; readonly elements: readonly number[] }
  /** As many as would be a long list. */
  | { readonly kind: 'set'; readonly symbols: SymbolSet }
  | { readonly kind: 'text'; readonly text: string; readonly anyCase: boolean }
  | { readonly kind: 'number'; readonly number: number }
  /** Those that occur in a part of the data. */
  | { readonly kind: 'possible'; readonly scope: DataScope }
  /** Those for which the measure of a cube, whose one key is the field, is a number that is not zero. */
  | { readonly kind: 'cube'; readonly cube: Cube }
  | { readonly kind: 'any'; readonly of: readonly SymbolCondition[] }
  | {
      readonly kind: 'operation'
      readonly operator: SetOperator
      readonly left: SymbolCondition
      readonly right: SymbolCondition
    }

/** What words are made of. */
export const wordCharacter = /[\p{L}\p{M}\p{N}_]/u

/** For the whole text, in small letters: `*` is any text, `?` one character, and `^` stands where a word begins. */
export interface PatternCondition {
  readonly kind: 'pattern'
  readonly pattern: string
}

/** All of them hold; where there are none, nothing meets them. */
export interface BoundsCondition {
  readonly kind: 'bounds'
  readonly bounds: readonly NumberBound[]
}

/** What a value tells by itself, whatever else there is. */
export type ValueCondition =
  | PatternCondition
  | BoundsCondition
  | { readonly kind: 'everything' }
  | { readonly kind: 'any'; readonly of: readonly ValueCondition[] }
  | {
      readonly kind: 'operation'
      readonly operator: SetOperator
      readonly left: ValueCondition
      readonly right: ValueCondition
    }

export interface NumberBound {
  readonly comparison: '<' | '<=' | '>' | '>='
  readonly limit: number
}

/** Values of a field that are allowed: listed, ascending and each once, or told by a condition. */
export type AllowedElements = readonly number[] | SymbolCondition

export const isListed = (allowed: AllowedElements): allowed is readonly number[] => Array.isArray(allowed)

/** The same as a condition. */
export const conditionOf = (allowed: AllowedElements): SymbolCondition =>
  isListed(allowed) ? { kind: 'elements', elements: allowed } : allowed

/** Symbols that a plan lists: longer lists are slow to compare, to name in keys and to bind. */
const maxListed = 1_000

/** The values of a set. */
export const allowedSymbols = (symbols: SymbolSet): AllowedElements =>
  symbols.size <= maxListed ? [...symbols] : { kind: 'set', symbols }

/** The values that are allowed, where they are known without asking the data. */
export const symbolsAllowed = (allowed: AllowedElements): SymbolSet | undefined => {
  if (!isListed(allowed)) return allowed.kind === 'set' ? allowed.symbols : undefined
  const symbols = setsOfLists.get(allowed) ?? symbolSet(allowed)
  setsOfLists.set(allowed, symbols)
  return symbols
}

/** Lists never change, and those of a reduction are the same as long as somebody is connected. */
const setsOfLists = new WeakMap<readonly number[], SymbolSet>()

/** Thrown where somebody looks at values that are open. */
export const openValuesRead = new Error('values that are open were looked at')

const unreadable = <T extends object>(target: T): T =>
  new Proxy(target, {
    get: () => {
      throw openValuesRead
    },
  })

/**
 * Values that stand for whatever is allowed in a field: to look at them is an error, so that nothing can hang on them.
 *
 * @param listed whether they are told as a list
 */
export const openElements = (listed: boolean): { readonly allowed: AllowedElements; readonly symbols: SymbolSet } => {
  const symbols = unreadable({} as SymbolSet)
  if (!listed) return { allowed: { kind: 'set', symbols }, symbols }
  const allowed: readonly number[] = unreadable([])
  setsOfLists.set(allowed, symbols)
  return { allowed, symbols }
}

/** The values that both allow. */
export const commonElements = (a: AllowedElements, b: AllowedElements): AllowedElements => {
  const [left, right] = [symbolsAllowed(a), symbolsAllowed(b)]
  return left && right
    ? allowedSymbols(intersection(left, right))
    : { kind: 'operation', operator: '*', left: conditionOf(a), right: conditionOf(b) }
}
