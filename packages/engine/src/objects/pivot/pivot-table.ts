import type { ColumnError } from '../../evaluate/evaluation.js'
import type { HypercubeDefinition } from '../hypercube-definition.js'
import type { EvaluatedCube } from '../layout/evaluated-cube.js'
import type { Scope } from '../scope.js'
import { type ExpandedSide, type Expansion, expandedIn, type SideName } from './expansion.js'
import { keptSides } from './kept-sides.js'
import { type Axis, buildAxis } from './pivot-axis.js'
import { measuresLevel } from './pivot-definition.js'
import { cubeOfFacts } from './pivot-facts.js'
import {
  dimensionsOf,
  evaluateGrid,
  type GridPlace,
  gridPlaces,
  PivotFailure,
  type PivotGrid,
  placeKey,
  placeOf,
} from './pivot-grids.js'
import { type TupleTree, tupleTree } from './pivot-tuples.js'
import { endsOf, type ShownValue, type SideEnd, type SideRows, visibleValues } from './visible-values.js'

/** A pivot table as it is shown. */
export interface PivotTable {
  readonly definition: HypercubeDefinition
  readonly left: Axis
  readonly top: Axis
  /** The cells of a row and a column by their values. */
  readonly gridOf: (left: SideEnd, top: SideEnd) => PivotGrid | undefined
  /** The cells of the first dimensions of a side alone, where they were read. */
  readonly sideGrid: (side: SideName, depth: number) => PivotGrid | undefined
  /** A cube that has the facts of all columns. */
  readonly cube: EvaluatedCube
}

export type PivotOutcome =
  | { readonly ok: true; readonly table: PivotTable }
  | { readonly ok: false; readonly errors: readonly ColumnError[] }

/** Evaluates a cube of mode P with what is expanded in it. */
export const evaluatePivot = async (
  scope: Scope,
  definition: HypercubeDefinition,
  expansion: Expansion,
  frozen: boolean,
): Promise<PivotOutcome> => {
  try {
    return { ok: true, table: await pivotTable(scope, definition, expansion, frozen) }
  } catch (error) {
    if (error instanceof PivotFailure) return { ok: false, errors: error.errors }
    throw error
  }
}

const pivotTable = async (
  scope: Scope,
  definition: HypercubeDefinition,
  expansion: Expansion,
  frozen: boolean,
): Promise<PivotTable> => {
  const { pivot } = definition
  const depths: Readonly<Record<SideName, number>> = {
    left: dimensionsOf(pivot.left).length,
    top: dimensionsOf(pivot.top).length,
  }
  const grids = new Map<string, Promise<PivotGrid>>()
  const read = new Map<string, PivotGrid>()
  const grid = (place: GridPlace): Promise<PivotGrid> => {
    const key = placeKey(place)
    const known = grids.get(key)
    if (known) return known
    const evaluated = evaluateGrid(scope, definition, place, frozen).then((done) => {
      read.set(key, done)
      return done
    })
    grids.set(key, evaluated)
    return evaluated
  }
  const sidePlace = (side: SideName, depth: number): GridPlace => {
    const other = otherSide[side]
    const totals = depths[other] > 0 ? [other] : []
    return side === 'left' ? { left: depth, top: 0, totals, cells: 0 } : { left: 0, top: depth, totals, cells: 0 }
  }
  const values = async (side: SideName): Promise<ShownValue> =>
    visibleValues(sideRows(definition, side, depths[side], expansion[side], (depth) => grid(sidePlace(side, depth))))
  const [left, top] = await Promise.all([values('left'), values('top')])
  const hasTotal = (levels: readonly number[]) => {
    const dimensions = dimensionsOf(levels)
    return (depth: number) => (pivot.totals[dimensions[depth] ?? -1] ?? null) !== null
  }
  const ends = {
    left: await endsOf(left, hasTotal(pivot.left)),
    top: await endsOf(top, hasTotal(pivot.top)),
  }
  const places = await gridPlaces(ends.left, ends.top)
  await Promise.all([...places.values()].map(grid))
  const gridOf = (row: SideEnd, column: SideEnd) => read.get(placeKey(placeOf(row, column)))
  const kept = await keptSides(definition, { left, top }, ends, gridOf)
  return {
    definition,
    gridOf,
    sideGrid: (side, depth) => read.get(placeKey(sidePlace(side, depth))),
    left: await buildAxis(kept.left, {
      levels: pivot.left,
      measures: definition.measures.length,
      hasTotal: (dimension) => (pivot.totals[dimension] ?? null) !== null,
      totalsFirst: pivot.totalsAbove,
      alwaysExpanded: pivot.alwaysExpanded,
    }),
    top: await buildAxis(kept.top, {
      // A single measure heads the column where nothing else does.
      levels: pivot.top.length === 0 && definition.measures.length === 1 ? [measuresLevel] : pivot.top,
      measures: definition.measures.length,
      hasTotal: (dimension) => (pivot.totals[dimension] ?? null) !== null,
      totalsFirst: pivot.totalsAbove,
      alwaysExpanded: pivot.alwaysExpanded,
    }),
    cube: await cubeOfFacts(scope, definition, frozen, read),
  }
}

const otherSide: Readonly<Record<SideName, SideName>> = { left: 'top', top: 'left' }

const sideRows = (
  { pivot, dimensions }: HypercubeDefinition,
  side: SideName,
  depth: number,
  expanded: ExpandedSide,
  gridAt: (depth: number) => Promise<PivotGrid>,
): SideRows => {
  const trees = new Map<number, Promise<ReadonlyMap<number, TupleTree>>>()
  const rowsAt = async (at: number) => {
    const { rows } = await gridAt(at)
    return rows
  }
  const positions = dimensionsOf(pivot[side])
  const treeAt = async (at: number) => {
    // Attributes of outer values are those of rows of their own.
    if (dimensions[positions[at - 1] ?? -1]?.attributes.length) await gridAt(at)
    const known = trees.get(pivot.alwaysExpanded ? depth : at)
    if (known) return known
    const own = pivot.alwaysExpanded ? depth : at
    const tree = rowsAt(own).then((rows) => tupleTree(rows.values(), own))
    trees.set(own, tree)
    return tree
  }
  return {
    depth,
    isExpanded: pivot.alwaysExpanded ? () => true : expandedIn(expanded),
    rowsAt,
    treeAt,
    sortByValue: side === 'left' ? pivot.sortByValue : 0,
  }
}
