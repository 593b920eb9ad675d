import { functionsOf } from '../scalar-function.js'
import { nonZero, type SqlValue } from '../sql-value.js'

const numbers = functionsOf('numeric')
const parameters = [{ name: 'value' }, { name: 'step', optional: true }, { name: 'offset', optional: true }] as const

/** Places a number on a grid of steps that begins at an offset; a step of zero has no grid. */
const onGrid = (
  value: SqlValue,
  step: SqlValue | undefined,
  offset: SqlValue | undefined,
  place: (steps: string) => string,
): string => {
  if (!step) return place(value.number)
  const width = nonZero(step.number, step.literal)
  const from = offset?.number ?? '0.0::DOUBLE'
  // Clean decimals: 0.3 / 0.1 is a hair below 3, and 39 * 0.1 a hair above 3.9.
  const steps = `round((${value.number} - ${from}) / ${width}, 9)`
  return `round(${place(steps)} * ${width} + ${from}, 9)`
}

export const rounding = [
  numbers.number({
    name: 'Round',
    parameters,
    description: 'The nearest multiple of a step (1), counted from an offset (0). Halves go up.',
    missing: 'Missing, too, where the step is zero.',
    examples: [
      ['Round(2.5)', 3],
      ['Round(-2.5)', -2],
      ['Round(3.88, 5)', 5],
      ['Round(1.1, 1, 0.5)', 1.5],
      ['Round(2, 0)', null],
    ],
    duckdb: ([value, step, offset]) => onGrid(value, step, offset, (steps) => `floor(${steps} + 0.5)`),
  }),
  numbers.number({
    name: 'Floor',
    parameters,
    description: 'The multiple of a step (1), counted from an offset (0), that is not above a number.',
    missing: 'Missing, too, where the step is zero.',
    examples: [
      ['Floor(-1.5)', -2],
      ['Floor(3.88, 0.1)', 3.8],
      ['Floor(1.1, 1, 0.5)', 0.5],
    ],
    duckdb: ([value, step, offset]) => onGrid(value, step, offset, (steps) => `floor(${steps})`),
  }),
  numbers.number({
    name: 'Ceil',
    parameters,
    description: 'The multiple of a step (1), counted from an offset (0), that is not below a number.',
    missing: 'Missing, too, where the step is zero.',
    examples: [
      ['Ceil(2.1)', 3],
      ['Ceil(3.88, 5)', 5],
      ['Ceil(1.1, 1, 0.5)', 1.5],
    ],
    duckdb: ([value, step, offset]) => onGrid(value, step, offset, (steps) => `ceil(${steps})`),
  }),
  numbers.number({
    name: 'Frac',
    parameters: [{ name: 'value' }],
    description: 'What a number is above the whole number below it.',
    examples: [
      ['Round(Frac(11.43), 0.01)', 0.43],
      ['Round(Frac(-1.4), 0.01)', 0.6],
    ],
    duckdb: ([value]) => `(${value.number} - floor(${value.number}))`,
  }),
]
