import { describe, expect, test } from 'vitest'
import { contextOf, withSnapshot } from '../testing/app-folder.js'
import { evaluateHypercube } from './evaluate-hypercube.js'
import type { PivotPart } from './evaluation.js'

/**
 * Sums by product and quarter:
 *
 *              2023        2024
 *              Q1   Q2     Q1   Q2
 *   A  x        1    2      -    4
 *   A  y        5    -      7    8
 *   B  x        9    10     11   12
 */
const data = `
  CREATE TABLE sales AS SELECT * FROM (VALUES
    ('A', 'x', 2023, 'Q1', 1), ('A', 'x', 2023, 'Q2', 2), ('A', 'x', 2024, 'Q2', 4),
    ('A', 'y', 2023, 'Q1', 5), ('A', 'y', 2024, 'Q1', 7), ('A', 'y', 2024, 'Q2', 8),
    ('B', 'x', 2023, 'Q1', 9), ('B', 'x', 2023, 'Q2', 10), ('B', 'x', 2024, 'Q1', 11), ('B', 'x', 2024, 'Q2', 12)
  ) t("Product", "Size", "Year", "Quarter", "Amount")`

const left = ['Product', 'Size']
const top = ['Year', 'Quarter']

/** The values of an expression in the cells of a pivot table, by the texts of the dimensions. */
const cells = async (
  expression: string,
  dimensions: readonly string[],
  pivot: Partial<PivotPart> & { top: number },
  more = '',
) => {
  let values: Record<string, unknown> = {}
  await withSnapshot(data + more, async (snapshot) => {
    const outcome = await evaluateHypercube(await contextOf(snapshot), {
      dimensions: dimensions.map((definition) => ({
        definition,
        sort: { byAscii: 1 },
        nullSuppression: definition !== 'Product',
      })),
      omitted: [...left, ...top].filter((name) => !dimensions.includes(name)),
      measures: [{ expression }],
      interColumnSortOrder: dimensions.map((_, index) => index),
      pivot: { totals: [], cells: 0, dimensions: [...left, ...top], ...pivot },
    })
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
    const rows = await outcome.cube.page(0, 100)
    values = Object.fromEntries(
      rows.map((row) => {
        const cell = row.at(-1)
        const key = row.slice(0, -1).map(({ text, num }) => text ?? num)
        return [key.join(' '), cell?.num ?? cell?.text ?? null]
      }),
    )
  })
  return values
}

const all = (expression: string) => cells(expression, [...left, ...top], { top: 2 })

