import { UnderstudyError } from '@understudy/contract'
import { othersElement } from '../../evaluate/cube-cells.js'
import type { Cell, ColumnError, HypercubeResult } from '../../evaluate/evaluation.js'
import type { NumberFormat } from '../../format/number-format.js'
import type { JsonObject } from '../../json.js'
import { limits } from '../../limits.js'
import { mapInTurns } from '../../turns.js'
import { type DimensionColumn, formatProblem, type MeasureColumn } from '../column-definition.js'
import { areaLayout, clampedPage, type Page, refuseLargePages } from '../data-page.js'
import {
  type HypercubeDefinition,
  hypercubeRequest,
  withFailedAttributes,
  withFailedMeasures,
} from '../hypercube-definition.js'
import { type ToldProperty, toldIn, toldOfColumn } from '../properties/told-properties.js'
import { type Scope, selectedHere, standing } from '../scope.js'
import { attributeCells } from './attributes.js'
import { type CellStates, cellStates, dimensionCell, measureCell } from './cell-layout.js'
import { columnErrorCodes } from './column-error-layout.js'
import { measureFormat } from './column-info.js'
import { type EvaluatedAttributes, evaluatedAttributes } from './evaluated-attributes.js'
import { titleText } from './expression.js'
import { withMeasureTotals } from './measure-totals.js'
import { withModifiedMeasures } from './modified-measures.js'

/** A cube with its values, ready to be laid out. */
export interface EvaluatedCube {
  readonly definition: HypercubeDefinition
  readonly result: HypercubeResult
  /** Formats of the measure columns. */
  readonly formats: readonly NumberFormat[]
  readonly attributes: EvaluatedAttributes
  readonly columns: number
  /** The alternate state that it selects in. */
  readonly state: string
  /** `qState` of the values of each dimension. */
  readonly cellStates: readonly CellStates[]
  /** One row's cells in natural order, with the values of their attributes. */
  readonly rowLayout: (row: readonly Cell[]) => readonly JsonObject[]
}

export type CubeOutcome =
  | { readonly ok: true; readonly cube: EvaluatedCube }
  | { readonly ok: false; readonly errors: readonly ColumnError[] }

/** Position of what is wrong with the cube rather than with one of its columns. */
const ofNoColumn = -1

const unsupported = (column: number, told: readonly ToldProperty[]): readonly ColumnError[] =>
  told.map(({ message }) => ({ column, code: columnErrorCodes.unsupported, message }))

/** What is wrong with a column before anything is evaluated: no definition, or a format that no cell can be written by. */
const columnProblem = (column: DimensionColumn | MeasureColumn, index: number): readonly ColumnError[] => {
  const definition = column.kind === 'dimension' ? column.definition : column.expression
  const problem = formatProblem(column)
  if (definition.trim() !== '')
    return problem === undefined ? [] : [{ column: index, code: columnErrorCodes.invalidDefinition, message: problem }]
  const message =
    column.libraryId === '' ? 'The column has no definition.' : `The master item "${column.libraryId}" does not exist.`
  return [{ column: index, code: columnErrorCodes.notFound, message }]
}

/** Which rows a value is summed up over is known where one dimension makes them. */
const accumulationProblem = (
  { mode, dimensions }: HypercubeDefinition,
  column: DimensionColumn | MeasureColumn,
  index: number,
): readonly ColumnError[] => {
  if (mode !== 'S' || column.kind === 'dimension' || column.accumulated === 0 || dimensions.length < 2) return []
  const message = 'Values are accumulated (qAccumulate) over the rows of one dimension.'
  return [{ column: index, code: columnErrorCodes.unsupported, message }]
}

const evaluated = async (
  scope: Scope,
  definition: HypercubeDefinition,
  values: HypercubeResult,
  frozen: boolean,
): Promise<EvaluatedCube> => {
  const { dimensions, measures } = definition
  const modified = await withModifiedMeasures(definition, values, allRows)
  const result = await withOthersLabels(scope, definition, await withMeasureTotals(definition, modified, allRows))
  const formats = measures.map((measure, index) => measureFormat(measure, result.measures[index]))
  const attributes = await evaluatedAttributes(scope, definition, result, frozen)
  const states = await Promise.all(result.dimensions.map((facts) => cellStates(selectedHere(scope), facts)))
  const rowLayout = (row: readonly Cell[]): readonly JsonObject[] =>
    [...dimensions, ...measures].flatMap((column, index) => {
      const cell = row[index]
      if (!cell) return []
      const layout =
        column.kind === 'dimension'
          ? dimensionCell(cell, column.numberFormat, states[index]?.(cell) ?? 'O')
          : measureCell(cell, formats[index - dimensions.length] ?? column.numberFormat)
      return [
        {
          ...layout,
          ...attributeCells(attributes.of(column.attributes), (of) => row[attributes.positionOf(of) ?? -1]),
        },
      ]
    })
  const columns = dimensions.length + measures.length
  return { definition, result, formats, attributes, columns, state: scope.state, cellStates: states, rowLayout }
}

