import { type AggregateArgument, numericAggregate, perRow } from '../aggregate-function.js'
import { computedOnce } from '../computed-once.js'
import { normalBelow } from '../distribution/normal.js'
import { normalQuantile } from '../distribution/normal-quantile.js'
import { studentBeyond, studentQuantile } from '../distribution/student.js'
import { inOrder } from '../exact-sum.js'
import { overRange, ranged } from './in-range.js'

const optional = (name: string) =>
  ({ name, optional: true, per: 'aggregate', side: 'number', literal: 'number' }) as const
const value = perRow('value', 'number')
const sigma = optional('sigma')
const level = optional('level')
const missing = `Missing values and texts are left out. Missing for less than two numbers. ${ranged}`
const usualLevel = '0.025::DOUBLE'

/** SQL of what a sample comes to, each computed once. */
interface Sample {
  readonly n: string
  readonly mean: string
  /** The standard error of the mean. */
  readonly error: string
  /** The share of the distribution beyond the interval, on each side. */
  readonly level: string
}

const ofSample = (
  value: AggregateArgument,
  deviation: string | undefined,
  share: string | undefined,
  print: (sample: Sample) => string,
): string =>
  overRange([value.number], ([x = '']) => {
    const order = inOrder(value, [x])
    return computedOnce(
      'm',
      {
        n: `count(${x})::DOUBLE`,
        mean: `avg(${x}${order})`,
        error: `${deviation ?? `stddev_samp(${x}${order})`} / sqrt(count(${x}))`,
        level: share ?? usualLevel,
      },
      (sample) => `CASE WHEN ${sample.n} > 1 THEN ${print(sample)} END`,
    )
  })

type Examples = readonly (readonly [string, number | null])[]

const student = (suffix: string, description: string, examples: Examples, print: (sample: Sample) => string) =>
  numericAggregate({
    name: `TTest1_${suffix}`,
    parameters: [value],
    description: `${description} of Student's t test of one sample against 0.`,
    missing,
    examples,
    duckdb: ([x]) => ofSample(x, undefined, undefined, print),
  })

const studentInterval = (suffix: string, description: string, examples: Examples, print: (sample: Sample) => string) =>
  numericAggregate({
    name: `TTest1_${suffix}`,
    parameters: [value, level],
    description: `${description} of the interval of Student's t test of one sample, with a share (0.025) beyond it on each side.`,
    missing,
    examples,
    duckdb: ([x, share]) => ofSample(x, undefined, share?.number, print),
  })

const normal = (suffix: string, description: string, examples: Examples, print: (sample: Sample) => string) =>
  numericAggregate({
    name: `ZTest_${suffix}`,
    parameters: [value, sigma],
    description: `${description} of the z test of one sample against 0, with a known standard deviation or that of the sample.`,
    missing,
    examples,
    duckdb: ([x, deviation]) => ofSample(x, deviation?.number, undefined, print),
  })

const normalInterval = (suffix: string, description: string, examples: Examples, print: (sample: Sample) => string) =>
  numericAggregate({
    name: `ZTest_${suffix}`,
    parameters: [value, sigma, level],
    description: `${description} of the interval of the z test of one sample, with a share (0.025) beyond it on each side.`,
    missing,
    examples,
    duckdb: ([x, deviation, share]) => ofSample(x, deviation?.number, share?.number, print),
  })

/** Half the width of an interval. */
const studentWidth = ({ n, error, level: share }: Sample): string =>
  `(CASE WHEN ${share} > 0 AND ${share} < 0.5 THEN ${error} * ${computedOnce('g', { p: `(2 * ${share})`, f: `(${n} - 1)` }, ({ p, f }) => studentQuantile(p, f))} END)`
const normalWidth = ({ error, level: share }: Sample): string =>
  `(CASE WHEN ${share} > 0 AND ${share} < 0.5 THEN ${error} * -${normalQuantile(share)} END)`

export const oneSampleTests = [
  student('t', 'The t value', [['Round(TTest1_t(amount), 0.001)', 2.646]], ({ mean, error }) => `${mean} / ${error}`),
  student('df', 'The degrees of freedom', [['TTest1_df(amount)', 2]], ({ n }) => `${n} - 1`),
  student('sig', 'The two-tailed significance', [['Round(TTest1_sig(amount), 0.001)', 0.118]], ({ mean, error, n }) =>
    computedOnce('q', { t: `abs(${mean} / ${error})`, f: `(${n} - 1)` }, ({ t, f }) => studentBeyond(t, f)),
  ),
  student('dif', 'The difference of the mean', [['Round(TTest1_dif(amount), 0.001)', 11.667]], ({ mean }) => mean),
  student(
    'sterr',
    'The standard error of the mean',
    [['Round(TTest1_sterr(amount), 0.001)', 4.41]],
    ({ error }) => error,
  ),
  studentInterval('conf', 'Half the width', [['Round(TTest1_conf(amount), 0.001)', 18.973]], studentWidth),
  studentInterval(
    'lower',
    'The lower end',
    [['Round(TTest1_lower(amount), 0.001)', -7.306]],
    (sample) => `${sample.mean} - ${studentWidth(sample)}`,
  ),
  studentInterval(
    'upper',
    'The upper end',
    [['Round(TTest1_upper(amount, 0.05), 0.001)', 24.543]],
    (sample) => `${sample.mean} + ${studentWidth(sample)}`,
  ),
  normal(
    'z',
    'The z value',
    [
      ['Round(ZTest_z(amount), 0.001)', 2.646],
      ['Round(ZTest_z(amount, 10), 0.001)', 2.021],
    ],
    ({ mean, error }) => `${mean} / ${error}`,
  ),
  normal('sig', 'The two-tailed significance', [['Round(ZTest_sig(amount), 0.001)', 0.008]], ({ mean, error }) =>
    computedOnce('q', { z: `-abs(${mean} / ${error})` }, ({ z }) => `2 * ${normalBelow(z)}`),
  ),
  normal('dif', 'The difference of the mean', [['Round(ZTest_dif(amount), 0.001)', 11.667]], ({ mean }) => mean),
  normal(
    'sterr',
    'The standard error of the mean',
    [['Round(ZTest_sterr(amount, 10), 0.001)', 5.774]],
    ({ error }) => error,
  ),
  normalInterval('conf', 'Half the width', [['Round(ZTest_conf(amount), 0.001)', 8.643]], normalWidth),
  normalInterval(
    'lower',
    'The lower end',
    [['Round(ZTest_lower(amount), 0.001)', 3.024]],
    (sample) => `${sample.mean} - ${normalWidth(sample)}`,
  ),
  normalInterval(
    'upper',
    'The upper end',
    [['Round(ZTest_upper(amount), 0.001)', 20.309]],
    (sample) => `${sample.mean} + ${normalWidth(sample)}`,
  ),
]
