import { functionsOf } from '../scalar-function.js'

const numbers = functionsOf('numeric')
const parameters = [{ name: 'x' }] as const

/**
 * A function of one number.
 *
 * @param domain SQL that holds where the database may be asked; elsewhere the result is missing
 */
const elementary = (
  name: string,
  description: string,
  examples: readonly (readonly [string, number | null])[],
  print: (x: string) => string,
  domain?: (x: string) => string,
) =>
  numbers.number({
    name,
    parameters,
    description,
    ...(domain ? { missing: 'Missing, too, for a number that the function is not defined for.' } : {}),
    examples,
    duckdb: ([x]) => (domain ? `(CASE WHEN ${domain(x.number)} THEN ${print(x.number)} END)` : print(x.number)),
  })

const finiteNumber = (x: string): string => `isfinite(${x})`

const finite = (sql: string): string => `(CASE WHEN isfinite(${sql}) THEN ${sql} END)`

export const elementaryFunctions = [
  elementary('Fabs', 'A number without its sign.', [['Fabs(-2.5)', 2.5]], (x) => `abs(${x})`),
  {
    ...elementary(
      'Sign',
      '1, 0 or -1 for a number above, at or below zero.',
      [
        ['Sign(-3)', -1],
        ['Sign(0)', 0],
      ],
      (x) => `CAST(sign(${x}) AS DOUBLE)`,
    ),
    wholeBelow: 2,
  },
  elementary(
    'Sqrt',
    'The square root.',
    [
      ['Sqrt(9)', 3],
      ['Sqrt(-1)', null],
    ],
    (x) => `sqrt(${x})`,
    (x) => `${x} >= 0`,
  ),
  elementary('Sqr', 'The square.', [['Sqr(-3)', 9]], (x) => finite(`(${x} * ${x})`)),
  elementary(
    'Exp',
    'e to the power of a number.',
    [
      ['Exp(0)', 1],
      ['Exp(1000)', null],
    ],
    (x) => finite(`exp(${x})`),
  ),
  elementary(
    'Log',
    'The natural logarithm.',
    [
      ['Log(1)', 0],
      ['Log(-5)', null],
    ],
    (x) => `ln(${x})`,
    (x) => `${x} > 0`,
  ),
  elementary(
    'Log10',
    'The logarithm to the base of 10.',
    [
      ['Log10(1000)', 3],
      ['Log10(0)', null],
    ],
    (x) => `log10(${x})`,
    (x) => `${x} > 0`,
  ),
  elementary('Sin', 'The sine of an angle in radians.', [['Sin(0)', 0]], (x) => `sin(${x})`, finiteNumber),
  elementary('Cos', 'The cosine of an angle in radians.', [['Cos(0)', 1]], (x) => `cos(${x})`, finiteNumber),
  elementary('Tan', 'The tangent of an angle in radians.', [['Tan(0)', 0]], (x) => `tan(${x})`, finiteNumber),
  elementary(
    'Asin',
    'The angle in radians of a sine.',
    [
      ['Asin(0)', 0],
      ['Asin(2)', null],
    ],
    (x) => `asin(${x})`,
    (x) => `abs(${x}) <= 1`,
  ),
  elementary(
    'Acos',
    'The angle in radians of a cosine.',
    [
      ['Acos(1)', 0],
      ['Acos(2)', null],
    ],
    (x) => `acos(${x})`,
    (x) => `abs(${x}) <= 1`,
  ),
  elementary('Atan', 'The angle in radians of a tangent.', [['Atan(0)', 0]], (x) => `atan(${x})`),
  elementary('Sinh', 'The hyperbolic sine.', [['Sinh(0)', 0]], (x) => finite(`sinh(${x})`)),
  elementary('Cosh', 'The hyperbolic cosine.', [['Cosh(0)', 1]], (x) => finite(`cosh(${x})`)),
  elementary('Tanh', 'The hyperbolic tangent.', [['Tanh(0)', 0]], (x) => `tanh(${x})`),
  elementary('Asinh', 'The number of a hyperbolic sine.', [['Asinh(0)', 0]], (x) => `asinh(${x})`, finiteNumber),
  elementary(
    'Acosh',
    'The number of a hyperbolic cosine, from 1 on.',
    [
      ['Acosh(1)', 0],
      ['Acosh(0.5)', null],
    ],
    (x) => `acosh(${x})`,
    (x) => `${x} >= 1 AND isfinite(${x})`,
  ),
  elementary(
    'Atanh',
    'The number of a hyperbolic tangent between -1 and 1.',
    [
      ['Atanh(0)', 0],
      ['Atanh(1)', null],
    ],
    (x) => `atanh(${x})`,
    (x) => `abs(${x}) < 1`,
  ),
  elementary(
    'Even',
    'Whether a whole number is even.',
    [
      ['Even(4)', -1],
      ['Even(3)', 0],
      ['Even(1.5)', null],
    ],
    (x) => `(CASE WHEN ${x} / 2 = trunc(${x} / 2) THEN -1.0::DOUBLE ELSE 0.0::DOUBLE END)`,
    (x) => `${x} = trunc(${x})`,
  ),
  elementary(
    'Odd',
    'Whether a whole number is odd.',
    [
      ['Odd(3)', -1],
      ['Odd(4)', 0],
      ['Odd(1.5)', null],
    ],
    (x) => `(CASE WHEN ${x} / 2 <> trunc(${x} / 2) THEN -1.0::DOUBLE ELSE 0.0::DOUBLE END)`,
    (x) => `${x} = trunc(${x})`,
  ),
  elementary(
    'Fact',
    'The factorial of a whole number, up to 170.',
    [
      ['Fact(5)', 120],
      ['Fact(0)', 1],
      ['Fact(-1)', null],
    ],
    (x) => `round(gamma(${x} + 1))`,
    (x) => `${x} = trunc(${x}) AND ${x} BETWEEN 0 AND 170`,
  ),
  elementary(
    'BitCount',
    'How many bits of a whole number of 32 bits are set.',
    [['BitCount(3)', 2]],
    (x) => `CAST(bit_count(TRY_CAST(trunc(${x}) AS INTEGER)) AS DOUBLE)`,
  ),
  numbers.number({
    name: 'Pow',
    parameters: [{ name: 'base' }, { name: 'exponent' }],
    description: 'A number to the power of another.',
    missing: 'Missing, too, where the result is no number, or beyond the range of numbers.',
    examples: [
      ['Pow(2, 10)', 1024],
      ['Pow(0, 0)', 1],
      ['Pow(-1, 0.5)', null],
    ],
    duckdb: ([base, exponent]) => finite(`pow(${base.number}, ${exponent.number})`),
  }),
  numbers.number({
    name: 'Atan2',
    parameters: [{ name: 'y' }, { name: 'x' }],
    description: 'The angle in radians between the x axis and the point (x, y).',
    examples: [['Atan2(0, 1)', 0]],
    duckdb: ([y, x]) => `atan2(${y.number}, ${x.number})`,
  }),
  numbers.number({
    name: 'Combin',
    parameters: [{ name: 'p' }, { name: 'q' }],
    description: 'How many ways there are to pick q of p things, whatever their order. p is at most 170.',
    missing: 'Missing, too, where the numbers are not whole or q is not between 0 and p.',
    examples: [
      ['Combin(35, 7)', 6_724_520],
      ['Combin(3, 5)', null],
    ],
    duckdb: ([p, q]) =>
      `(CASE WHEN ${drawable(p.number, q.number)} THEN round(gamma(${p.number} + 1) / gamma(${q.number} + 1) / gamma(${p.number} - ${q.number} + 1)) END)`,
  }),
  numbers.number({
    name: 'Permut',
    parameters: [{ name: 'p' }, { name: 'q' }],
    description: 'How many ways there are to line up q of p things. p is at most 170.',
    missing: 'Missing, too, where the numbers are not whole or q is not between 0 and p.',
    examples: [
      ['Permut(8, 3)', 336],
      ['Permut(2, 3)', null],
    ],
    duckdb: ([p, q]) =>
      `(CASE WHEN ${drawable(p.number, q.number)} THEN round(gamma(${p.number} + 1) / gamma(${p.number} - ${q.number} + 1)) END)`,
  }),
  numbers.number({
    name: 'Rand',
    parameters: [],
    description: 'A random number from 0 to below 1, a new one whenever it is computed.',
    examples: [['(Rand() >= 0) and (Rand() < 1)', -1]],
    duckdb: () => 'random()',
  }),
  numbers.number({
    name: 'Pi',
    parameters: [],
    description: 'The number pi.',
    examples: [['Floor(1000 * Pi())', 3_141]],
    duckdb: () => 'pi()',
  }),
  numbers.number({
    name: 'E',
    parameters: [],
    description: 'The number e.',
    examples: [['Floor(1000 * E())', 2_718]],
    duckdb: () => 'exp(1.0)',
  }),
]

function drawable(p: string, q: string): string {
  return `${p} = trunc(${p}) AND ${q} = trunc(${q}) AND ${p} <= 170 AND ${q} BETWEEN 0 AND ${p}`
}
