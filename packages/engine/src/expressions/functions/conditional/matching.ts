import { compared } from '../operators/comparison.js'
import { functionsOf } from '../scalar-function.js'
import type { SqlValue } from '../sql-value.js'
import { fitsPattern } from '../wildcard.js'

const conditional = functionsOf('conditional')
const parameters = [{ name: 'value' }, { name: 'candidate' }] as const
const more = { name: 'candidate' } as const

/** Above the candidates that an expression has room for. */
const beyondCandidates = 2 ** 20

const positions = (
  value: SqlValue,
  candidates: readonly SqlValue[],
  holds: (value: SqlValue, candidate: SqlValue) => string,
): string => {
  const cases = candidates.map((candidate, index) => `WHEN ${holds(value, candidate)} THEN ${index + 1}.0::DOUBLE`)
  return `(CASE ${cases.join(' ')} ELSE 0.0::DOUBLE END)`
}

export const matching = [
  conditional.number({
    name: 'Match',
    wholeBelow: beyondCandidates,
    parameters,
    more,
    description: 'The position of the first candidate that equals a value, with case; 0 where none does.',
    missing: 'A missing value matches nothing: 0.',
    examples: [
      ["Match('b', 'a', 'b')", 2],
      ["Match('B', 'a', 'b')", 0],
      ["Match(2, 1, '2')", 2],
      ['Match(Null(), 1)', 0],
    ],
    duckdb: ([value, first], rest, _, formats) =>
      positions(value, [first, ...rest], (a, b) => compared('=', a, b, formats)),
  }),
  conditional.number({
    name: 'MixMatch',
    wholeBelow: beyondCandidates,
    parameters,
    more,
    description: 'The position of the first candidate that equals a value, whatever its case; 0 where none does.',
    missing: 'A missing value matches nothing: 0.',
    examples: [
      ["MixMatch('B', 'a', 'b')", 2],
      ["MixMatch('c', 'a', 'b')", 0],
    ],
    duckdb: ([value, first], rest) =>
      positions(value, [first, ...rest], (a, b) => `coalesce(lower(${a.text}) = lower(${b.text}), FALSE)`),
  }),
  conditional.number({
    name: 'WildMatch',
    wholeBelow: beyondCandidates,
    parameters,
    more,
    description:
      'The position of the first pattern that a value fits, with `*` and `?`, whatever its case; 0 where none.',
    missing: 'A missing value matches nothing: 0.',
    examples: [
      ["WildMatch('Sweden', 'no*', 's?ed*')", 2],
      ["WildMatch('Sweden', 'wed')", 0],
    ],
    duckdb: ([value, first], rest) => positions(value, [first, ...rest], (a, b) => fitsPattern(a.text, b.text)),
  }),
]
