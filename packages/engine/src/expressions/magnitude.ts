import { type Aggregate, byKind, type TypedExpression } from './typed-expression.js'

/** What every number is below that an expression without a known bound may be. */
const unbounded = Number.MAX_VALUE

/** Above how many rows a group can have. */
const maxRows = 1e30

/** Above the serial numbers and counts of days that functions of dates give. */
const maxDays = 1e9

/** Values that are as far from zero as one of the arguments from a position on. */
const choices: ReadonlyMap<string, number> = new Map([
  ['If', 1],
  ['Alt', 0],
  ['Coalesce', 0],
  ['Pick', 1],
  ['RangeMin', 0],
  ['RangeMax', 0],
  ['Fabs', 0],
  ['Num', 0],
  ['Money', 0],
  ['Date', 0],
  ['Time', 0],
  ['Timestamp', 0],
  ['Interval', 0],
])

/** Values that are no further from an argument than the greatest one. */
const roundings: ReadonlySet<string> = new Set(['Round', 'Floor', 'Ceil'])

const sums: ReadonlySet<string> = new Set(['RangeSum', 'RangeAvg'])

/** Arithmetic that hands an overflow of its operands on: infinite, or no number. */
const operators: Readonly<
  Record<string, (magnitudes: readonly number[], operands: readonly TypedExpression[]) => number>
> = {
  '+': ([a = 0, b = 0]) => a + b,
  '-': ([a = 0, b = 0]) => a + b,
  '*': ([a = 0, b = 0]) => a * b,
  '/': ([a = 0], [, divisor]) => a / (divisor ? leastDivisor(divisor) : 0),
  negation: ([a = 0]) => a,
  'plus sign': ([a = 0]) => a,
}

/** Whether an operand that overflows makes the result overflow, too. A quotient by infinity would be zero. */
export const handsOverflowOn = (expression: TypedExpression, operand: number): boolean =>
  expression.kind === 'call' &&
  Object.hasOwn(operators, expression.function.name) &&
  !(expression.function.name === '/' && operand === 1)

/**
 * Whether the number of an expression may be infinite, or no number, as computed: there is no such value, so it has to be
 * taken for a missing one. What is known of fields and literals spares most arithmetic the test.
 */
export const mayOverflow = (expression: TypedExpression): boolean =>
  computesFreely(expression) && !(magnitudeOf(expression) <= unbounded)

const computesFreely = (expression: TypedExpression): boolean => {
  if (expression.kind === 'aggregate') return summing.has(expression.aggregate.function.name)
  if (expression.kind !== 'call') return false
  const { name } = expression.function
  return Object.hasOwn(operators, name) || sums.has(name)
}

/** No number of an expression is further from zero; infinite where it may overflow. */
const magnitudeOf = (expression: TypedExpression): number =>
  byKind<number>(expression, {
    number: ({ value }) => Math.abs(value),
    text: () => unbounded,
    field: ({ field }) => Math.max(Math.abs(field.min ?? 0), Math.abs(field.max ?? 0)),
    call: ({ function: called, arguments: args, type }) => {
      const operator = Object.hasOwn(operators, called.name) ? operators[called.name] : undefined
      if (operator) return operator(args.map(magnitudeOf), args)
      if (type === 'truth') return 1
      const from = choices.get(called.name)
      if (from !== undefined) return Math.min(greatest(args.slice(from)), unbounded)
      if (roundings.has(called.name)) return Math.min(2 * greatest(args) + 1, unbounded)
      if (sums.has(called.name)) return greatest(args) * maxRows
      return called.family === 'date and time' ? maxDays : unbounded
    },
    aggregate: ({ aggregate }) => magnitudeOfAggregate(aggregate),
    aggr: ({ aggr }) => Math.min(magnitudeOf(aggr.expression), unbounded),
    interRecord: () => unbounded,
    listed: () => unbounded,
  })

const greatest = (expressions: readonly TypedExpression[]): number => Math.max(0, ...expressions.map(magnitudeOf))

const counting: ReadonlySet<string> = new Set(['Count', 'NumericCount', 'TextCount', 'NullCount', 'MissingCount'])

const summing: ReadonlySet<string> = new Set(['Sum', 'Avg'])

const magnitudeOfAggregate = ({ function: called, arguments: [argument] }: Aggregate): number => {
  if (counting.has(called.name)) return maxRows
  if (!argument) return unbounded
  if (summing.has(called.name)) return Math.min(magnitudeOf(argument), unbounded) * maxRows
  return called.keepsFormat ? Math.min(magnitudeOf(argument), unbounded) : unbounded
}

/** The least number, other than zero, that a divisor may be. */
const leastDivisor = (divisor: TypedExpression): number => {
  if (divisor.kind === 'number') return Math.abs(divisor.value) || 1
  if (divisor.kind === 'field') return divisor.field.least ?? 0
  return divisor.kind === 'aggregate' && counting.has(divisor.aggregate.function.name) ? 1 : 0
}
