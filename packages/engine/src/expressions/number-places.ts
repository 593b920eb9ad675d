import type { DataModel } from '../model/data-model.js'
import { type Aggregate, byKind, type TypedExpression } from './typed-expression.js'
import { isStoredWhole } from './whole-numbers.js'

/** Powers of two that the numbers of an expression lie between. */
export interface NumberPlaces {
  /** All are less, whatever their sign. */
  readonly most: number
  /** None but zero is less. */
  readonly least: number
  /** All are multiples of it. */
  readonly last: number
}

/** Powers of two between which doubles are. */
const range = { most: 1024, least: -1074 } as const
const bits = 53
/** Above how many rows there are. */
const bitsOfRows = 33

/** By rounding, a logarithm may be off by a little. */
const below = (number: number): number => Math.max(Math.floor(Math.log2(number)) - 1, range.least)
const above = (number: number): number => Math.min(Math.floor(Math.log2(number)) + 2, range.most)

/** What is known of numbers of a size: all of their digits may be there. */
const between = (most: number, least: number, last = least - bits): NumberPlaces => ({
  most: Math.min(most, range.most),
  least: Math.max(least, range.least),
  last: Math.max(last, range.least),
})

const zero: NumberPlaces = { most: 0, least: 0, last: 0 }

const numberPlaces = (value: number): NumberPlaces =>
  value === 0 ? zero : ofSize(Math.abs(value), Math.abs(value), Number.isInteger(value))

const ofSize = (furthest: number, nearest: number, whole: boolean): NumberPlaces => {
  const least = below(nearest)
  return between(above(furthest), least, Math.max(least - bits, whole ? 0 : range.least))
}

type Operator = (a: NumberPlaces, b: NumberPlaces) => NumberPlaces | undefined

const added = (a: NumberPlaces, b: NumberPlaces): NumberPlaces => {
  const last = Math.min(a.last, b.last)
  return between(Math.max(a.most, b.most) + 1, last, last)
}

const quotient = (a: NumberPlaces, b: NumberPlaces): NumberPlaces => between(a.most - b.least + 1, a.least - b.most - 1)

/** Whole numbers below a power of two; of those that may be infinite as they are computed nothing is known. */
const whole = (most: number): NumberPlaces | undefined =>
  most < range.most ? { most: Math.max(most, 0), least: 0, last: 0 } : undefined

/** Operators and functions of two numbers, which round their results. */
const operators: ReadonlyMap<string, Operator> = new Map([
  ['+', added],
  ['-', added],
  [
    '*',
    (a, b) => between(a.most + b.most, a.least + b.least - 1, Math.max(a.last + b.last, a.least + b.least - 1 - bits)),
  ],
  ['/', quotient],
  ['Div', (a, b) => whole(quotient(a, b).most)],
  ['Mod', (a, b) => whole(Math.max(a.most, b.most) + 2)],
])

/** What is the same number, or as far from zero. */
const same: ReadonlySet<string> = new Set([
  'negation',
  'plus sign',
  'Fabs',
  'Num',
  'Money',
  'Date',
  'Time',
  'Timestamp',
  'Interval',
])

/** What is one of the arguments from a position on. */
const choices: ReadonlyMap<string, number> = new Map([
  ['If', 1],
  ['Alt', 0],
  ['Coalesce', 0],
  ['Pick', 1],
  ['RangeMin', 0],
  ['RangeMax', 0],
])

const roundings: ReadonlySet<string> = new Set(['Round', 'Floor', 'Ceil'])
const counting: ReadonlySet<string> = new Set(['Count', 'NumericCount', 'TextCount', 'NullCount', 'MissingCount'])
const choosing: ReadonlySet<string> = new Set(['Min', 'Max', 'Only', 'Mode', 'FirstSortedValue'])

