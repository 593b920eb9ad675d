import { type CubePlan, dualMeasures } from '../compile/cube-select.js'
import type { DataView } from '../security/data-view.js'
import type { ResultColumns } from '../snapshot/select-runner.js'
import { readLabels } from '../snapshot/symbol-store.js'
import type { Cell } from './evaluation.js'

const nullElement = -2

const missing: Cell = { num: null, text: null, elem: nullElement }

/** Turns columns of a cube into rows of cells; labels are joined here, for the rows of a page only. */
export const cubeCells = async (
  view: DataView,
  plan: CubePlan,
  columns: ResultColumns,
): Promise<readonly (readonly Cell[])[]> => {
  const cells = await Promise.all([
    ...plan.dimensions.map(({ field }, index) => dimensionCells(view, field, columns[index] ?? [])),
    ...plan.measures.map((_, index) => measureCells(plan, columns, index, 0)),
  ])
  const rowCount = cells[0]?.length ?? 0
  return Array.from({ length: rowCount }, (_, row) => cells.map((column) => column[row] ?? missing))
}

/**
 * The cells of a measure, with the text that a dual one has.
 *
 * @param elem 0 in the body of a cube, -1 in totals
 */
export const measureCells = (
  plan: CubePlan,
  columns: ResultColumns,
  measure: number,
  elem: 0 | -1,
): readonly Cell[] => {
  const numbers = columns[plan.dimensions.length + measure] ?? []
  const dual = dualMeasures(plan).indexOf(measure)
  const texts = dual < 0 ? undefined : columns[plan.dimensions.length + plan.measures.length + dual]
  return numbers.map((value, row) => {
    const cell = measureCell(value, elem)
    const text = texts?.[row]
    return typeof text === 'string' ? { ...cell, text } : cell
  })
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

const dimensionCells = async (
  view: DataView,
  field: CubePlan['dimensions'][number]['field'],
  column: ResultColumns[number],
): Promise<readonly Cell[]> => {
  const elements = [...new Set(column.filter((element) => typeof element === 'number'))]
  const labels = await readLabels(view.snapshot.symbols, view.snapshot.runner, field, elements)
  return column.map((elem) => {
    const label = typeof elem === 'number' ? labels.get(elem) : undefined
    return label && typeof elem === 'number' ? { ...label, elem } : missing
  })
}
