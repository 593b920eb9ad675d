import { UnderstudyError } from '@understudy/contract'
import type { Cell, ElementState, HypercubeResult, ListObjectRow } from '../evaluate/evaluation.js'
import { beginMoment } from '../evaluate/moment.js'
import type { ExportedCell, ExportedColumn, ExportedTable } from '../export/exported-table.js'
import { type NumberFormat, numberPattern } from '../format/number-format.js'
import { isJsonObject, textOf } from '../json.js'
import { valueAt } from '../json-pointer.js'
import { dimensionText, measureText } from '../objects/layout/cell-layout.js'
import { dimensionTitles } from '../objects/layout/column-info.js'
import { evaluateCube } from '../objects/layout/evaluated-cube.js'
import { expressionValue, titleText } from '../objects/layout/expression.js'
import { conditionFailure } from '../objects/layout/shown-columns.js'
import { effectiveProperties } from '../objects/object-store.js'
import { inObject, inState, isInSelections, type Scope } from '../objects/scope.js'
import { emptyTimeline } from '../selections/timeline.js'
import { turnIfOver } from '../turns.js'
import { hypercubeAt, listAt, objectEntry } from './definition-at.js'

/** The scope of everything that a person may see: as if nothing were selected in any state. */
export const withoutSelections = (scope: Scope): Scope => ({
  ...scope,
  moment: beginMoment({ ...scope.moment, timeline: emptyTimeline }),
})

/** The definition of an object that is exported where none is named: its hypercube, else its list. */
export const exportedPath = (scope: Scope, id: string): string => {
  const properties = effectiveProperties(scope.objects, objectEntry(scope, id))
  const path = ['/qHyperCubeDef', '/qListObjectDef'].find((each) => valueAt(properties, each) !== undefined)
  if (path === undefined) throw new UnderstudyError('QIX-PATH', 'the object has no data: it has no qHyperCubeDef')
  return path
}

/** What an object is called, for the name of a file; `''` where it has no title. */
export const objectTitle = async (scope: Scope, id: string): Promise<string> => {
  const { title } = effectiveProperties(scope.objects, objectEntry(scope, id))
  if (typeof title === 'string') return title
  return isJsonObject(title) ? textOf(await expressionValue(inObject(scope, objectEntry(scope, id)), title)) : ''
}

/**
 * The hypercube or list object that a path leads to as a table: every row and the columns that are shown, in their order. A
 * cube of any mode is a table of its innermost rows.
 *
 * @param everything values of a list that are not possible are among its rows, too
 * @throws UnderstudyError `QIX-PATH`, `QIX-IMPOSSIBLE` where a column, or all of it, cannot be evaluated
 */
export const exportedTable = (around: Scope, id: string, path: string, everything: boolean): Promise<ExportedTable> =>
  path.endsWith('qListObjectDef') ? listTable(around, id, path, everything) : cubeTable(around, id, path)

const cubeTable = async (around: Scope, id: string, path: string): Promise<ExportedTable> => {
  const { definition, scope } = await hypercubeAt(around, id, path)
  const condition = await conditionFailure(scope, definition.calculationCondition)
  if (condition !== null) throw new UnderstudyError('QIX-IMPOSSIBLE', condition)
  const outcome = await evaluateCube(scope, definition, isInSelections(scope, id))
  if (!outcome.ok) throw new UnderstudyError('QIX-IMPOSSIBLE', outcome.errors[0]?.message ?? 'it has no data')
  const { result, formats, definition: evaluated } = outcome.cube
  const { dimensions, measures } = evaluated
  const failed = measures.find(({ failure }) => failure)
  if (failed?.failure) throw new UnderstudyError('QIX-IMPOSSIBLE', failed.failure.message)
  const titles = await Promise.all([
    ...dimensions.map(async (column) => (await dimensionTitles(scope, column)).title),
    ...measures.map(({ title }) => titleText(scope, title)),
  ])
  const columns = [
    ...dimensions.map(({ numberFormat }) => dimensionColumn(numberFormat)),
    ...measures.map(({ numberFormat }, index) => measureColumn(formats[index] ?? numberFormat)),
  ].map((column, index) => ({ ...column, title: titles[index] ?? '' }))
  const order = evaluated.columnOrder
  return {
    columns: order.flatMap((at) => columns.slice(at, at + 1)),
    rowCount: result.rowCount,
    parts: partsOf(result, columns, order, around.moment.signal),
  }
}

