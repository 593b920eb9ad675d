import { functionsOf } from '../scalar-function.js'
import type { SqlValue } from '../sql-value.js'

const ranges = functionsOf('range')
const parameters = [{ name: 'value' }] as const
const more = { name: 'value' } as const
const skipped = 'Missing values and texts that read as no number are left out; missing where nothing is left.'

const numbersOf = (values: readonly SqlValue[]): string =>
  `list_filter([${values.map((value) => value.number).join(', ')}]::DOUBLE[], lambda n: n IS NOT NULL)`

const overNumbers = (
  name: string,
  description: string,
  examples: readonly (readonly [string, number | null])[],
  print: (list: string) => string,
) =>
  ranges.number({
    name,
    parameters,
    more,
    description,
    missing: skipped,
    examples,
    duckdb: ([first], rest) => `CAST(${print(numbersOf([first, ...rest]))} AS DOUBLE)`,
  })

const counting = (
  name: string,
  description: string,
  example: readonly [string, number],
  holds: (value: SqlValue) => string,
) =>
  ranges.number({
    name,
    parameters,
    more,
    description,
    missing: '0 where there is none.',
    examples: [example],
    duckdb: ([first], rest) =>
      `CAST(${[first, ...rest].map((value) => `(CASE WHEN ${holds(value)} THEN 1 ELSE 0 END)`).join(' + ')} AS DOUBLE)`,
  })

export const rangeFunctions = [
  ranges.number({
    name: 'RangeSum',
    parameters,
    more,
    description: 'The sum of its arguments.',
    missing: 'Missing values and texts count as 0.',
    examples: [
      ['RangeSum(1, 2, 3)', 6],
      ["RangeSum(1, 'xyz')", 1],
      ['RangeSum(Null())', 0],
    ],
    duckdb: ([first], rest) => `(${[first, ...rest].map((value) => `coalesce(${value.number}, 0)`).join(' + ')})`,
  }),
  overNumbers(
    'RangeAvg',
    'The average of its arguments.',
    [
      ['RangeAvg(1, 2, 6)', 3],
      ["RangeAvg(1, 'xyz')", 1],
      ["RangeAvg(Null(), 'abc')", null],
    ],
    (list) => `list_avg(${list})`,
  ),
  overNumbers(
    'RangeMin',
    'The lowest of its arguments.',
    [
      ['RangeMin(3, 1, 2)', 1],
      ['RangeMin(Null())', null],
    ],
    (list) => `list_min(${list})`,
  ),
  overNumbers(
    'RangeMax',
    'The highest of its arguments.',
    [
      ['RangeMax(3, 1, 2)', 3],
      ["RangeMax('x')", null],
    ],
    (list) => `list_max(${list})`,
  ),
  overNumbers(
    'RangeStdev',
    'The sample standard deviation of its arguments.',
    [
      ['RangeStdev(1, 3)', Math.SQRT2],
      ['RangeStdev(1)', null],
    ],
    (list) => `TRY(list_stddev_samp(${list}))`,
  ),
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
    (value) => `${value.number} IS NOT NULL`,
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
