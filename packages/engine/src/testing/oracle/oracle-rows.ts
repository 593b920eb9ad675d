import type { OracleValue } from './oracle-app.js'

/** A row of a table as it is shown: element numbers of its dimensions, values of the measures that it is made from. */
export interface ShownRow {
  readonly elements: readonly number[]
  readonly values: readonly OracleValue[]
}

/** A table in the order of its dimensions, from top to bottom. */
export interface ShownTable {
  readonly rows: readonly ShownRow[]
  /** The dimension that varies within the others: the last one that the table is sorted by. */
  readonly innermost: number
}

/** A result with the text that it has beside its number. */
export interface RowResult {
  readonly number: number | null
  readonly text?: string
}

/** An expression about the rows of a table: how it is written, and what it is worth in one of them. */
export interface RowsExpression {
  readonly source: string
  /** Whether it hangs on the order of rows. */
  readonly ordered: boolean
  readonly evaluate: (table: ShownTable, at: number) => RowResult
}

/** The rows that a row is seen among, by their positions: those that agree in all dimensions but the innermost. */
export const segmentOf = ({ rows, innermost }: ShownTable, at: number, total: boolean): readonly number[] => {
  const own = rows[at]?.elements ?? []
  const positions: number[] = []
  for (const [position, { elements }] of rows.entries()) {
    if (total || own.every((element, dimension) => dimension === innermost || elements[dimension] === element))
      positions.push(position)
  }
  return positions
}

export type Reach = 'Above' | 'Below' | 'Top' | 'Bottom'

/** Positions of the rows that a call reaches, the nearest first. */
export const reached = (
  reach: Reach,
  segment: readonly number[],
  at: number,
  offset: number,
  count: number,
): readonly number[] => {
  const opposite = { Above: 'Below', Below: 'Above', Top: 'Bottom', Bottom: 'Top' } as const
  if (offset < 0) return reached(opposite[reach], segment, at, -offset, count)
  const own = segment.indexOf(at)
  const found: number[] = []
  for (let step = 0; step < count; step++) {
    const place = {
      Above: own - offset - step,
      Below: own + offset + step,
      Top: offset - 1 + step,
      Bottom: segment.length - offset - step,
    }[reach]
    const position = segment[place]
    if (position !== undefined) found.push(position)
  }
  return found
}

export type RangeName =
  | 'RangeSum'
  | 'RangeAvg'
  | 'RangeMin'
  | 'RangeMax'
  | 'RangeCount'
  | 'RangeNullCount'
  | 'RangeStdev'

export const overRange = (name: RangeName, values: readonly (number | null)[]): number | null => {
  const numbers: number[] = []
  for (const value of values) if (value !== null) numbers.push(value)
  let sum = 0
  for (const number of numbers) sum += number
  if (name === 'RangeSum') return sum
  if (name === 'RangeCount') return numbers.length
  if (name === 'RangeNullCount') return values.length - numbers.length
  if (numbers.length === 0) return null
  if (name === 'RangeMin') return Math.min(...numbers)
  if (name === 'RangeMax') return Math.max(...numbers)
  const mean = sum / numbers.length
  if (name === 'RangeAvg') return mean
  if (numbers.length < 2) return null
  let squares = 0
  for (const number of numbers) squares += (number - mean) ** 2
  return Math.sqrt(squares / (numbers.length - 1))
}

/** The rank of a row among those of its segment, by how many are higher and how many the same. */
export const rankOf = (values: readonly (number | null)[], place: number, mode: number, format: number): RowResult => {
  const own = values[place]
  if (own === null || own === undefined) return { number: null }
  let higher = 0
  let same = 0
  let before = 0
  let ranked = 0
  for (const [position, value] of values.entries()) {
    if (value === null) continue
    ranked++
    if (value > own) higher++
    if (value !== own) continue
    same++
    if (position < place) before++
  }
  const low = higher + 1
  const high = higher + same
  const middle = (ranked + 1) / 2
  const shared = high < middle ? low : low > middle ? high : middle
  const number = [shared, low, (low + high) / 2, high, low + before][mode] ?? null
  const text = [low === high ? `${low}` : `${low}-${high}`, `${low}`, before === 0 ? `${low}` : ''][format]
  return { number, ...(text === undefined ? {} : { text }) }
}
