import type { Cell, HypercubeResult } from '../../evaluate/evaluation.js'
import { eachInTurns, mapInTurns } from '../../turns.js'
import type { MeasureColumn } from '../column-definition.js'
import type { HypercubeDefinition } from '../hypercube-definition.js'

type Row = readonly Cell[]
type Values = readonly (number | null)[]

const plus = (left: number | null, right: number | null): number | null => {
  if (left === null || right === null) return left ?? right
  return left + right
}

/**
 * Sums over a number of rows up to each; rows without a number add nothing, and alone are none. Rows are taken in blocks of
 * that number, so that a sum is that of the end of one block and the beginning of the next: what was added once is never
 * subtracted, which would leave the error of its rounding behind.
 */
const accumulated = async (values: Values, rows: number): Promise<Values> => {
  /** Of each row and those after it in its block. */
  const ends = new Array<number | null>(values.length)
  await eachInTurns(values, (_, fromEnd) => {
    const at = values.length - 1 - fromEnd
    const rest = (at + 1) % rows === 0 ? null : (ends[at + 1] ?? null)
    ends[at] = plus(values[at] ?? null, rest)
  })
  let begun: number | null = null
  return mapInTurns(values, (value, at) => {
    begun = at % rows === 0 ? value : plus(begun, value)
    return (at + 1) % rows === 0 ? begun : plus(ends[at + 1 - rows] ?? null, begun)
  })
}

const partOf = (value: number | null, total: number | null): number | null =>
  value === null || total === null || total === 0 ? null : value / total

/** The values of a measure in all rows, as it asks for them. */
const modified = async (values: Values, measure: MeasureColumn, total: number | null): Promise<Values> => {
  const sums = measure.accumulated === 0 ? values : await accumulated(values, measure.accumulated)
  return measure.relative ? mapInTurns(sums, (value) => partOf(value, total)) : sums
}

const rangeOf = (values: Values): { readonly min: number | null; readonly max: number | null } => {
  let [min, max]: [number | null, number | null] = [null, null]
  for (const value of values) {
    if (value === null) continue
    min = min === null ? value : Math.min(min, value)
    max = max === null ? value : Math.max(max, value)
  }
  return { min, max }
}

const isModified = ({ relative, accumulated: rows }: MeasureColumn): boolean => relative || rows > 0

/**
 * A cube whose measures are summed up over rows (`qAccumulate`), or are parts of their total (`qRelative`), where they ask
 * for it. The rows and their order stay.
 *
 * @param allRows reads every row of a cube, as far as a session may hold them
 */
export const withModifiedMeasures = async (
  { mode, dimensions, measures }: HypercubeDefinition,
  result: HypercubeResult,
  allRows: (result: HypercubeResult) => Promise<readonly Row[]>,
): Promise<HypercubeResult> => {
  if (mode !== 'S' || !measures.some(isModified)) return result
  const rows = await allRows(result)
  const columns = await Promise.all(
    measures.map(async (measure, index) => {
      if (!isModified(measure)) return undefined
      const values = await mapInTurns(rows, (row) => row[dimensions.length + index]?.num ?? null)
      return modified(values, measure, result.grandTotal[index]?.num ?? null)
    }),
  )
  const shown = await mapInTurns([...rows.entries()], ([at, row]) =>
    row.map((cell, column): Cell => {
      const values = columns[column - dimensions.length]
      return values ? { ...cell, num: values[at] ?? null, text: null } : cell
    }),
  )
  return {
    ...result,
    measures: result.measures.map((facts, index) => {
      const values = columns[index]
      return values ? { ...facts, ...rangeOf(values) } : facts
    }),
    grandTotal: result.grandTotal.map((cell, index) =>
      measures[index]?.relative ? { ...cell, num: partOf(cell.num, cell.num), text: null } : cell,
    ),
    page: async (top, height) => (top < 0 ? [] : shown.slice(top, top + Math.max(height, 0))),
    parts: async function* () {
      yield shown
    },
  }
}