describe('in the cells of a pivot table', () => {
  test('Above reads the row before in the same column, within the outer dimension', async () => {
    expect(await all('Above(Sum(Amount))')).toEqual({
      'A x 2023 Q1': null,
      'A x 2023 Q2': null,
      'A x 2024 Q2': null,
      'A y 2023 Q1': 1,
      // Above is a cell without records.
      'A y 2024 Q1': null,
      'A y 2024 Q2': 4,
      'B x 2023 Q1': null,
      'B x 2023 Q2': null,
      'B x 2024 Q1': null,
      'B x 2024 Q2': null,
    })
    expect(await all('Above(TOTAL Sum(Amount))')).toMatchObject({
      'A y 2023 Q1': 1,
      'B x 2023 Q1': 5,
      // The cell above has no records; the one above that is not taken instead.
      'B x 2023 Q2': null,
      'B x 2024 Q1': 7,
    })
    expect(await all('Below(TOTAL Sum(Amount), 2)')).toMatchObject({ 'A x 2023 Q2': 10, 'A y 2023 Q1': null })
  })

  test('Before and After read columns of the same row, within the outer dimension at the top', async () => {
    expect(await all('Before(Sum(Amount))')).toEqual({
      'A x 2023 Q1': null,
      'A x 2023 Q2': 1,
      'A x 2024 Q2': null,
      'A y 2023 Q1': null,
      'A y 2024 Q1': null,
      'A y 2024 Q2': 7,
      'B x 2023 Q1': null,
      'B x 2023 Q2': 9,
      'B x 2024 Q1': null,
      'B x 2024 Q2': 11,
    })
    expect(await all('After(TOTAL Sum(Amount))')).toMatchObject({
      'A x 2023 Q1': 2,
      'A x 2023 Q2': null,
      'B x 2023 Q2': 11,
      'B x 2024 Q2': null,
    })
    expect(await all('RangeSum(Before(TOTAL Sum(Amount), 0, ColumnNo(TOTAL)))')).toMatchObject({
      'A x 2024 Q2': 7,
      'B x 2024 Q2': 42,
      'A y 2024 Q1': 12,
    })
  })

  test('First and Last count from either end of the row', async () => {
    expect(await all('First(TOTAL Sum(Amount), 2)')).toMatchObject({ 'A x 2024 Q2': 2, 'A y 2023 Q1': null })
    expect(await all('Last(Sum(Amount))')).toMatchObject({ 'A x 2023 Q1': 2, 'A y 2023 Q1': null, 'A y 2024 Q1': 8 })
    expect(await all('Last(TOTAL Sum(Amount), 2)')).toMatchObject({ 'A x 2023 Q1': null, 'B x 2023 Q1': 11 })
  })

  test('rows and columns are counted with those whose cell has no records', async () => {
    const places = 'RowNo() & RowNo(TOTAL) & NoOfRows() & NoOfRows(TOTAL)'
    expect(await all(places)).toMatchObject({ 'A y 2023 Q1': '2223', 'B x 2024 Q1': '1313', 'A x 2024 Q2': '1123' })
    const columns = 'ColumnNo() & ColumnNo(TOTAL) & NoOfColumns() & NoOfColumns(TOTAL)'
    expect(await all(columns)).toMatchObject({ 'A x 2024 Q2': '2424', 'A y 2024 Q1': '1324', 'B x 2023 Q2': '2224' })
  })

  test('rows count though all their cells are in columns that nulls leave out, and so do columns', async () => {
    // AA lies between A and B; only its cells in a column without a quarter have records. So do those of 2025 without a size.
    const more = `;
      INSERT INTO sales VALUES ('AA', 'x', 2023, NULL, 50), ('A', NULL, 2023, 'Q1X', 60), (NULL, 'x', 2023, 'Q1', 70)`
    const of = (expression: string) => cells(expression, [...left, ...top], { top: 2 }, more)
    const places = await of("RowNo(TOTAL) & '/' & NoOfRows(TOTAL) & ' ' & ColumnNo(TOTAL) & '/' & NoOfColumns(TOTAL)")
    expect(places).toMatchObject({ 'A x 2023 Q1': '1/5 1/5', 'B x 2023 Q1': '4/5 1/5', 'A x 2023 Q2': '1/5 3/5' })
    expect(Object.keys(places)).toHaveLength(11)
    expect(await of('Above(TOTAL Sum(Amount), 2)')).toMatchObject({ 'B x 2023 Q1': 5 })
    expect(await of('Before(TOTAL Sum(Amount), 2)')).toMatchObject({ 'A x 2023 Q2': 1 })
  })

  test('Rank goes down the column and HRank along the row', async () => {
    expect(await all('Rank(TOTAL Sum(Amount))')).toMatchObject({ 'A x 2023 Q1': 3, 'A y 2024 Q1': 2, 'B x 2024 Q1': 1 })
    expect(await all('HRank(TOTAL Sum(Amount))')).toMatchObject({
      'A x 2023 Q1': 3,
      'A x 2024 Q2': 1,
      'B x 2023 Q1': 4,
    })
    expect(await all('HRank(Sum(Amount))')).toMatchObject({ 'A y 2023 Q1': 1, 'A y 2024 Q1': 2, 'B x 2023 Q1': 2 })
  })

  test('totals of one side are no part of it, and of the other', async () => {
    const depth = 'Dimensionality() & SecondaryDimensionality()'
    const inner = ['Product', 'Year', 'Quarter']
    const columnTotal = { top: 2, totals: ['left' as const] }
    expect(await cells(depth, inner, columnTotal)).toMatchObject({ 'A 2023 Q1': '12', 'B 2024 Q2': '12' })
    expect(await cells('Above(TOTAL Sum(Amount))', inner, columnTotal)).toMatchObject({ 'B 2023 Q1': null })
    expect(await cells('Before(Sum(Amount))', inner, columnTotal)).toMatchObject({ 'A 2023 Q2': 6, 'A 2024 Q2': 7 })
    expect(await cells('Above(TOTAL Sum(Amount))', inner, { top: 2 })).toMatchObject({ 'B 2023 Q1': 6 })
    expect(await cells(depth, ['Year'], { top: 1, totals: ['left'] })).toEqual({ 2023: '01', 2024: '01' })
    expect(await cells('RowNo()', ['Year'], { top: 1, totals: ['left'] })).toEqual({ 2023: null, 2024: null })
    expect(await cells('Before(Sum(Amount))', ['Year'], { top: 1, totals: ['left'] })).toEqual({ 2023: null, 2024: 27 })
    expect(await cells(depth, left, { top: 0, totals: ['top'] })).toMatchObject({ 'A x': '20' })
    expect(await cells('HRank(Sum(Amount))', left, { top: 0, totals: ['top'] })).toMatchObject({ 'A x': null })
    expect(await cells('Above(Sum(Amount))', left, { top: 0, totals: ['top'] })).toMatchObject({ 'A y': 7 })
  })

  test('a table with more cells than are read refuses the measure', async () => {
    await expect(cells('Before(Sum(Amount))', [...left, ...top], { top: 2, cells: 1_000_001 })).rejects.toThrow(
      'at most 1,000,000 are computed',
    )
    await expect(cells('Sum(Amount)', [...left, ...top], { top: 2, cells: 1_000_001 })).resolves.toBeDefined()
  })
})
