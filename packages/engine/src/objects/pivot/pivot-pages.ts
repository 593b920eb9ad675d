import type { JsonObject } from '../../json.js'
import { isDimension, isExpression } from '../attribute-columns.js'
import { areaLayout, clampedPage, type Page, refuseLargePages } from '../data-page.js'
import { dimensionText, measureCell, nodeType, numberLayout } from '../layout/cell-layout.js'
import type { SideName } from './expansion.js'
import type { AxisEnd, AxisNode } from './pivot-axis.js'
import type { PivotGrid } from './pivot-grids.js'
import type { PivotTable } from './pivot-table.js'
import { type Row, tupleKey } from './pivot-tuples.js'

/** What the headers of a table are called; the measures and the totals of each dimension, by position. */
export interface HeaderTexts {
  readonly measures: readonly string[]
  readonly totals: readonly string[]
}

/** Element numbers of headers that are no values. */
const totalElement = -1
const emptyElement = -4

/** How many columns and rows of cells a table has. */
export const pivotSize = ({ left, top, definition }: PivotTable) => ({
  columns: definition.measures.length === 0 && definition.pivot.top.length === 0 ? 0 : top.ends.length,
  rows: left.ends.length,
})

/** `NxPivotPage`s: the headers of the rows and columns of a page, cut where it begins and ends, and its cells. */
export const pivotPages = (table: PivotTable, texts: HeaderTexts, pages: readonly Page[]): readonly JsonObject[] => {
  const { columns, rows } = pivotSize(table)
  const areas = pages.map((page) => clampedPage(page, columns, rows))
  refuseLargePages(areas)
  const cells = cellsOf(table)
  return areas.map((area) => {
    const shown = table.left.ends.slice(area.top, area.top + area.height)
    const beside = table.top.ends.slice(area.left, area.left + area.width)
    return {
      qLeft: headers(table, texts, 'left', [area.top, area.top + area.height]),
      qTop: headers(table, texts, 'top', [area.left, area.left + area.width]),
      qData: shown.map((row) => beside.map((column) => cells(row, column))),
      qArea: areaLayout(area),
    }
  })
}

const headers = (
  table: PivotTable,
  texts: HeaderTexts,
  side: SideName,
  [from, to]: readonly [number, number],
): readonly JsonObject[] => {
  const layouts = (nodes: readonly AxisNode[]): readonly JsonObject[] =>
    nodes
      .filter(({ first, count }) => first < to && first + count > from)
      .map((node) => ({
        ...headerLayout[node.kind](table, texts, side, node),
        qUp: Math.max(from - node.first, 0),
        qDown: Math.max(node.first + node.count - to, 0),
        qSubNodes: layouts(node.within),
      }))
  return layouts(table[side].nodes)
}

type HeaderLayout = (table: PivotTable, texts: HeaderTexts, side: SideName, node: AxisNode) => JsonObject

const headerLayout: Readonly<Record<AxisNode['kind'], HeaderLayout>> = {
  value: (table, _, side, node) => {
    const cell = node.path.at(-1)
    const dimension = table.definition.dimensions[node.level]
    if (!cell || !dimension) throw new Error('a header of a value has a value')
    return {
      qText: dimensionText(cell, dimension.numberFormat),
      qElemNo: cell.elem,
      qValue: numberLayout(cell.num),
      ...(node.open === null ? {} : { [node.open ? 'qCanCollapse' : 'qCanExpand']: true }),
      qType: nodeType(cell),
      ...attributesOfHeader(table, side, node),
    }
  },
  total: (_, { totals }, __, { level }) => ({
    qText: totals[level] ?? '',
    qElemNo: totalElement,
    qValue: 'NaN',
    qType: 'T',
  }),
  'total placeholder': () => ({ qElemNo: emptyElement, qValue: 'NaN', qType: 'T' }),
  empty: () => ({ qElemNo: emptyElement, qValue: 'NaN', qType: 'E' }),
  measure: (_, { measures }, __, { measure }) => ({
    qText: measures[measure ?? 0] ?? '',
    qElemNo: measure ?? 0,
    qValue: 'NaN',
    qType: 'P',
  }),
}

/** Attributes of a value are evaluated for it and those that it is within. */
const attributesOfHeader = ({ sideGrid }: PivotTable, side: SideName, { path }: AxisNode): JsonObject => {
  const grid = sideGrid(side, path.length)
  const row = grid?.rows.get(tupleKey(path))
  return grid && row ? attributesOf(grid.cube.rowLayout(row)[path.length - 1]) : {}
}

const attributesOf = (layout: JsonObject | undefined): JsonObject => ({
  ...(layout?.qAttrExps === undefined ? {} : { qAttrExps: layout.qAttrExps }),
  ...(layout?.qAttrDims === undefined ? {} : { qAttrDims: layout.qAttrDims }),
})

const cellsOf = (table: PivotTable): ((row: AxisEnd, column: AxisEnd) => JsonObject) => {
  const { definition, gridOf, cube } = table
  const layouts = new Map<Row, readonly JsonObject[]>()
  const layoutOf = ({ cube: part }: PivotGrid, row: Row): readonly JsonObject[] => {
    const known = layouts.get(row) ?? part.rowLayout(row)
    layouts.set(row, known)
    return known
  }
  const missing = definition.measures.map(({ numberFormat, attributes }, index): JsonObject => {
    const zero = measureCell({ num: 0, text: null, elem: 0 }, cube.formats[index] ?? numberFormat)
    const values = attributes.filter(isExpression).map(() => ({ qNum: 'NaN' }))
    const elements = attributes.filter(isDimension).map(() => ({ qElemNo: -2 }))
    return {
      ...(definition.pivot.populatesMissing
        ? { qText: zero.qText, qNum: 0, qType: 'V' }
        : { qText: '-', qNum: 'NaN', qType: 'U' }),
      ...(values.length > 0 ? { qAttrExps: { qValues: values } } : {}),
      ...(elements.length > 0 ? { qAttrDims: { qValues: elements } } : {}),
    }
  })
  const nothing = { qText: '-', qNum: 'NaN', qType: 'U' }
  return (row, column) => {
    const measure = row.measure ?? column.measure ?? 0
    const grid = gridOf(row, column)
    const values = grid?.rows.get(tupleKey([...row.path, ...column.path]))
    if (!grid || !values) return missing[measure] ?? nothing
    const layout = layoutOf(grid, values)[row.path.length + column.path.length + measure]
    if (!layout) return nothing
    const isMissing = layout.qIsNull === true
    return { qText: layout.qText, qNum: layout.qNum, qType: isMissing ? 'U' : 'V', ...attributesOf(layout) }
  }
}
