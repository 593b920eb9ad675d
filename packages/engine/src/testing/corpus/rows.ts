import { table } from './corpus-case.js'

/** What `Sum(n)` is by `w`: 10, 6, 9. */
const tied = 'If(w = 1, Sum(n), 6)'
const both = (number: number, text: string) => ({ number, text })

export const rows = [
  ...table(
    'InterRecordFunctions/above-below-top-bottom',
    ['Above(Sum(n))', [null, 10, 6]],
    ['Above(Sum(n), 2)', [null, null, 10]],
    ['Above(Sum(n), 0)', [10, 6, 9]],
    ['Below(Sum(n))', [6, 9, null]],
    ['Below(Sum(n), 2)', [9, null, null]],
    ['Top(Sum(n))', [10, 10, 10]],
    ['Top(Sum(n), 3)', [9, 9, 9]],
    ['Top(Sum(n), 4)', [null, null, null]],
    ['Bottom(Sum(n))', [9, 9, 9]],
    ['Bottom(Sum(n), 2)', [6, 6, 6]],
    ['RangeSum(Above(Sum(n), 0, RowNo()))', [10, 16, 25]],
    ['RangeAvg(Above(Sum(n), 0, 2))', [10, 8, 7.5]],
    ['RangeMax(Below(Sum(n), 1, 2))', [9, 9, null]],
    ['RangeMin(Above(Sum(n), 0, 2))', [10, 6, 6]],
    ['RangeMax(Above(Sum(n), 0, 2))', [10, 10, 9]],
    ['RangeCount(Above(Sum(n), 1, 3))', [0, 1, 2]],
  ),
  ...table(
    'SetAnalysis/set-expressions-inner-and-outer',
    ["Above({<kind={'a'}>} Sum(n))", [null, 10, 9]],
    ["RangeSum(Above({<kind={'a'}>} Sum(n), 0, 3))", [10, 19, 19]],
    ["Rank({<kind={'a'}>} Sum(n))", [1, 2, 3]],
    ["Above({<kind={'a'}>} Sum({1} n))", [null, 10, 6]],
  ),
  ...table(
    'InterRecordFunctions/rowno-noofrows-column',
    ['RowNo()', [1, 2, 3]],
    ['NoOfRows()', [3, 3, 3]],
    ['Dimensionality()', [1, 1, 1]],
    ['SecondaryDimensionality()', [0, 0, 0]],
    ['Column(1) * 2', [20, 12, 18]],
    ['Column(0)', [null, null, null]],
  ),
  ...table(
    'RelationalFunctions/rank',
    ['Rank(Sum(n))', [both(1, '1'), both(3, '3'), both(2, '2')]],
    [`Rank(${tied})`, [both(1, '1'), both(2, '2-3'), both(2, '2-3')]],
    [`Rank(${tied}, 1) + 0`, [1, 2, 2]],
    [`Rank(${tied}, 2) + 0`, [1, 2.5, 2.5]],
    [`Rank(${tied}, 3) + 0`, [1, 3, 3]],
    [`Rank(${tied}, 4) + 0`, [1, 2, 3]],
    [`Rank(-Sum(n), 4) + 0`, [3, 1, 2]],
  ),
  ...table(
    'InterRecordFunctions/pivot-tables',
    ['Before(Sum(n))', [null, null, null]],
    ['After(Sum(n))', [null, null, null]],
    ['First(Sum(n))', [null, null, null]],
    ['Last(Sum(n))', [null, null, null]],
    ['ColumnNo()', [null, null, null]],
    ['NoOfColumns()', [null, null, null]],
    ['HRank(Sum(n))', [null, null, null]],
  ),
]
