import { type InterRecordFunction, interRecord, type Segment } from '../inter-record-function.js'
import type { FunctionDescription } from '../scalar-function.js'
import type { SqlValue } from '../sql-value.js'

/** Rows of a segment, counted downwards from the current one. */
type Between = readonly [first: string, last: string]

/** Which rows a function reads, from its offset and count. */
type Reach = (offset: string, count: string, segment: Segment) => Between

const parameters = [
  { name: 'expression' },
  { name: 'offset', optional: true },
  { name: 'count', optional: true },
] as const

/** Farther than any table has rows. */
const beyond = 1_000_000_000

/** SQL of a whole number, however large the value is; 1 where none is given. */
const wholeOf = (value: SqlValue | undefined, whenMissing: number): string => {
  if (value === undefined) return '1'
  if (typeof value.literal === 'number') return String(Math.trunc(Math.min(Math.max(value.literal, -beyond), beyond)))
  return `CAST(trunc(least(greatest(coalesce(${value.number}, ${whenMissing}), -${beyond}), ${beyond})) AS BIGINT)`
}

const isWritten = (number: string): boolean => /^-?\d+$/.test(number)

const opposite = (number: string): string => (isWritten(number) ? String(-Number(number)) : `(-${number})`)

/** A sum of numbers, of which those that are written are added up here: the database takes time for each sign. */
const sum = (...parts: readonly string[]): string => {
  const written = parts.filter(isWritten).reduce((total, number) => total + Number(number), 0)
  const others = parts.filter((part) => !isWritten(part))
  return others.length === 0 ? String(written) : `(${[...others, String(written)].join(' + ')})`
}

const byDirection = (offset: string, from: string, ahead: Between, back: Between): Between => {
  if (isWritten(offset) && isWritten(from)) return Number(offset) >= Number(from) ? ahead : back
  return [
    `(CASE WHEN ${offset} >= ${from} THEN ${ahead[0]} ELSE ${back[0]} END)`,
    `(CASE WHEN ${offset} >= ${from} THEN ${ahead[1]} ELSE ${back[1]} END)`,
  ]
}

export const upwards: Reach = (offset, count) => [sum('1', opposite(offset), opposite(count)), opposite(offset)]
export const downwards: Reach = (offset, count) => [offset, sum(offset, count, '-1')]

export const fromFirst: Reach = (offset, count, { rowNumber }) => [
  `(${offset} - ${rowNumber})`,
  `(${offset} + ${count} - 1 - ${rowNumber})`,
]

export const fromLast: Reach = (offset, count, { rowNumber, rowCount }) => [
  `(${rowCount} - ${offset} - ${count} + 2 - ${rowNumber})`,
  `(${rowCount} - ${offset} + 1 - ${rowNumber})`,
]

/** A negative offset is that of the opposite function. */
export const either =
  (ahead: Reach, back: Reach): Reach =>
  (offset, count, segment) =>
    byDirection(offset, '0', ahead(offset, count, segment), back(opposite(offset), count, segment))

const described = (entry: Omit<FunctionDescription, 'family'>, along: InterRecordFunction['along']) => ({
  ...entry,
  along,
  parameters,
  takesTotal: true,
  inTotals: null,
  needsOrder: true,
})

/** A function of the value in another cell, and of values in several. */
export const otherCell = (
  along: InterRecordFunction['along'],
  entry: Omit<FunctionDescription, 'family'>,
  reach: Reach,
): InterRecordFunction =>
  interRecord.value({
    ...described(entry, along),
    duckdb: ([, offset, count], segment) => {
      const rows = (rowCount: string) => reach(wholeOf(offset, beyond), rowCount, segment)
      return {
        one: (aggregate) => segment.over(aggregate, { between: rows('1') }),
        several: count ? (aggregate) => segment.over(aggregate, { between: rows(wholeOf(count, 0)) }) : null,
      }
    },
  })

const missingRow = 'Missing where there is no such row, and in totals.'

export const otherRows: readonly InterRecordFunction[] = [
  otherCell(
    'rows',
    {
      name: 'Above',
      description:
        'An expression in the row above, or `offset` rows above; 0 is the row itself, a negative offset is below. With a `count`, the values of that many rows from there upwards, for a range function; elsewhere the first of them.',
      missing: missingRow,
      examples: [
        ['Above(Sum(amount))', [null, 30, 5]],
        ['Above(Sum(amount), 2)', [null, null, 30]],
        ['RangeSum(Above(Sum(amount), 0, RowNo()))', [30, 35, 35]],
      ],
    },
    either(upwards, downwards),
  ),
  otherCell(
    'rows',
    {
      name: 'Below',
      description: 'An expression in the row below, or `offset` rows below; with a `count`, from there downwards.',
      missing: missingRow,
      examples: [
        ['Below(Sum(amount))', [5, 0, null]],
        ['RangeSum(Below(Sum(amount), 0, 2))', [35, 5, 0]],
      ],
    },
    either(downwards, upwards),
  ),
  otherCell(
    'rows',
    {
      name: 'Top',
      description:
        'An expression in the first row, or the `offset`th; with a `count`, from there downwards. A negative offset counts from the bottom.',
      missing: missingRow,
      examples: [
        ['Top(Sum(amount))', [30, 30, 30]],
        ['Top(Sum(amount), 2)', [5, 5, 5]],
      ],
    },
    either(fromFirst, fromLast),
  ),
  otherCell(
    'rows',
    {
      name: 'Bottom',
      description:
        'An expression in the last row, or the `offset`th from the bottom; with a `count`, from there upwards. A negative offset counts from the top.',
      missing: missingRow,
      examples: [
        ['Bottom(Sum(amount))', [0, 0, 0]],
        ['RangeSum(Bottom(Sum(amount), 1, 2))', [5, 5, 5]],
      ],
    },
    either(fromLast, fromFirst),
  ),
]
