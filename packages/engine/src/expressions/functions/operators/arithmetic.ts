import { functionsOf } from '../scalar-function.js'
import { nonZero } from '../sql-value.js'

const operators = functionsOf('operator')
const operands = [{ name: 'a' }, { name: 'b' }] as const
const missing = 'A missing operand, or a text that reads as no number, makes the result missing.'

const arithmetic = (name: '+' | '-' | '*', description: string, example: readonly [string, number]) =>
  operators.number({
    name,
    parameters: operands,
    description,
    missing,
    examples: [example, [`'abc' ${name} 1`, null]],
    duckdb: ([a, b]) => `(${a.number} ${name} ${b.number})`,
  })

export const arithmeticOperators = [
  arithmetic('+', 'The sum of two numbers. Texts are joined by &, never by +.', ["'3' + 4", 7]),
  arithmetic('-', 'The difference of two numbers.', ["'2024-01-05' - 1", 45_295]),
  arithmetic('*', 'The product of two numbers.', ['1.5 * 4', 6]),
  operators.number({
    name: '/',
    parameters: operands,
    description: 'The quotient of two numbers; missing where the divisor is zero.',
    missing,
    examples: [
      ['5 / 2', 2.5],
      ['5 / 0', null],
    ],
    duckdb: ([a, b]) => `(${a.number} / ${nonZero(b.number, b.literal)})`,
  }),
]

export const negation = operators.number({
  name: 'negation',
  parameters: [{ name: 'a' }],
  description: 'The sign `-` in front of a number.',
  missing,
  examples: [
    ['-2 * 3', -6],
    ["-'x'", null],
  ],
  duckdb: ([a]) => `(- ${a.number})`,
})

export const plusSign = operators.number({
  name: 'plus sign',
  parameters: [{ name: 'a' }],
  description: 'The sign `+` in front of a number.',
  missing,
  examples: [["+'3'", 3]],
  duckdb: ([a]) => a.number,
})
