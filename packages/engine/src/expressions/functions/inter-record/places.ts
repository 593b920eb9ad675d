import { interRecord } from '../inter-record-function.js'

/** Where a row is in its table, and how large that is. */
export const places = [
  interRecord.number({
    name: 'RowNo',
    parameters: [],
    takesTotal: true,
    inTotals: null,
    needsOrder: true,
    description:
      'The number of the row, from 1: among the rows that agree with it in all dimensions but the last, or among all with `TOTAL`.',
    missing: 'Missing in totals.',
    examples: [['RowNo()', [1, 2, 3]]],
    duckdb: (_, { rowNumber }) => rowNumber,
  }),
  interRecord.number({
    name: 'NoOfRows',
    parameters: [],
    takesTotal: true,
    inTotals: null,
    needsOrder: true,
    description:
      'How many rows there are: those that agree with the row in all dimensions but the last, or all with `TOTAL`.',
    missing: 'Missing in totals.',
    examples: [['NoOfRows()', [3, 3, 3]]],
    duckdb: (_, { rowCount }) => rowCount,
  }),
  interRecord.number({
    name: 'Dimensionality',
    parameters: [],
    takesTotal: false,
    inTotals: 0,
    needsOrder: true,
    description: 'How many dimensions the row has a value of: those of the chart, or none in totals.',
    missing: 'Never missing.',
    examples: [['Dimensionality()', [1, 1, 1]]],
    duckdb: (_, { dimensions }) => String(dimensions),
  }),
  interRecord.number({
    name: 'SecondaryDimensionality',
    parameters: [],
    takesTotal: false,
    inTotals: 0,
    needsOrder: true,
    description: 'How many dimensions run along the columns of a pivot table; 0 in all other charts.',
    missing: 'Never missing.',
    examples: [['SecondaryDimensionality()', [0, 0, 0]]],
    duckdb: () => '0',
  }),
]
