import { functionsOf } from '../scalar-function.js'
import { type SqlValue, wholeNumber } from '../sql-value.js'

const conditional = functionsOf('conditional')

const firstWhere = (
  values: readonly SqlValue[],
  holds: (value: SqlValue) => string,
  side: (value: SqlValue) => string,
) => values.map((value) => `WHEN ${holds(value)} THEN ${side(value)}`).join(' ')

export const alternatives = [
  conditional.choice({
    name: 'Alt',
    parameters: [{ name: 'value' }],
    more: { name: 'alternative' },
    description: 'The first of its arguments that has a number; where none has, the last one.',
    examples: [
      ["Alt('x', 5)", 5],
      ["Alt('x', Null(), 'none')", 'none'],
      ["Alt('12', 5)", '12'],
    ],
    given: (values) => values,
    duckdb: ([first], more, side) => {
      const values = [first, ...more]
      const last = values.at(-1) ?? first
      return `(CASE ${firstWhere(values, (value) => `${value.number} IS NOT NULL`, side)} ELSE ${side(last)} END)`
    },
  }),
  conditional.choice({
    name: 'Coalesce',
    parameters: [{ name: 'value' }],
    more: { name: 'alternative' },
    description: 'The first of its arguments that is not missing.',
    examples: [
      ["Coalesce(Null(), 'x')", 'x'],
      ['Coalesce(Null(), Null())', null],
      ["Coalesce('', 'x')", ''],
    ],
    given: (values) => values,
    duckdb: ([first], more, side) =>
      `(CASE ${firstWhere([first, ...more], (value) => `${value.text} IS NOT NULL`, side)} END)`,
  }),
  conditional.choice({
    name: 'Pick',
    parameters: [{ name: 'n' }, { name: 'value' }],
    more: { name: 'value' },
    description: 'The n-th of the values that follow; a fraction of n is cut off.',
    examples: [
      ["Pick(2, 'a', 'b', 'c')", 'b'],
      ["Pick(4, 'a', 'b', 'c')", null],
      ["Pick(2.7, 'a', 'b', 'c')", 'b'],
    ],
    given: ([, ...values]) => values,
    duckdb: ([n, first], more, side) => {
      const cases = [first, ...more].map((value, index) => `WHEN ${index + 1} THEN ${side(value)}`)
      return `(CASE ${wholeNumber(n)} ${cases.join(' ')} END)`
    },
  }),
]
