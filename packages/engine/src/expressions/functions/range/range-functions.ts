import { functionsOf } from '../scalar-function.js'
import type { RowValue, SqlValue } from '../sql-value.js'
import { numbersOf, overNumbers } from './numbers-of-rows.js'

const ranges = functionsOf('range')
const parameters = [{ name: 'value' }] as const
const more = { name: 'value' } as const
const skipped = 'Missing values and texts that read as no number are left out; missing where nothing is left.'

/** The sum of an argument's numbers; 0 where it has none. */
const sumOf = (value: SqlValue): string => `coalesce(${overNumbers(value, 'sum')}, 0)`

/** How many values of an argument are of a kind; 0 where none is. */
const countOf = (value: SqlValue, holds: (value: RowValue) => string): string =>
  value.rows
    ? value.rows((each) =>
        holds === hasNumber ? `count(${each.number})` : `count(CASE WHEN ${holds(each)} THEN 1 END)`,
      )
    : `(CASE WHEN ${holds(value)} THEN 1 ELSE 0 END)`

const added = (values: readonly SqlValue[], print: (value: SqlValue) => string): string =>
  `(${values.map(print).join(' + ')})`

const hasNumber = ({ number }: RowValue): string => `${number} IS NOT NULL`

/** The sum over the count; of one argument the average of its rows, or the value itself. */
const averageOf = (values: readonly SqlValue[]): string => {
  const [value, ...others] = values
  if (value && others.length === 0) return overNumbers(value, 'avg')
  return `(${added(values, sumOf)} / nullif(${added(values, (each) => countOf(each, hasNumber))}, 0))`
}

/** What is computed from what each argument comes to: however many rows stand behind it. */
const combining = (
  name: string,
  description: string,
  missing: string,
  examples: readonly (readonly [string, number | null])[],
  print: (values: readonly SqlValue[]) => string,
) =>
  ranges.number({
    name,
    parameters,
    more,
    description,
    missing,
    examples,
    rows: 'any',
    duckdb: ([first], rest) => `CAST(${print([first, ...rest])} AS DOUBLE)`,
  })

const counting = (
  name: string,
  description: string,
  example: readonly [string, number],
  holds: (value: RowValue) => string,
) =>
  combining(name, description, '0 where there is none.', [example], (values) =>
    added(values, (value) => countOf(value, holds)),
  )

export const rangeFunctions = [
  combining(
    'RangeSum',
    'The sum of its arguments.',
    'Missing values and texts count as 0.',
    [
      ['RangeSum(1, 2, 3)', 6],
      ["RangeSum(1, 'xyz')", 1],
      ['RangeSum(Null())', 0],
    ],
    (values) => added(values, sumOf),
  ),
  combining(
    'RangeAvg',
    'The average of its arguments.',
    skipped,
    [
      ['RangeAvg(1, 2, 6)', 3],
      ["RangeAvg(1, 'xyz')", 1],
      ["RangeAvg(Null(), 'abc')", null],
    ],
    (values) => averageOf(values),
  ),
  combining(
    'RangeMin',
    'The lowest of its arguments.',
    skipped,
    [
      ['RangeMin(3, 1, 2)', 1],
      ['RangeMin(Null())', null],
    ],
    (values) => `list_min([${values.map((value) => overNumbers(value, 'min')).join(', ')}]::DOUBLE[])`,
  ),
  combining(
    'RangeMax',
    'The highest of its arguments.',
    skipped,
    [
      ['RangeMax(3, 1, 2)', 3],
      ["RangeMax('x')", null],
    ],
    (values) => `list_max([${values.map((value) => overNumbers(value, 'max')).join(', ')}]::DOUBLE[])`,
  ),
  ranges.number({
    name: 'RangeStdev',
    parameters,
    more,
    description: 'The sample standard deviation of its arguments.',
    missing: skipped,
    examples: [
      ['RangeStdev(1, 3)', Math.SQRT2],
      ['RangeStdev(1)', null],
    ],
    rows: 'alone',
    duckdb: ([first], rest) =>
      first.rows && rest.length === 0
        ? overNumbers(first, 'stddev_samp')
        : `CAST(TRY(list_stddev_samp(${numbersOf([first, ...rest])})) AS DOUBLE)`,
  }),
  counting(
    'RangeCount',
    'How many of its arguments are not missing.',
    ["RangeCount(1, 'x', Null())", 2],
    (value) => `${value.text} IS NOT NULL`,
  ),
  counting(
    'RangeNumericCount',
    'How many of its arguments have a number.',
    ["RangeNumericCount(1, 'x', Null())", 1],
    hasNumber,
  ),
  counting(
    'RangeTextCount',
    'How many of its arguments are texts without a number.',
    ["RangeTextCount(1, 'x', Null())", 1],
    (value) => `${value.number} IS NULL AND ${value.text} IS NOT NULL`,
  ),
  counting(
    'RangeNullCount',
    'How many of its arguments are missing.',
    ["RangeNullCount(1, 'x', Null())", 1],
    (value) => `${value.text} IS NULL`,
  ),
  counting(
    'RangeMissingCount',
    'How many of its arguments have no number.',
    ["RangeMissingCount(1, 'x', Null())", 2],
    (value) => `${value.number} IS NULL`,
  ),
]
