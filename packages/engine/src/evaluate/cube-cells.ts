import type { FieldModel } from '../model/data-model.js'
import { dualMeasures } from '../plan/checked-cube.js'
import type { Cube } from '../plan/cube.js'
import { fieldOfKey } from '../plan/group-key.js'
import type { DataView } from '../security/data-view.js'
import type { ResultColumns } from '../snapshot/select-runner.js'
import { readLabels } from '../snapshot/symbol-store.js'
import type { Cell } from './evaluation.js'

const nullElement = -2

const missing: Cell = { num: null, text: null, elem: nullElement }

/** Turns columns of a cube into rows of cells; labels are joined here, for the rows of a page only. */
export const cubeCells = async (
  view: DataView,
  cube: Cube,
  columns: ResultColumns,
): Promise<readonly (readonly Cell[])[]> => {
  const cells = await Promise.all([
    ...cube.keys.map((key, index) => dimensionCells(view, fieldOfKey(key), columns[index] ?? [])),
    ...cube.measures.map((_, index) => measureCells(cube, columns, index, 0)),
  ])
  const rowCount = cells[0]?.length ?? 0
  return Array.from({ length: rowCount }, (_, row) => cells.map((column) => column[row] ?? missing))
}

/**
 * The cells of a measure, with the text that a dual one has.
 *
 * @param elem 0 in the body of a cube, -1 in totals
 */
export const measureCells = (cube: Cube, columns: ResultColumns, measure: number, elem: 0 | -1): readonly Cell[] => {
  const first = cube.keys.length
  const numbers = columns[first + measure] ?? []
  const dual = dualMeasures(cube.measures).indexOf(measure)
  const texts = dual < 0 ? undefined : columns[first + cube.measures.length + dual]
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
  field: FieldModel,
  column: ResultColumns[number],
): Promise<readonly Cell[]> => {
  const elements = [...new Set(column.filter((element) => typeof element === 'number'))]
  const labels = await readLabels(view.snapshot.symbols, view.snapshot.runner, field, elements)
  return column.map((elem) => {
    const label = typeof elem === 'number' ? labels.get(elem) : undefined
    return label && typeof elem === 'number' ? { ...label, elem } : missing
  })
}