/** The others of each dimension have its label as their text. */
const withOthersLabels = async (
  scope: Scope,
  { dimensions }: HypercubeDefinition,
  result: HypercubeResult,
): Promise<HypercubeResult> => {
  if (!result.hasOthers) return result
  const labels = await Promise.all(dimensions.map(({ othersLabel }) => titleText(scope, othersLabel)))
  const labelled = (cell: Cell, column: number): Cell =>
    cell.elem === othersElement ? { ...cell, text: labels[column] ?? '' } : cell
  return {
    ...result,
    page: async (top, height) => mapInTurns(await result.page(top, height), (row) => row.map(labelled)),
    parts: async function* (signal) {
      for await (const rows of result.parts(signal)) yield mapInTurns(rows, (row) => row.map(labelled))
    },
  }
}

/**
 * Evaluates a cube under the scope's selections.
 *
 * @param frozen the cube's own object is in selection mode: its rows stay those from before the mode began
 */
export const evaluateCube = async (
  scope: Scope,
  definition: HypercubeDefinition,
  frozen: boolean,
): Promise<CubeOutcome> => {
  const problems = [
    ...unsupported(ofNoColumn, toldIn(definition.mode, definition.told)),
    ...[...definition.dimensions, ...definition.measures].flatMap((column, index) => [
      ...(column.kind === 'measure' && column.failure
        ? []
        : [
            ...unsupported(index, toldOfColumn(toldIn(definition.mode, column.told))),
            ...accumulationProblem(definition, column, index),
            ...columnProblem(column, index),
          ]),
    ]),
  ]
  const withoutProblems = withFailedMeasures(definition, problems)
  if (problems.length > 0) {
    return withoutProblems ? evaluateCube(scope, withoutProblems, frozen) : { ok: false, errors: problems }
  }
  const evaluate = frozen ? scope.moment.frozenHypercube : scope.moment.hypercube
  const outcome = await evaluate({ ...hypercubeRequest(definition), ...standing(scope) })
  if (outcome.ok) return { ok: true, cube: await evaluated(scope, definition, outcome.cube, frozen) }
  if (outcome.errors.length === 0) return outcome
  const plainer =
    withFailedAttributes(definition, outcome.errors) ??
    withFailedMeasures(definition, measuresIn(definition, outcome.errors))
  return plainer ? evaluateCube(scope, plainer, frozen) : outcome
}

/** Attributes that fail with a measure are looked at when it is out of the way. */
const measuresIn = (
  { dimensions, measures }: HypercubeDefinition,
  errors: readonly ColumnError[],
): readonly ColumnError[] => errors.filter(({ column }) => column < dimensions.length + measures.length)

/** `NxDataPage`s of a straight cube, columns in the order that `qColumnOrder` asks for. */
export const straightPages = async (
  { definition, result, columns, rowLayout }: EvaluatedCube,
  pages: readonly Page[],
): Promise<readonly JsonObject[]> => {
  const areas = pages.map((page) => clampedPage(page, columns, result.rowCount))
  refuseLargePages(areas)
  return Promise.all(
    areas.map(async (area) => {
      const rows = area.height === 0 ? [] : await result.page(area.top, area.height)
      const shown = definition.columnOrder.slice(area.left, area.left + area.width)
      const matrix = await mapInTurns(rows, (row) => {
        const cells = rowLayout(row)
        return shown.flatMap((column): readonly JsonObject[] => cells.slice(column, column + 1))
      })
      return { qMatrix: matrix, qTails: [], qArea: areaLayout(area), qIsReduced: false }
    }),
  )
}

/** Every row of a cube, in its order. @throws UnderstudyError `QIX-PAGES-TOO-LARGE` beyond what a session may hold. */
export const allRows = async (result: HypercubeResult): Promise<readonly (readonly Cell[])[]> => {
  refuseManyRows(result)
  return result.page(0, result.rowCount)
}

/** @throws UnderstudyError `QIX-PAGES-TOO-LARGE` where a cube has more rows, or more cells in them, than a session may hold. */
export const refuseManyRows = ({ rowCount, dimensions, measures }: HypercubeResult): void => {
  const columns = dimensions.length + measures.length
  const most = Math.min(maxRows, Math.floor(maxRowCells / Math.max(columns, 1)))
  if (rowCount > most)
    throw new UnderstudyError(
      'QIX-PAGES-TOO-LARGE',
      `The cube has ${rowCount} rows, ${most} of ${columns} columns can be stacked, pivoted or selected`,
    )
}

const maxRows = limits.rows.most
const maxRowCells = limits.rowCells.most