interface Column extends ExportedColumn {
  readonly cellOf: (cell: Cell) => ExportedCell
}

type Row = readonly Cell[]

const partsOf = async function* (
  result: HypercubeResult,
  columns: readonly Column[],
  order: readonly number[],
  signal: AbortSignal,
) {
  for await (const rows of result.parts(signal))
    yield {
      count: rows.length,
      row: (number: number) => order.map((at) => (columns[at] as Column).cellOf((rows[number] as Row)[at] as Cell)),
    }
}

const listTable = async (around: Scope, id: string, path: string, everything: boolean): Promise<ExportedTable> => {
  const { definition, result, state } = await listAt(around, id, path)
  const { title } = await dimensionTitles(inState(around, state), definition.column)
  const { cellOf, ...column } = dimensionColumn(definition.column.numberFormat)
  const rows: ListObjectRow[] = []
  for (let top = 0; top < result.rowCount; top += rowsOfPage) {
    await turnIfOver()
    around.moment.signal.throwIfAborted()
    rows.push(...result.page(top, rowsOfPage).filter((row) => everything || possible.has(row.state)))
  }
  return {
    columns: [{ ...column, title }],
    rowCount: rows.length,
    parts: (async function* () {
      yield { count: rows.length, row: (at: number) => [cellOf(rows[at] as ListObjectRow)] }
    })(),
  }
}

/** Rows of a list that are looked at between two looks at the clock. */
const rowsOfPage = 2_000

/** States of the values that rows are made of. */
const possible: ReadonlySet<ElementState> = new Set(['S', 'O', 'L'])

const dimensionColumn = (format: NumberFormat): Omit<Column, 'title'> => ({
  ...spreadsheetFormat(format),
  cellOf: (cell) => {
    const shown = dimensionText(cell, format)
    if (cell.num === null && cell.text === null) return { shown, value: null }
    const isNumber = cell.elem >= 0 && cell.num !== null && (format.type !== 'U' || String(cell.num) === shown)
    return { shown, value: isNumber && !losesDigits(cell.num) ? cell.num : shown }
  },
})

const measureColumn = (format: NumberFormat): Omit<Column, 'title'> => ({
  ...spreadsheetFormat(format),
  cellOf: (cell) => {
    const shown = measureText(cell, format)
    if (cell.num === null) return { shown, value: cell.text }
    return { shown, value: (cell.text !== null && format.type === 'U') || losesDigits(cell.num) ? shown : cell.num }
  },
})

/** Whether a whole number is known by its text only. */
const losesDigits = (num: number | null): boolean => num !== null && Number.isInteger(num) && !Number.isSafeInteger(num)

/** Patterns that mean the same in a spreadsheet. */
const plainPattern = /^[#0,.%$€£¥ ();-]+$/u

const plainDatePattern = /^[YMDhms:/. -]+$/

const spreadsheetFormat = (format: NumberFormat): Pick<ExportedColumn, 'spreadsheetFormat'> => {
  const { type, pattern, app, decimal, thousand } = format
  const number = numberPattern(format)
  if (number !== undefined)
    return decimal === '.' && thousand === ',' && number !== '' && plainPattern.test(number)
      ? { spreadsheetFormat: number }
      : {}
  const date = type === 'IV' ? '' : pattern || { D: app.date, T: app.time, TS: app.timestamp }[type as 'D' | 'T' | 'TS']
  return plainDatePattern.test(date) ? { spreadsheetFormat: date.replaceAll('Y', 'y').replaceAll('D', 'd') } : {}
}
