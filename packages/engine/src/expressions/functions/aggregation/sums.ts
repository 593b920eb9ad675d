import { numericAggregate, perRow } from '../aggregate-function.js'

const parameters = [perRow('value', 'number')] as const
const missing = 'Missing values, and texts that read as no number, are left out.'

export const sums = [
  numericAggregate({
    name: 'Sum',
    keepsFormat: true,
    merge: 'sum',
    parameters,
    whenEmpty: 0,
    description: 'The sum of a number over the rows of a group.',
    missing: `${missing} 0 where nothing is left.`,
    examples: [
      ['Sum(amount)', 35],
      ['Sum(DISTINCT size)', 3],
    ],
    duckdb: ([value], distinct) => `sum(${distinct}${value.number})`,
  }),
  numericAggregate({
    name: 'Avg',
    keepsFormat: true,
    merge: 'average',
    parameters,
    description: 'The average of a number over the rows of a group.',
    missing,
    examples: [
      ['Round(Avg(amount), 0.01)', 11.67],
      ['Avg(DISTINCT size)', 1.5],
    ],
    duckdb: ([value], distinct) => `avg(${distinct}${value.number})`,
  }),
]
