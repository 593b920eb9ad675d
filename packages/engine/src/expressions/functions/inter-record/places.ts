import { interRecord } from '../inter-record-function.js'

/** Where a row is in its table, and how large that is. */
export const places = [
  interRecord.number({
    name: 'RowNo',
    parameters: [],
    along: 'rows',
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
    along: 'rows',
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
    along: 'rows',
    takesTotal: false,
    inTotals: 0,
    needsOrder: true,
    description:
      'How many dimensions the row has a value of: those of the chart or, in a pivot table, those that are expanded in the row; in totals those that they are the totals of.',
    missing: 'Never missing.',
    examples: [['Dimensionality()', [1, 1, 1]]],
    duckdb: (_, { dimensions }) => String(dimensions),
  }),
  interRecord.number({
    name: 'SecondaryDimensionality',
    parameters: [],
    along: 'columns',
    takesTotal: false,
    inTotals: 0,
    needsOrder: true,
    description:
      'How many dimensions the column of a pivot table has a value of: those that are expanded in it; 0 in all other charts.',
    missing: 'Never missing.',
    examples: [['SecondaryDimensionality()', [0, 0, 0]]],
    duckdb: (_, { dimensions }) => String(dimensions),
  }),
]
