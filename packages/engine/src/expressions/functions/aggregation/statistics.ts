import { numericAggregate, perRow } from '../aggregate-function.js'
import { inOrder } from '../exact-sum.js'
import { finite, inRange, ranged } from './in-range.js'

const parameters = [perRow('value', 'number')] as const
const fraction = { name: 'fraction', per: 'aggregate', side: 'number', literal: 'number' } as const
const pair = [perRow('y', 'number'), perRow('x', 'number')] as const
const missing = 'Missing values and texts are left out.'
const paired = `Rows that lack one of the two are left out. ${ranged}`

const ofPair = (y: string, x: string, aggregate: string): string => inRange(`(abs(${y}) + abs(${x}))`, aggregate)

const simple = (
  name: string,
  description: string,
  examples: readonly (readonly [string, number | null])[],
  /** @param order what stands behind the column within the aggregate */
  print: (column: string, distinct: string, order: string) => string,
) =>
  numericAggregate({
    name,
    parameters,
    description,
    missing,
    examples,
    duckdb: ([value], distinct) => print(value.number, distinct, inOrder(value, [value.number])),
  })

const related = (
  name: string,
  description: string,
  examples: readonly (readonly [string, number | null])[],
  print: (y: string, x: string, order: string) => string,
) =>
  numericAggregate({
    name,
    parameters: pair,
    description,
    missing: paired,
    examples,
    duckdb: ([y, x]) => print(y.number, x.number, inOrder(y, [y.number, x.number])),
  })

export const statistics = [
  {
    ...simple(
      'Median',
      'The middle of the numbers of a group in their order.',
      [['Median(amount)', 10]],
      (column, distinct) => `median(${distinct}${column})`,
    ),
    keepsFormat: true as const,
  },
  simple(
    'Stdev',
    'The sample standard deviation.',
    [
      ['Round(Stdev(amount), 0.001)', 7.638],
      ['Stdev(If(amount = 5, amount))', null],
    ],
    (column, distinct, order) => finite(inRange(`abs(${column})`, `stddev_samp(${distinct}${column}${order})`)),
  ),
  simple('Var', 'The sample variance.', [['Round(Var(amount), 0.001)', 58.333]], (column, distinct, order) =>
    finite(inRange(`abs(${column})`, `var_samp(${distinct}${column}${order})`)),
  ),
  simple(
    'Sterr',
    'The standard error: the sample standard deviation by the root of the count.',
    [['Round(Sterr(amount), 0.001)', 4.41]],
    (column, distinct, order) =>
      finite(
        `(${inRange(`abs(${column})`, `stddev_samp(${distinct}${column}${order})`)} / sqrt(count(${distinct}${column})))`,
      ),
  ),
  simple('Skew', 'The sample skewness.', [['Round(Skew(amount), 0.001)', 0.935]], (column, distinct, order) =>
    finite(inRange(`abs(${column})`, `skewness(${distinct}${column}${order})`)),
  ),
  simple(
    'Kurtosis',
    'The sample excess kurtosis; missing for less than four numbers.',
    [['Kurtosis(amount)', null]],
    (column, distinct, order) =>
      `(CASE WHEN count(${distinct}${column}) > 3 THEN ${inRange(`abs(${column})`, `kurtosis(${distinct}${column}${order})`)} END)`,
  ),
  numericAggregate({
    name: 'Fractile',
    keepsFormat: true,
    parameters: [...parameters, fraction],
    description: 'The number below which a fraction of a group lies, at rank f (n - 1) + 1, interpolated.',
    missing,
    examples: [
      ['Fractile(amount, 0.5)', 10],
      ['Fractile(amount, 0.75)', 15],
    ],
    duckdb: ([value, f], distinct) =>
      `(CASE WHEN ${f.number} BETWEEN 0 AND 1 THEN quantile_cont(${distinct}${value.number}, least(greatest(${f.number}, 0), 1)) END)`,
  }),
  numericAggregate({
    name: 'FractileExc',
    keepsFormat: true,
    parameters: [...parameters, fraction],
    description:
      'The number below which a fraction of a group lies, at rank f (n + 1), interpolated; missing outside the group.',
    missing,
    examples: [
      ['FractileExc(amount, 0.5)', 10],
      ['FractileExc(amount, 0.9)', null],
    ],
    duckdb: ([value, f], distinct) => {
      const sorted = `list_sort(list(${distinct}${value.number}) FILTER (WHERE ${value.number} IS NOT NULL))`
      const count = `count(${distinct}${value.number})`
      const at = `(${f.number} * (${count} + 1))`
      const low = `list_extract(${sorted}, CAST(floor(${at}) AS BIGINT))`
      const high = `list_extract(${sorted}, CAST(ceil(${at}) AS BIGINT))`
      return `(CASE WHEN ${at} >= 1 AND ${at} <= ${count} THEN ${low} + (${high} - ${low}) * (${at} - floor(${at})) END)`
    },
  }),
  related('Correl', 'The correlation of two numbers.', [['Round(Correl(amount, size), 0.001)', 0.945]], (y, x, order) =>
    finite(ofPair(y, x, `corr(${y}, ${x}${order})`)),
  ),
]
