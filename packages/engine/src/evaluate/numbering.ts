import type { FieldModel } from '../model/data-model.js'
import { everySymbol, type SymbolSet, symbolSetBuilder } from '../model/symbol-set.js'
import { loadedValuesStatement } from '../print/field-statements.js'
import { type DataView, seesEveryRow } from '../security/data-view.js'
import { noSelections } from '../selections/selection-state.js'
import { countInTurns, eachInTurns } from '../turns.js'
import { cacheKey } from './cache-key.js'

/**
 * The values of a field that a principal may see, in the order in which their first visible rows were loaded. Symbols number
 * the values of all data; what a client sees and sends are element numbers, which number the visible values only, so that
 * neither tells of rows that are hidden. Where nothing is hidden both are the same.
 */
export interface Numbering {
  /** Symbols in load order: by element number. */
  readonly symbols: readonly number[]
  /** The same symbols, ascending. */
  readonly ascending: readonly number[]
  /** The same as a set. */
  readonly visible: SymbolSet
  /** The element number of a visible value; negative symbols, which stand for no value, number themselves. */
  readonly elementOf: (symbol: number) => number
}

/** The numbering of a field for the principal of a view; computed once for a snapshot and what can be seen of it. */
export const numberingOf = (view: DataView, field: FieldModel, signal?: AbortSignal): Promise<Numbering> =>
  view.snapshot.results.get(
    cacheKey(view, noSelections, ['numbering', field.id]),
    async () => {
      if (seesEveryRow(view)) return unchanged(field.symbolCount)
      const [symbols = [], places = []] = await view.snapshot.runner.run(
        loadedValuesStatement(view.model, field, { kind: 'alternatives', alternatives: view.predicate }),
        signal,
      )
      return numbered(symbols as readonly number[], places as readonly number[], signal)
    },
    ({ symbols, ascending }) => (symbols === ascending ? symbols.length : 3 * symbols.length),
    signal,
  )

const unchanged = async (count: number): Promise<Numbering> => {
  const symbols = await countInTurns(count)
  return { symbols, ascending: symbols, visible: everySymbol(count), elementOf: (symbol) => symbol }
}

/** @param places of the symbols in load order, from 0 */
const numbered = async (
  ascending: readonly number[],
  places: readonly number[],
  signal: AbortSignal | undefined,
): Promise<Numbering> => {
  const visible = symbolSetBuilder()
  const inPlaces = new Array<number>(ascending.length)
  let inOrder = true
  await eachInTurns(
    ascending,
    (symbol, position) => {
      const place = places[position] ?? position
      visible.add(symbol)
      inPlaces[place] = symbol
      inOrder &&= place === position
    },
    signal,
  )
  const symbols = inOrder ? ascending : inPlaces
  return {
    symbols,
    ascending,
    visible: visible.build(),
    elementOf: (symbol) => {
      if (symbol < 0) return symbol
      const position = positionOf(ascending, symbol)
      return places[position] ?? position
    },
  }
}

const at = (symbols: readonly number[], element: number): number => symbols[element] ?? 0

const positionOf = (ascending: readonly number[], symbol: number): number => {
  let low = 0
  let high = ascending.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = at(ascending, middle)
    if (found === symbol) return middle
    if (found < symbol) low = middle + 1
    else high = middle - 1
  }
  // To number it all the same would tell of a hidden value.
  throw new Error('a value that is not visible has no number')
}
