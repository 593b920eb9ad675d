import { type AggregateArgument, numericAggregate, perRow } from '../aggregate-function.js'
import { inOrder } from '../exact-sum.js'
import { overRange, ranged } from './in-range.js'

const constant = (name: string) =>
  ({ name, optional: true, per: 'aggregate', side: 'number', literal: 'number' }) as const
const parameters = [perRow('y', 'number'), perRow('x', 'number')] as const
const constants = [constant('y0'), constant('x0')] as const
const paired = `Rows that lack one of the two are left out. ${ranged}`

/** SQL of sums over the points of a line that may have to go through a given one. */
interface Line {
  /** Points that are free to lie off the line. */
  readonly freedom: string
  readonly xx: string
  readonly yy: string
  readonly xy: string
  /** Where the line meets the y axis, and the square of its distance from there to the middle of the points. */
  readonly intercept: string
  readonly spread: string
}

/** Around the means of the points. Each text is printed when it is asked for. */
const freeLine = (y: string, x: string, order: string): Line => {
  const of = (aggregate: string) => `${aggregate}(${y}, ${x}${order})`
  const middle = of('regr_avgx')
  return {
    freedom: `(${of('regr_count')} - 2)`,
    xx: of('regr_sxx'),
    yy: of('regr_syy'),
    xy: of('regr_sxy'),
    intercept: of('regr_intercept'),
    spread: `(1.0 / ${of('regr_count')} + ${middle} * ${middle} / ${of('regr_sxx')})`,
  }
}

/** Through a given point, whose numbers are bound to the statement only where they are read. */
const lineThrough = (
  y: string,
  x: string,
  order: string,
  y0: AggregateArgument,
  x0: AggregateArgument | undefined,
): Line => {
  const fromX = () => x0?.number ?? '0.0::DOUBLE'
  const dx = () => `(${x} - ${fromX()})`
  const dy = () => `(${y} - ${y0.number})`
  const sum = (a: string, b: string) =>
    `(sum(${a} * ${b}${order}) FILTER (WHERE ${y} IS NOT NULL AND ${x} IS NOT NULL))`
  return {
    freedom: `(regr_count(${y}, ${x}) - 1)`,
    get xx() {
      return sum(dx(), dx())
    },
    get yy() {
      return sum(dy(), dy())
    },
    get xy() {
      return sum(dx(), dy())
    },
    get intercept() {
      return `(${y0.number} - ${fromX()} * ${this.xy} / ${this.xx})`
    },
    get spread() {
      return `(${fromX()} * ${fromX()} / ${this.xx})`
    },
  }
}

const residual = ({ xx, yy, xy }: Line): string => `greatest(${yy} - ${xy} * ${xy} / ${xx}, 0)`
const explained = ({ xx, xy }: Line): string => `(${xy} * ${xy} / ${xx})`
const variance = (line: Line): string => `(CASE WHEN ${line.freedom} > 0 THEN ${residual(line)} / ${line.freedom} END)`

const overLine = (
  y: AggregateArgument,
  x: AggregateArgument,
  y0: AggregateArgument | undefined,
  x0: AggregateArgument | undefined,
  print: (line: Line) => string,
): string =>
  overRange([y.number, x.number], ([a = '', b = '']) => {
    const order = inOrder(y, [a, b])
    const line = y0 ? lineThrough(a, b, order, y0, x0) : freeLine(a, b, order)
    return `(CASE WHEN ${line.xx} > 0 THEN ${print(line)} END)`
  })

const ofLine = (
  name: string,
  description: string,
  examples: readonly (readonly [string, number | null])[],
  print: (line: Line) => string,
) =>
  numericAggregate({
    name,
    parameters: [...parameters, ...constants],
    description: `${description} The line goes through the point (x0, y0) where y0 is given; x0 is 0 where it is not.`,
    missing: paired,
    examples,
    duckdb: ([y, x, y0, x0]) => overLine(y, x, y0, x0, print),
  })

export const regressions = [
  ofLine(
    'LinEst_M',
    'The slope of the line through the points of two numbers.',
    [
      ['Round(LinEst_M(amount, size), 0.001)', 12.5],
      ['Round(LinEst_M(amount, size, 0), 0.001)', 9.167],
    ],
    ({ xx, xy }) => `${xy} / ${xx}`,
  ),
  ofLine(
    'LinEst_B',
    'Where the line through the points of two numbers meets the y axis.',
    [
      ['Round(LinEst_B(amount, size), 0.001)', -5],
      ['LinEst_B(amount, size, 3)', 3],
    ],
    ({ intercept }) => intercept,
  ),
  ofLine(
    'LinEst_R2',
    'How well the line through the points of two numbers fits them, 0 to 1.',
    [['Round(LinEst_R2(amount, size), 0.001)', 0.893]],
    (line) => `(CASE WHEN ${line.yy} > 0 THEN ${explained(line)} / ${line.yy} ELSE 1 END)`,
  ),
  ofLine(
    'LinEst_DF',
    'The degrees of freedom of the line through the points of two numbers.',
    [['LinEst_DF(amount, size)', 1]],
    ({ freedom }) => `${freedom}`,
  ),
  ofLine(
    'LinEst_SSReg',
    'The sum of squares that the line through the points of two numbers explains.',
    [['Round(LinEst_SSReg(amount, size), 0.001)', 104.167]],
    explained,
  ),
  ofLine(
    'LinEst_SSResid',
    'The sum of squares that the line through the points of two numbers leaves.',
    [['Round(LinEst_SSResid(amount, size), 0.001)', 12.5]],
    residual,
  ),
  ofLine(
    'LinEst_F',
    'The F statistic of the line through the points of two numbers.',
    [['Round(LinEst_F(amount, size), 0.001)', 8.333]],
    (line) => `${explained(line)} / ${variance(line)}`,
  ),
  ofLine(
    'LinEst_SEM',
    'The standard error of the slope of the line through the points of two numbers.',
    [['Round(LinEst_SEM(amount, size), 0.001)', 4.33]],
    (line) => `sqrt(${variance(line)} / ${line.xx})`,
  ),
  ofLine(
    'LinEst_SEB',
    'The standard error of where the line through the points of two numbers meets the y axis.',
    [['Round(LinEst_SEB(amount, size), 0.001)', 6.124]],
    (line) => `sqrt(${variance(line)} * ${line.spread})`,
  ),
  ofLine(
    'LinEst_SEY',
    'The standard error of y on the line through the points of two numbers.',
    [['Round(LinEst_SEY(amount, size), 0.001)', 3.536]],
    (line) => `sqrt(${variance(line)})`,
  ),
  numericAggregate({
    name: 'STEYX',
    parameters,
    description: 'The standard error of y for each x on the line through the points of two numbers.',
    missing: paired,
    examples: [['Round(STEYX(amount, size), 0.001)', 3.536]],
    duckdb: ([y, x]) => overLine(y, x, undefined, undefined, (line) => `sqrt(${variance(line)})`),
  }),
]
