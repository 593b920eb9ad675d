import { functionsOf } from '../scalar-function.js'
import type { SqlValue } from '../sql-value.js'

const operators = functionsOf('operator')
const operands = [{ name: 'a' }, { name: 'b' }] as const
const missing = 'Operands are cut to whole numbers of 32 bits; one that is no such number makes the result missing.'

const bits = (value: SqlValue): string => `TRY_CAST(trunc(${value.number}) AS INTEGER)`

const between = (
  name: string,
  description: string,
  examples: readonly (readonly [string, number])[],
  print: (a: string, b: string) => string,
) =>
  operators.number({
    name,
    parameters: operands,
    description,
    missing,
    examples,
    duckdb: ([a, b]) => `CAST(${print(bits(a), bits(b))} AS DOUBLE)`,
  })

export const bitOperators = [
  between('bitand', 'The bits that both numbers have.', [['17 bitand 7', 1]], (a, b) => `(${a} & ${b})`),
  between('bitor', 'The bits that one of the numbers has.', [['17 bitor 7', 23]], (a, b) => `(${a} | ${b})`),
  between('bitxor', 'The bits that just one of the numbers has.', [['17 bitxor 7', 22]], (a, b) => `xor(${a}, ${b})`),
  between(
    '>>',
    'Shifts the bits of a number to the right, by 0 to 31 places.',
    [['8 >> 2', 2]],
    (a, b) => `CASE WHEN ${b} BETWEEN 0 AND 31 THEN CAST(floor(${a} / pow(2, ${b})) AS BIGINT) END`,
  ),
  between(
    '<<',
    'Shifts the bits of a number to the left, by 0 to 31 places.',
    [['8 << 2', 32]],
    (a, b) =>
      `CASE WHEN ${b} BETWEEN 0 AND 31 THEN CAST(((${a}::BIGINT * pow(2, ${b})::BIGINT + 2147483648) & 4294967295) AS BIGINT) - 2147483648 END`,
  ),
]

export const bitNot = operators.number({
  name: 'bitnot',
  parameters: [{ name: 'a' }],
  description: 'Turns every bit of a number.',
  missing,
  examples: [['bitnot 17', -18]],
  duckdb: ([a]) => `CAST(~${bits(a)} AS DOUBLE)`,
})
