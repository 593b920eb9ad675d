import { functionsOf } from '../scalar-function.js'

const operators = functionsOf('operator')
const operands = [{ name: 'a' }, { name: 'b' }] as const
const missing = 'A missing value, and a text that reads as no number, counts as false.'

export const logicOperators = [
  operators.truth({
    name: 'and',
    parameters: operands,
    description: 'True where both values are: a number other than zero.',
    missing,
    examples: [
      ['1 and 2', -1],
      ['1 and Null()', 0],
    ],
    duckdb: ([a, b]) => `(${a.truth} AND ${b.truth})`,
  }),
  operators.truth({
    name: 'or',
    parameters: operands,
    description: 'True where at least one value is.',
    missing,
    examples: [
      ['0 or 2', -1],
      ["0 or 'abc'", 0],
      ['1 or 0 and 0', -1],
    ],
    duckdb: ([a, b]) => `(${a.truth} OR ${b.truth})`,
  }),
  operators.truth({
    name: 'xor',
    parameters: operands,
    description: 'True where just one value is.',
    missing,
    examples: [
      ['1 xor 2', 0],
      ['1 xor 0', -1],
    ],
    duckdb: ([a, b]) => `(${a.truth} <> ${b.truth})`,
  }),
]

export const notOperator = operators.truth({
  name: 'not',
  parameters: [{ name: 'a' }],
  description: 'True where the value is not. Binds looser than comparisons.',
  missing,
  examples: [
    ['not 1 = 2', -1],
    ['not Null()', -1],
  ],
  duckdb: ([a]) => `(NOT ${a.truth})`,
})
