import { computedOnce } from '../computed-once.js'
import { functionsOf } from '../scalar-function.js'
import type { SqlValue } from '../sql-value.js'
import { inPairs } from './in-pairs.js'
import { numbersOf } from './numbers-of-rows.js'

const ranges = functionsOf('range')
const parameters = [{ name: 'value' }] as const
const more = { name: 'value' } as const
const skipped = 'Missing values and texts that read as no number are left out.'

/** SQL of the number at a rank between 1 and their count, which may lie between two of them. */
const atRank = (values: readonly SqlValue[], fraction: SqlValue, rank: (fraction: string, count: string) => string) =>
  computedOnce('l', { s: `list_sort(${numbersOf(values)})`, f: fraction.number }, ({ s, f }) =>
    computedOnce(
      'k',
      { at: rank(f, `len(${s})`) },
      ({ at }) =>
        `CASE WHEN ${f} BETWEEN 0 AND 1 AND ${at} >= 1 AND ${at} <= len(${s}) THEN list_extract(${s}, CAST(floor(${at}) AS BIGINT)) + (list_extract(${s}, CAST(ceil(${at}) AS BIGINT)) - list_extract(${s}, CAST(floor(${at}) AS BIGINT))) * (${at} - floor(${at})) END`,
    ),
  )

/** SQL of the number, missing where the database finds it beyond the range of numbers. */
const finite = (sql: string): string =>
  computedOnce('r', { r: `TRY(${sql})` }, ({ r }) => `CASE WHEN isfinite(${r}) THEN ${r} END`)

const pairsOf = (values: readonly SqlValue[]): string => {
  const pairs = inPairs('RangeCorrel', values).map(([x, y]) => `{'x': ${x.number}, 'y': ${y.number}}`)
  return `list_filter([${pairs.join(', ')}], lambda p: p.x IS NOT NULL AND p.y IS NOT NULL)`
}

export const rangeStatistics = [
  ranges.number({
    name: 'RangeFractile',
    parameters: [{ name: 'fraction' }, ...parameters],
    more,
    description: 'The number below which a fraction of its arguments lies, at rank f (n - 1) + 1, interpolated.',
    missing: skipped,
    examples: [
      ['Round(RangeFractile(0.24, 1, 2, 4, 6), 0.01)', 1.72],
      ['RangeFractile(0.5, 1, 2, 3, 4, 6)', 3],
      ['RangeFractile(2, 1, 2)', null],
    ],
    rows: 'few',
    duckdb: ([fraction, first], rest) => atRank([first, ...rest], fraction, (f, n) => `(${f} * (${n} - 1) + 1)`),
  }),
  ranges.number({
    name: 'RangeFractileExc',
    parameters: [{ name: 'fraction' }, ...parameters],
    more,
    description:
      'The number below which a fraction of its arguments lies, at rank f (n + 1), interpolated; missing outside of them.',
    missing: skipped,
    examples: [
      ['Round(RangeFractileExc(0.24, 1, 2, 4, 6), 0.01)', 1.2],
      ['RangeFractileExc(0.1, 1, 2, 4, 6)', null],
    ],
    rows: 'few',
    duckdb: ([fraction, first], rest) => atRank([first, ...rest], fraction, (f, n) => `(${f} * (${n} + 1))`),
  }),
  ranges.number({
    name: 'RangeSkew',
    parameters,
    more,
    description: 'The sample skewness of its arguments; missing for less than three.',
    missing: skipped,
    examples: [
      ['Round(RangeSkew(1, 2, 6), 0.001)', 1.458],
      ['RangeSkew(1, 2)', null],
    ],
    rows: 'few',
    duckdb: ([first], rest) => finite(`list_skewness(${numbersOf([first, ...rest])})`),
  }),
  ranges.number({
    name: 'RangeKurtosis',
    parameters,
    more,
    description: 'The sample excess kurtosis of its arguments; missing for less than four.',
    missing: skipped,
    examples: [
      ['Round(RangeKurtosis(1, 2, 3, 4, 9), 0.001)', 2.675],
      ['RangeKurtosis(1, 2, 3)', null],
    ],
    rows: 'few',
    duckdb: ([first], rest) => {
      const numbers = numbersOf([first, ...rest])
      return finite(`CASE WHEN len(${numbers}) > 3 THEN list_kurtosis(${numbers}) END`)
    },
  }),
  ranges.number({
    name: 'RangeCorrel',
    parameters: [{ name: 'x' }, { name: 'y' }],
    more: { name: 'x, y' },
    description: 'The correlation of pairs of numbers.',
    missing: 'Pairs that lack a number are left out.',
    examples: [
      ['Round(RangeCorrel(1, 10, 2, 20, 1, 5), 0.001)', 0.945],
      ['RangeCorrel(1, 2)', null],
    ],
    duckdb: ([x, y], rest) =>
      computedOnce('p', { p: pairsOf([x, y, ...rest]) }, ({ p }) =>
        computedOnce(
          'm',
          {
            x: `list_avg(list_transform(${p}, lambda e: e.x))`,
            y: `list_avg(list_transform(${p}, lambda e: e.y))`,
          },
          (mean) => {
            const sum = (a: 'x' | 'y', b: 'x' | 'y') =>
              `list_sum(list_transform(${p}, lambda e: (e.${a} - ${mean[a]}) * (e.${b} - ${mean[b]})))`
            return finite(
              `CASE WHEN ${sum('x', 'x')} > 0 AND ${sum('y', 'y')} > 0 THEN ${sum('x', 'y')} / sqrt(${sum('x', 'x')}) / sqrt(${sum('y', 'y')}) END`,
            )
          },
        ),
      ),
  }),
]
