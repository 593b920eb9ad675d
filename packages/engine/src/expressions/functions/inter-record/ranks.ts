import { interRecord, type Segment } from '../inter-record-function.js'
import type { SqlValue } from '../sql-value.js'

/** SQL of what a rank is made of: rows that tie share the places from `low` to `high` of `count`. */
interface Places {
  readonly low: string
  readonly high: string
  readonly count: string
  /** The place of the row itself, among those that tie with it in the order that is shown. */
  readonly own: string
  /** How many rows tie, with the row itself. */
  readonly ties: string
}

/** Sums of the same numbers differ in their last digits: they tie all the same, as 15 digits decide. */
const rounded = (number: string): string =>
  `(CASE WHEN ${number} = 0 THEN 0 WHEN isfinite(${number}) THEN round(${number}, 14 - CAST(floor(log10(abs(${number}))) AS INTEGER)) END)`

/**
 * Rows are sorted, not parted by what they tie in: for the few rows of a cube, that takes a fraction of the time. All places
 * are told in one order, so that rows are sorted once.
 */
const placesOf = (key: string, { over }: Segment): Places => {
  const order = [`${key} DESC NULLS LAST`]
  return {
    get low() {
      return over('rank()', { order })
    },
    get high() {
      return `(${this.low} + ${this.ties} - 1)`
    },
    get count() {
      return over(`count(${key})`, { order: [] })
    },
    get own() {
      return over('row_number()', { order, thenShown: true })
    },
    get ties() {
      return over('count(*)', { order, ties: true })
    },
  }
}

/** The number by `mode`. */
const numbers: readonly ((places: Places) => string)[] = [
  ({ low, high, count }) =>
    `(CASE WHEN 2 * ${high} < ${count} + 1 THEN ${low} WHEN 2 * ${low} > ${count} + 1 THEN ${high} ELSE (${count} + 1) / 2.0 END)`,
  ({ low }) => low,
  ({ low, high }) => `((${low} + ${high}) / 2.0)`,
  ({ high }) => high,
  ({ own }) => own,
]

/** The text by `fmt`. */
const texts: readonly ((places: Places) => string)[] = [
  ({ low, high, ties }) => `(CASE WHEN ${ties} = 1 THEN ${low}::VARCHAR ELSE ${low} || '-' || ${high} END)`,
  ({ low }) => `CAST(${low} AS VARCHAR)`,
  ({ low, own }) => `(CASE WHEN ${own} = ${low} THEN ${low}::VARCHAR ELSE '' END)`,
]

const chosen = <Choice>(choices: readonly Choice[], value: SqlValue | undefined): Choice => {
  const choice = choices[Number(value?.literal ?? 0)]
  if (choice === undefined) throw new Error('a rank has no such mode or format')
  return choice
}

export const rankParameters = [
  { name: 'expression' },
  { name: 'mode', optional: true, literal: 'number', below: numbers.length },
  { name: 'fmt', optional: true, literal: 'number', below: texts.length },
] as const

/** Prints the rank of a cell among those of its segment, by its first argument. */
export const printRank = (
  [value, mode, format]: readonly [SqlValue, SqlValue | undefined, SqlValue | undefined],
  segment: Segment,
) => {
  const key = value.isWhole ? value.number : segment.made(rounded(value.number))
  const places = placesOf(key, segment)
  const ranked = (sql: string) => `(CASE WHEN ${key} IS NOT NULL THEN ${sql} END)`
  return {
    number: () => `CAST(${ranked(chosen(numbers, mode)(places))} AS DOUBLE)`,
    text: () => ranked(chosen(texts, format)(places)),
  }
}

export const ranks = [
  interRecord.dual({
    name: 'Rank',
    parameters: rankParameters,
    along: 'rows',
    takesTotal: true,
    inTotals: null,
    needsOrder: false,
    description:
      'The rank of the row by the number of an expression, the highest first, among the rows that agree with it in all dimensions but the last, or among all with `TOTAL`. Rows that tie share ranks; the `mode` says what number they have: 0 the lowest rank in the upper half, the highest in the lower half, the middle of all ranks where they span it; 1 the lowest; 2 the average; 3 the highest; 4 each its own, in the order of the dimensions. The text is, by `fmt`: 0 lowest and highest rank; 1 the lowest; 2 the lowest in the first of the rows, an empty text in the others.',
    missing: 'Missing where the expression has no number, and in totals.',
    examples: [
      [
        'Rank(Sum(amount))',
        [
          { number: 1, text: '1' },
          { number: 2, text: '2' },
          { number: 3, text: '3' },
        ],
      ],
      [
        'Rank(Count(id))',
        [
          { number: 1, text: '1' },
          { number: 2, text: '2-3' },
          { number: 2, text: '2-3' },
        ],
      ],
      [
        'Rank(Count(id), 4, 1)',
        [
          { number: 1, text: '1' },
          { number: 2, text: '2' },
          { number: 3, text: '2' },
        ],
      ],
    ],
    duckdb: printRank,
  }),
]