/** Between which powers of two the numbers of an expression are; `undefined` where that is not known. */
export const placesOf = (expression: TypedExpression): NumberPlaces | undefined =>
  byKind<NumberPlaces | undefined>(expression, {
    number: ({ value }) => numberPlaces(value),
    text: () => undefined,
    field: ({ field }) => {
      const furthest = Math.max(Math.abs(field.min ?? 0), Math.abs(field.max ?? 0))
      if (furthest === 0) return zero
      return field.least === undefined ? undefined : ofSize(furthest, field.least, isStoredWhole(field))
    },
    call: ({ function: { name, wholeBelow }, arguments: args, type }) => {
      if (type === 'truth') return { most: 1, least: 0, last: 0 }
      if (wholeBelow !== undefined) return whole(above(wholeBelow))
      const [first, second] = args
      if (!first) return undefined
      const operator = operators.get(name)
      if (operator && second) return both(placesOf(first), placesOf(second), operator)
      if (same.has(name)) return placesOf(first)
      const from = choices.get(name)
      if (from !== undefined) return oneOf(args.slice(from))
      return roundings.has(name) ? rounded(placesOf(first), args.slice(1)) : undefined
    },
    aggregate: ({ aggregate }) => placesOfAggregate(aggregate),
    aggr: ({ aggr }) => placesOf(aggr.expression),
    interRecord: () => undefined,
    listed: () => undefined,
  })

const both = (a: NumberPlaces | undefined, b: NumberPlaces | undefined, operator: Operator) =>
  a && b ? operator(a, b) : undefined

const either: Operator = (a, b) => ({
  most: Math.max(a.most, b.most),
  least: Math.min(a.least, b.least),
  last: Math.min(a.last, b.last),
})

/** Texts that read as numbers are not among them: nothing is known of these. */
const oneOf = (expressions: readonly TypedExpression[]): NumberPlaces | undefined =>
  expressions.map(placesOf).reduce((a, b) => both(a, b, either))

/** Steps are rounded to nine decimals. */
const leastStep = 1e-8

/** Multiples of a step, each rounded to what a number can be. */
const rounded = (places: NumberPlaces | undefined, steps: readonly TypedExpression[]): NumberPlaces | undefined => {
  const [step = { kind: 'number', value: 1 } as const, ...others] = steps
  if (!places || step.kind !== 'number' || Math.abs(step.value) < leastStep || others.length > 0) return undefined
  const of = numberPlaces(step.value)
  return between(
    Math.max(places.most, of.most) + 1,
    of.least,
    Math.max(of.least - bits, Number.isInteger(step.value) ? 0 : range.least),
  )
}

const placesOfAggregate = ({ function: { name }, arguments: [argument] }: Aggregate): NumberPlaces | undefined => {
  if (counting.has(name)) return { most: bitsOfRows, least: 0, last: 0 }
  const places = argument && placesOf(argument)
  if (!places || choosing.has(name)) return choosing.has(name) ? (places ?? undefined) : undefined
  const units = argument.kind === 'field' ? argument.field.units : undefined
  // What is added up in units may be one of them, however far from zero the numbers are.
  const least = units ? Math.min(places.last, below(10 ** -units.decimals)) : places.last
  if (name === 'Sum') return between(places.most + bitsOfRows, least, units ? least - bits : places.last)
  return name === 'Avg' ? between(places.most + 1, least - bitsOfRows) : undefined
}

/** Whether sums of groups, as they are rounded, add up to those of larger groups: all are whole numbers that a number can be. */
export const addsUpExactly = ({ tables }: DataModel, { arguments: [argument], fields, aggr }: Aggregate): boolean => {
  const places = argument && placesOf(argument)
  if (!places) return false
  const units = argument.kind === 'field' ? argument.field.units : undefined
  if (!units && places.last < 0) return false
  const [field] = fields
  const rows = aggr || fields.length !== 1 ? [] : (field?.tables ?? []).map((table) => tables[table]?.rowCount ?? 0)
  const bitsOfSum = places.most + (units ? above(10 ** units.decimals) : 0)
  return bitsOfSum + (rows.length > 0 ? above(Math.max(1, ...rows)) : bitsOfRows) <= bits
}
