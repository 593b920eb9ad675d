import { type AggregateArgument, numericAggregate, perRow } from '../aggregate-function.js'
import { exactSum } from '../exact-sum.js'

const parameters = [perRow('value', 'number')] as const
const missing = 'Missing values, and texts that read as no number, are left out.'

/** Whole numbers add up exactly in whatever order: the database adds rows in one that follows from what else is asked. */
const sumOf = (value: AggregateArgument, distinct: string): string => {
  const { units } = value
  return units ? `(CAST(sum(${distinct}${units.sql}) AS DOUBLE) / 1e${units.decimals})` : exactSum(value, distinct)
}

export const sums = [
  numericAggregate({
    name: 'Sum',
    keepsFormat: true,
    addsUnits: true,
    merge: 'sum',
    whole: 'of whole numbers',
    parameters,
    whenEmpty: 0,
    description: 'The sum of a number over the rows of a group.',
    missing: `${missing} 0 where nothing is left.`,
    examples: [
      ['Sum(amount)', 35],
      ['Sum(DISTINCT size)', 3],
    ],
    duckdb: ([value], distinct) => sumOf(value, distinct),
  }),
  numericAggregate({
    name: 'Avg',
    keepsFormat: true,
    addsUnits: true,
    merge: 'average',
    parameters,
    description: 'The average of a number over the rows of a group.',
    missing,
    examples: [
      ['Round(Avg(amount), 0.01)', 11.67],
      ['Avg(DISTINCT size)', 1.5],
    ],
    // As the averages of finer groups are: from a sum and a count.
    duckdb: ([value], distinct) =>
      value.units || value.adding !== 'as they come'
        ? `${sumOf(value, distinct)} / count(${distinct}${value.units?.sql ?? value.stored})`
        : `avg(${distinct}${value.stored})`,
  }),
]
