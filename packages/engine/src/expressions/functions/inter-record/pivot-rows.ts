import { type InterRecordFunction, interRecord } from '../inter-record-function.js'

const alongRow = { takesTotal: true, inTotals: null, needsOrder: true } as const
const elsewhere = 'Missing in all charts but pivot tables, which are not supported.'
const missing = { one: null, several: null }

const otherColumn = (name: string, description: string): InterRecordFunction =>
  interRecord.value({
    name,
    parameters: [{ name: 'expression' }, { name: 'offset', optional: true }, { name: 'count', optional: true }],
    ...alongRow,
    description,
    missing: elsewhere,
    examples: [[`${name}(Sum(amount))`, [null, null, null]]],
    duckdb: () => missing,
  })

const placeOfColumn = (name: string, description: string): InterRecordFunction =>
  interRecord.number({
    name,
    parameters: [],
    ...alongRow,
    description,
    missing: elsewhere,
    examples: [[`${name}()`, [null, null, null]]],
    duckdb: () => 'NULL',
  })

/** What runs along the columns of a pivot table. In a chart without any it is missing. */
export const pivotRows: readonly InterRecordFunction[] = [
  otherColumn('Before', 'An expression in the column before, in a pivot table.'),
  otherColumn('After', 'An expression in the column after, in a pivot table.'),
  otherColumn('First', 'An expression in the first column of a pivot table.'),
  otherColumn('Last', 'An expression in the last column of a pivot table.'),
  placeOfColumn('ColumnNo', 'The number of the column in a pivot table.'),
  placeOfColumn('NoOfColumns', 'How many columns a pivot table has.'),
  interRecord.dual({
    name: 'HRank',
    parameters: [
      { name: 'expression' },
      { name: 'mode', optional: true, literal: 'number', below: 5 },
      { name: 'fmt', optional: true, literal: 'number', below: 3 },
    ],
    ...alongRow,
    needsOrder: false,
    description: 'The rank among the columns of a pivot table.',
    missing: elsewhere,
    examples: [['HRank(Sum(amount))', [null, null, null]]],
    duckdb: () => ({ number: () => 'CAST(NULL AS DOUBLE)', text: () => 'CAST(NULL AS VARCHAR)' }),
  }),
]
