import { expect, test } from 'vitest'
import { cellStyle, gridStyle, inReadingOrder } from './sheet-grid.js'

const cell = (name: string, col: number, row: number, type = 'barchart') => ({
  name,
  type,
  col,
  row,
  colspan: 6,
  rowspan: 3,
})

test('cells are read row by row', () => {
  const cells = [cell('c', 0, 6), cell('b', 12, 0), cell('a', 0, 0)]
  expect(inReadingOrder(cells).map(({ name }) => name)).toEqual(['a', 'b', 'c'])
})

test('a cell keeps its place and span', () => {
  expect(cellStyle(cell('a', 12, 6))).toMatchObject({ 'grid-column': '13 / span 6', 'grid-row': '7 / span 3' })
})

test('in one column a figure is lower than a chart', () => {
  const height = (type: string) =>
    Number.parseInt(cellStyle(cell('a', 0, 0, type))['--understudy-stacked-height'] ?? '', 10)
  expect(height('kpi')).toBeLessThan(height('barchart'))
})

test('a sheet without a grid has the usual one', () => {
  expect(gridStyle({})).toEqual(gridStyle({ columns: 24, rows: 12 }))
})
