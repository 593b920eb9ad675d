import { numericAggregate, perRow } from '../aggregate-function.js'

const parameters = [perRow('value', 'number')] as const
const fraction = { name: 'fraction', per: 'aggregate', side: 'number', literal: 'number' } as const
const pair = [perRow('y', 'number'), perRow('x', 'number')] as const
const missing = 'Missing values and texts are left out.'
const ranged = 'Missing where a number is 1e60 or more, whatever its sign.'
const paired = `Rows that lack one of the two are left out. ${ranged}`

const finite = (sql: string): string => `(CASE WHEN isfinite(${sql}) THEN ${sql} END)`

/** The database refuses a whole query where powers of its numbers are beyond the range of numbers. */
const maxMagnitude = '1e60'

/** @param magnitude SQL of the size of a row's numbers; NULL for a row that is left out */
const inRange = (magnitude: string, aggregate: string): string =>
  `(CASE WHEN max(${magnitude}) < ${maxMagnitude} THEN ${aggregate} FILTER (WHERE ${magnitude} < ${maxMagnitude}) END)`

const ofPair = (y: string, x: string, aggregate: string): string => inRange(`(abs(${y}) + abs(${x}))`, aggregate)

const simple = (
  name: string,
  description: string,
  examples: readonly (readonly [string, number | null])[],
  print: (column: string, distinct: string) => string,
) =>
  numericAggregate({
    name,
    parameters,
    description,
    missing,
    examples,
    duckdb: ([value], distinct) => print(value.number, distinct),
  })

const related = (
  name: string,
  description: string,
  examples: readonly (readonly [string, number | null])[],
  print: (y: string, x: string) => string,
) =>
  numericAggregate({
    name,
    parameters: pair,
    description,
    missing: paired,
    examples,
    duckdb: ([y, x]) => print(y.number, x.number),
  })

export const statistics = [
  simple(
    'Median',
    'The middle of the numbers of a group in their order.',
    [['Median(amount)', 10]],
    (column, distinct) => `median(${distinct}${column})`,
  ),
  simple(
    'Stdev',
    'The sample standard deviation.',
    [
      ['Round(Stdev(amount), 0.001)', 7.638],
      ['Stdev(If(amount = 5, amount))', null],
    ],
    (column, distinct) => finite(inRange(`abs(${column})`, `stddev_samp(${distinct}${column})`)),
  ),
  simple('Var', 'The sample variance.', [['Round(Var(amount), 0.001)', 58.333]], (column, distinct) =>
    finite(inRange(`abs(${column})`, `var_samp(${distinct}${column})`)),
  ),
  simple(
    'Sterr',
    'The standard error: the sample standard deviation by the root of the count.',
    [['Round(Sterr(amount), 0.001)', 4.41]],
    (column, distinct) =>
      finite(`(${inRange(`abs(${column})`, `stddev_samp(${distinct}${column})`)} / sqrt(count(${distinct}${column})))`),
  ),
  simple('Skew', 'The sample skewness.', [['Round(Skew(amount), 0.001)', 0.935]], (column) =>
    finite(inRange(`abs(${column})`, `skewness(${column})`)),
  ),
  simple(
    'Kurtosis',
    'The sample excess kurtosis; missing for less than four numbers.',
    [['Kurtosis(amount)', null]],
    (column) => `(CASE WHEN count(${column}) > 3 THEN ${inRange(`abs(${column})`, `kurtosis(${column})`)} END)`,
  ),
  numericAggregate({
    name: 'Fractile',
    parameters: [...parameters, fraction],
    description: 'The number below which a fraction of a group lies, at rank f (n - 1) + 1, interpolated.',
    missing,
    examples: [
      ['Fractile(amount, 0.5)', 10],
      ['Fractile(amount, 0.75)', 15],
    ],
    duckdb: ([value, f]) => `quantile_cont(${value.number}, least(greatest(${f.number}, 0), 1))`,
  }),
  numericAggregate({
    name: 'FractileExc',
    parameters: [...parameters, fraction],
    description:
      'The number below which a fraction of a group lies, at rank f (n + 1), interpolated; missing outside the group.',
    missing,
    examples: [
      ['FractileExc(amount, 0.5)', 10],
      ['FractileExc(amount, 0.9)', null],
    ],
    duckdb: ([value, f]) => {
      const sorted = `list_sort(list(${value.number}) FILTER (WHERE ${value.number} IS NOT NULL))`
      const at = `(${f.number} * (count(${value.number}) + 1))`
      const low = `list_extract(${sorted}, CAST(floor(${at}) AS BIGINT))`
      const high = `list_extract(${sorted}, CAST(ceil(${at}) AS BIGINT))`
      return `(CASE WHEN ${at} >= 1 AND ${at} <= count(${value.number}) THEN ${low} + (${high} - ${low}) * (${at} - floor(${at})) END)`
    },
  }),
  related('Correl', 'The correlation of two numbers.', [['Round(Correl(amount, size), 0.001)', 0.945]], (y, x) =>
    finite(ofPair(y, x, `corr(${y}, ${x})`)),
  ),
  related(
    'LinEst_M',
    'The slope of the line through the points of two numbers.',
    [['Round(LinEst_M(amount, size), 0.001)', 12.5]],
    (y, x) => finite(ofPair(y, x, `regr_slope(${y}, ${x})`)),
  ),
  related(
    'LinEst_B',
    'Where the line through the points of two numbers meets the y axis.',
    [['Round(LinEst_B(amount, size), 0.001)', -5]],
    (y, x) => finite(ofPair(y, x, `regr_intercept(${y}, ${x})`)),
  ),
  related(
    'LinEst_R2',
    'How well the line through the points of two numbers fits them, 0 to 1.',
    [['Round(LinEst_R2(amount, size), 0.001)', 0.893]],
    (y, x) => finite(ofPair(y, x, `regr_r2(${y}, ${x})`)),
  ),
]
