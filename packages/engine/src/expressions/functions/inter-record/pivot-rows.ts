import { type InterRecordFunction, interRecord } from '../inter-record-function.js'
import { downwards, either, fromFirst, fromLast, otherCell, upwards } from './other-rows.js'
import { printRank, rankParameters } from './ranks.js'

const elsewhere = 'Missing where there is no such column, in totals of the row, and in all charts but pivot tables.'

const otherColumn = (name: string, description: string, reach: Parameters<typeof otherCell>[2]): InterRecordFunction =>
  otherCell(
    'columns',
    { name, description, missing: elsewhere, examples: [[`${name}(Sum(amount))`, [null, null, null]]] },
    reach,
  )

const ofColumn = { along: 'columns', takesTotal: true, inTotals: null } as const
const missing = 'Missing in totals of the row, and in all charts but pivot tables.'

/** What runs along the rows of a pivot table: in a chart that has no columns of dimensions it is missing. */
export const pivotRows: readonly InterRecordFunction[] = [
  otherColumn(
    'Before',
    'An expression in the column before in a pivot table, or `offset` columns before, within the row; 0 is the column itself, a negative offset is after. With a `count`, the values of that many columns from there on, for a range function. Columns are seen together that agree in all dimensions at the top but the last, or all with `TOTAL`.',
    either(upwards, downwards),
  ),
  otherColumn('After', 'The same for columns after, in a pivot table.', either(downwards, upwards)),
  otherColumn(
    'First',
    'An expression in the first column of a pivot table, or the `offset`th; with a `count`, from there on. A negative offset counts from the last.',
    either(fromFirst, fromLast),
  ),
  otherColumn(
    'Last',
    'An expression in the last column of a pivot table, or the `offset`th from the last; with a `count`, from there back.',
    either(fromLast, fromFirst),
  ),
  interRecord.number({
    name: 'ColumnNo',
    parameters: [],
    ...ofColumn,
    needsOrder: true,
    description:
      'The number of the column in a pivot table, from 1: among the columns that agree with it in all dimensions at the top but the last, or among all with `TOTAL`.',
    missing,
    examples: [['ColumnNo()', [null, null, null]]],
    duckdb: (_, { rowNumber }) => rowNumber,
  }),
  interRecord.number({
    name: 'NoOfColumns',
    parameters: [],
    ...ofColumn,
    needsOrder: true,
    description:
      'How many columns a pivot table has: those that agree with it in all dimensions at the top but the last, or all with `TOTAL`.',
    missing,
    examples: [['NoOfColumns()', [null, null, null]]],
    duckdb: (_, { rowCount }) => rowCount,
  }),
  interRecord.dual({
    name: 'HRank',
    parameters: rankParameters,
    ...ofColumn,
    needsOrder: false,
    description: 'The rank among the columns of a pivot table, within the row; modes and formats are those of `Rank`.',
    missing: `${missing} Also where the expression has no number.`,
    examples: [['HRank(Sum(amount))', [null, null, null]]],
    duckdb: printRank,
  }),
]
