import { typeOf } from '../expressions/typed-expression.js'
import type { FieldModel } from '../model/data-model.js'
import type { Cube } from '../plan/cube.js'
import { limitedRow } from '../plan/limited-key.js'
import { pageColumns } from '../plan/page-columns.js'
import type { DataView } from '../security/data-view.js'
import type { ResultColumns } from '../snapshot/select-runner.js'
import { readLabels } from '../snapshot/symbol-store.js'
import { eachInTurns, mapInTurns } from '../turns.js'
import { calculatedValues } from './calculated/calculated-values.js'
import { keyValueOf } from './calculated/key-value.js'
import { byDimension, type CalculatedDimension, type Dimension } from './dimension.js'
import type { Cell, EvaluationContext } from './evaluation.js'
import { numberingOf } from './numbering.js'

const nullElement = -2

/** The element number that QIX has for the others of a dimension. */
export const othersElement = -3

/** The element number of what has no value within others. */
export const emptyElement = -4

const missing: Cell = { num: null, text: null, elem: nullElement }

/** Turns columns of a cube into rows of cells; labels are joined here, for the rows of a page only. */
export const cubeCells = async (
  context: EvaluationContext,
  dimensions: readonly Dimension[],
  cube: Cube,
  columns: ResultColumns,
): Promise<readonly (readonly Cell[])[]> => {
  const { keys } = pageColumns(cube)
  const column = (at: number | undefined) => (at === undefined ? [] : (columns[at] ?? []))
  const cells = await Promise.all([
    ...dimensions.map((dimension, index) =>
      byDimension<Promise<readonly Cell[]>>(dimension, {
        field: ({ field }) => dimensionCells(context.view, field, column(keys[index]?.at)),
        calculated: (calculated) =>
          calculatedCells(context, calculated, column(keys[index]?.at), column(keys[index]?.text)),
      }),
    ),
    ...cube.measures.map((_, index) => bodyCells(cube, columns, index)),
  ])
  const limited = keys.map((key) => (key.limited === undefined ? undefined : columns[key.limited]))
  return mapInTurns(cells[0] ?? [], (_, row) =>
    cells.map((column, index) => outsideOfValues(limited[index]?.[row]) ?? column[row] ?? missing),
  )
}

const outsideOfValues = (row: unknown): Cell | undefined => {
  if (row === limitedRow.others) return { num: null, text: null, elem: othersElement }
  return row === limitedRow.collapsed ? { num: null, text: '', elem: emptyElement } : undefined
}

const bodyCells = (cube: Cube, columns: ResultColumns, measure: number): Promise<readonly Cell[]> => {
  const { numbers, cellOf } = cellsOfMeasure(cube, columns, measure, 0)
  return mapInTurns(numbers, cellOf)
}

/** What places the columns of a measure. */
type MeasuredCube = Pick<Cube, 'keys' | 'measures'>

/** The cells of a measure in the totals of a cube, with the text that a dual one has. */
export const measureTotals = (cube: MeasuredCube, columns: ResultColumns, measure: number): readonly Cell[] => {
  const { numbers, cellOf } = cellsOfMeasure(cube, columns, measure, -1)
  return numbers.map(cellOf)
}

const cellsOfMeasure = (cube: MeasuredCube, columns: ResultColumns, measure: number, elem: 0 | -1) => {
  const { at, text: textAt } = pageColumns(cube).measures[measure] ?? { at: -1 }
  const texts = textAt === undefined ? undefined : columns[textAt]
  return {
    numbers: columns[at] ?? [],
    cellOf: (value: unknown, row: number): Cell => {
      const cell = measureCell(value, elem)
      const text = texts?.[row]
      return typeof text === 'string' ? { ...cell, text } : cell
    },
  }
}

/**
 * Negative zero, which sums and products leave behind, is zero.
 *
 * @param elem 0 in the body of a cube, -1 in totals
 */
const measureCell = (value: unknown, elem: 0 | -1): Cell => ({
  num: typeof value === 'number' && Number.isFinite(value) ? value + 0 : null,
  text: typeof value === 'string' ? value : null,
  elem,
})

const calculatedCells = async (
  context: EvaluationContext,
  dimension: CalculatedDimension,
  column: ResultColumns[number],
  texts: ResultColumns[number],
): Promise<readonly Cell[]> => {
  const { elementOf } = await calculatedValues(context, dimension)
  const type = typeOf(dimension.expression)
  return mapInTurns(column, (first, row) => {
    const value = keyValueOf(type, first, texts[row])
    return value ? { ...value, elem: elementOf(value) } : missing
  })
}

const dimensionCells = async (
  view: DataView,
  field: FieldModel,
  column: ResultColumns[number],
): Promise<readonly Cell[]> => {
  const distinct = new Set<number>()
  await eachInTurns(column, (symbol) => {
    if (typeof symbol === 'number') distinct.add(symbol)
  })
  const elements = [...distinct]
  const [labels, { elementOf }] = await Promise.all([
    readLabels(view.snapshot.symbols, view.snapshot.runner, field, elements),
    numberingOf(view, field),
  ])
  return mapInTurns(column, (symbol): Cell => {
    const label = typeof symbol === 'number' ? labels.get(symbol) : undefined
    return label && typeof symbol === 'number'
      ? { num: label.num, text: label.text, elem: elementOf(symbol), symbol }
      : missing
  })
}
