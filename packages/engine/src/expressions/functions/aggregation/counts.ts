import { numericAggregate, perRow } from '../aggregate-function.js'

export const counts = [
  numericAggregate({
    name: 'Count',
    merge: 'sum',
    parameters: [perRow('value', 'presence')],
    whenEmpty: 0,
    description: 'How many rows of a group have a value; with DISTINCT, how many different values there are.',
    missing: 'Missing values are not counted.',
    examples: [
      ['Count(amount)', 3],
      ['Count(DISTINCT size)', 2],
    ],
    duckdb: ([value], distinct) => `count(${distinct}${value.presence})`,
  }),
  numericAggregate({
    name: 'NumericCount',
    merge: 'sum',
    parameters: [perRow('value', 'number')],
    whenEmpty: 0,
    description: 'How many rows of a group have a number.',
    missing: 'A text that reads as a number counts.',
    examples: [
      ['NumericCount(amount)', 3],
      ['NumericCount(customer)', 0],
    ],
    duckdb: ([value], distinct) => `count(${distinct}${value.number})`,
  }),
  numericAggregate({
    name: 'TextCount',
    merge: 'sum',
    parameters: [perRow('value', 'both')],
    whenEmpty: 0,
    description: 'How many rows of a group have a text that is no number.',
    examples: [
      ['TextCount(customer)', 4],
      ['TextCount(amount)', 0],
    ],
    duckdb: ([value], distinct) => `count(${distinct}CASE WHEN ${value.number} IS NULL THEN ${value.text} END)`,
  }),
  numericAggregate({
    name: 'NullCount',
    merge: 'sum',
    countsMissing: true,
    parameters: [perRow('value', 'presence')],
    whenEmpty: 0,
    description: 'How many rows of a group have no value.',
    examples: [['NullCount(amount)', 1]],
    duckdb: ([value]) => `count_if(${value.presence} IS NULL)`,
  }),
  numericAggregate({
    name: 'MissingCount',
    merge: 'sum',
    countsMissing: true,
    parameters: [perRow('value', 'number')],
    whenEmpty: 0,
    description: 'How many rows of a group have no number.',
    examples: [
      ['MissingCount(amount)', 1],
      ['MissingCount(customer)', 4],
    ],
    duckdb: ([value]) => `count_if(${value.number} IS NULL)`,
  }),
]
