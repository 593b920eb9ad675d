import { isRange, type SymbolSet } from '../../model/symbol-set.js'
import type { BindElements } from '../dialect.js'

/** A list that is not contiguous is a set to probe: searching a bound list costs each row its length. */
export const hasElement = (column: string, symbols: SymbolSet, bind: BindElements): string =>
  withinBounds(column, symbols, bind) ?? `${column} IN (SELECT unnest(${bind([...symbols])}))`

/** An inner join with few, different numbers is looked up by their place, which IN is not. */
export const elementJoin = (
  column: string,
  alias: string,
  symbols: SymbolSet,
  bind: BindElements,
): string | undefined =>
  isRange(symbols)
    ? undefined
    : `JOIN (SELECT unnest(${bind([...symbols])}) AS listed) AS ${alias} ON ${alias}.listed = ${column}`

/** A bit is looked at, however many values there are. */
export const hasBit = (column: string, bits: string): string => `get_bit(${bits}, ${column}) = 1`

const withinBounds = (column: string, symbols: SymbolSet, bind: BindElements): string | undefined => {
  if (!isRange(symbols)) return undefined
  const { first, last } = symbols
  return first === last ? `${column} = ${bind(first)}` : `${column} BETWEEN ${bind(first)} AND ${bind(last)}`
}
