import { functionsOf } from '../scalar-function.js'
import { nonZero } from '../sql-value.js'

const numbers = functionsOf('numeric')
const parameters = [{ name: 'a' }, { name: 'b' }] as const

export const division = [
  numbers.number({
    name: 'Div',
    parameters,
    description: 'How often a number fits whole into another.',
    missing: 'Missing, too, where b is zero.',
    examples: [
      ['Div(7, 2)', 3],
      ['Div(7.1, 2.3)', 3],
      ['Div(-4, 3)', -1],
      ['Div(1, 0)', null],
    ],
    duckdb: ([a, b]) => `trunc(${a.number} / ${nonZero(b.number)})`,
  }),
  numbers.number({
    name: 'Mod',
    parameters,
    description: 'The rest of a division of whole numbers, from 0 up to below b.',
    missing: 'Missing, too, where one is no whole number or b is not above zero.',
    examples: [
      ['Mod(7, 2)', 1],
      ['Mod(-4, 3)', 2],
      ['Mod(4, -3)', null],
      ['Mod(7.5, 2)', null],
    ],
    duckdb: ([a, b]) =>
      `(CASE WHEN ${b.number} > 0 AND ${a.number} = trunc(${a.number}) AND ${b.number} = trunc(${b.number}) THEN ${a.number} - ${b.number} * floor(${a.number} / ${b.number}) END)`,
  }),
  numbers.number({
    name: 'Fmod',
    parameters,
    description: 'The rest of a division of any numbers, with the sign of a.',
    missing: 'Missing, too, where b is zero.',
    examples: [
      ['Fmod(7.5, 2)', 1.5],
      ['Fmod(-4, 3)', -1],
    ],
    duckdb: ([a, b]) => `(${a.number} - ${b.number} * trunc(${a.number} / ${nonZero(b.number)}))`,
  }),
]
