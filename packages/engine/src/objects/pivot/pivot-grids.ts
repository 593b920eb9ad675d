import type { ColumnError } from '../../evaluate/evaluation.js'
import { eachInTurns } from '../../turns.js'
import type { HypercubeDefinition } from '../hypercube-definition.js'
import { type EvaluatedCube, evaluateCube } from '../layout/evaluated-cube.js'
import type { Scope } from '../scope.js'
import type { SideName } from './expansion.js'
import { measuresLevel } from './pivot-definition.js'
import { type Row, rowsByTuple } from './pivot-tuples.js'
import type { SideEnd } from './visible-values.js'

/** Cells at one depth of the rows and one of the columns. */
export interface PivotGrid {
  readonly cube: EvaluatedCube
  readonly rows: ReadonlyMap<string, Row>
}

/** Thrown through the steps of one table; its columns tell what is wrong. */
export class PivotFailure extends Error {
  constructor(readonly errors: readonly ColumnError[]) {
    super('columns of the table could not be evaluated')
  }
}

export interface GridPlace {
  readonly left: number
  readonly top: number
  readonly totals: readonly SideName[]
  readonly cells: number
}

export const placeKey = ({ left, top, totals }: Omit<GridPlace, 'cells'>): string => JSON.stringify([left, top, totals])

export const dimensionsOf = (levels: readonly number[]): readonly number[] =>
  levels.filter((level) => level !== measuresLevel)

/** The part of a table at a depth of each side, as a cube of its own. */
const partDefinition = (definition: HypercubeDefinition, place: GridPlace): HypercubeDefinition => {
  const { left, top, totals, cells } = place
  const positions = positionsOf(definition, place)
  const dimensions = positions.flatMap((position) => definition.dimensions[position] ?? [])
  const isHeader = left === 0 || top === 0
  return {
    ...definition,
    dimensions: isHeader ? dimensions : dimensions.map((dimension) => ({ ...dimension, attributes: [] })),
    omitted: definition.dimensions.filter((_, position) => !positions.includes(position)),
    interColumnSortOrder: positions.map((_, index) => index),
    suppressZero: false,
    suppressMissing: false,
    part: { top, totals, cells, dimensions: definition.dimensions.map((dimension) => dimension.definition) },
  }
}

const positionsOf = ({ pivot }: HypercubeDefinition, { left, top }: Pick<GridPlace, 'left' | 'top'>) => [
  ...dimensionsOf(pivot.left).slice(0, left),
  ...dimensionsOf(pivot.top).slice(0, top),
]

/** Columns of a part by their positions in the table. */
const errorsOfTable = (
  definition: HypercubeDefinition,
  place: GridPlace,
  errors: readonly ColumnError[],
): readonly ColumnError[] => {
  const own = positionsOf(definition, place)
  const omitted = definition.dimensions.flatMap((_, position) => (own.includes(position) ? [] : [position]))
  const positionOf = (column: number): number =>
    (column < 0 ? omitted[-1 - column] : own[column]) ?? column - own.length + definition.dimensions.length
  return errors.map((error) => ({ ...error, column: positionOf(error.column) }))
}

export const evaluateGrid = async (
  scope: Scope,
  definition: HypercubeDefinition,
  place: GridPlace,
  frozen: boolean,
): Promise<PivotGrid> => {
  const outcome = await evaluateCube(scope, partDefinition(definition, place), frozen)
  if (!outcome.ok) throw new PivotFailure(errorsOfTable(definition, place, outcome.errors))
  const { cube } = outcome
  return { cube, rows: await rowsByTuple(cube.result, cube.definition.dimensions.length) }
}

export const placeOf = (row: SideEnd, column: SideEnd): Omit<GridPlace, 'cells'> => ({
  left: row.path.length,
  top: column.path.length,
  totals: [...(row.isTotal ? (['left'] as const) : []), ...(column.isTotal ? (['top'] as const) : [])],
})

/** Above so many cells the number of cells is told: fewer are never refused. */
const manyCells = 100_000

/** One end of each depth and kind, and how many there are. */
export const endKinds = async (ends: readonly SideEnd[]) => {
  const kinds = new Map<string, { readonly end: SideEnd; count: number }>()
  await eachInTurns(ends, (end) => {
    const key = `${end.path.length} ${end.isTotal}`
    const known = kinds.get(key)
    if (known) known.count += 1
    else kinds.set(key, { end, count: 1 })
  })
  return [...kinds.values()]
}

/** The parts that the cells of rows and columns are in, each once. */
export const gridPlaces = async (
  rows: readonly SideEnd[],
  columns: readonly SideEnd[],
): Promise<ReadonlyMap<string, GridPlace>> => {
  const places = new Map<string, GridPlace>()
  const [ofRows, ofColumns] = [await endKinds(rows), await endKinds(columns)]
  for (const row of ofRows)
    for (const column of ofColumns) {
      const place = placeOf(row.end, column.end)
      const cells = row.count * column.count
      places.set(placeKey(place), { ...place, cells: cells > manyCells ? cells : 0 })
    }
  return places
}
