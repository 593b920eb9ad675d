import type { BoundsCondition, NumberBound, ValueCondition } from '../../plan/symbol-condition.js'
import { patternMatch } from './pattern-match.js'

/** The dual value that a search looks at. */
export interface SearchedValue {
  readonly num: number | null
  readonly text: string
}

/** A condition on values, as a test of one. */
export const valueTest = (condition: ValueCondition): ((value: SearchedValue) => boolean) => {
  const arms: {
    readonly [K in ValueCondition['kind']]: (
      of: Extract<ValueCondition, { kind: K }>,
    ) => (value: SearchedValue) => boolean
  } = {
    everything: () => () => true,
    pattern: ({ pattern }) => {
      const matches = patternMatch(pattern)
      return ({ text }) => matches(text.toLowerCase())
    },
    bounds: withinBounds,
    any: ({ of }) => {
      const tests = of.map(valueTest)
      return (value) => tests.some((test) => test(value))
    },
    operation: ({ operator, left, right }) => {
      const [a, b] = [valueTest(left), valueTest(right)]
      const operations: { readonly [O in typeof operator]: (value: SearchedValue) => boolean } = {
        '+': (value) => a(value) || b(value),
        '-': (value) => a(value) && !b(value),
        '*': (value) => a(value) && b(value),
        '/': (value) => a(value) !== b(value),
      }
      return operations[operator]
    },
  }
  return (arms[condition.kind] as (of: ValueCondition) => (value: SearchedValue) => boolean)(condition)
}

const comparisons: Readonly<Record<NumberBound['comparison'], (num: number, limit: number) => boolean>> = {
  '<': (num, limit) => num < limit,
  '<=': (num, limit) => num <= limit,
  '>': (num, limit) => num > limit,
  '>=': (num, limit) => num >= limit,
}

const withinBounds = ({ bounds }: BoundsCondition): ((value: SearchedValue) => boolean) => {
  return ({ num }) =>
    num !== null && bounds.length > 0 && bounds.every(({ comparison, limit }) => comparisons[comparison](num, limit))
}
