import type { ColumnError, DimensionFacts } from '../../evaluate/evaluation.js'
import { eachInTurns, inPace } from '../../turns.js'
import type { HypercubeDefinition } from '../hypercube-definition.js'
import type { EvaluatedAttributes } from '../layout/evaluated-attributes.js'
import { type EvaluatedCube, evaluateCube } from '../layout/evaluated-cube.js'
import type { Scope } from '../scope.js'
import { type ExpandedSide, type Expansion, expandedIn, type SideName } from './expansion.js'
import { type Axis, buildAxis } from './pivot-axis.js'
import { measuresLevel } from './pivot-definition.js'
import { type Row, rowsByTuple, type TupleTree, tupleKey, tupleTree } from './pivot-tuples.js'
import { endsOf, keptValues, type ShownValue, type SideEnd, type SideRows, visibleValues } from './visible-values.js'

/** Cells at one depth of the rows and one of the columns. */
export interface PivotGrid {
  readonly cube: EvaluatedCube
  readonly rows: ReadonlyMap<string, Row>
}

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

/** Thrown through the steps of one table; its columns tell what is wrong. */
class PivotFailure extends Error {
  constructor(readonly errors: readonly ColumnError[]) {
    super('columns of the table could not be evaluated')
  }
}

interface GridPlace {
  readonly left: number
  readonly top: number
  readonly totals: readonly SideName[]
  readonly cells: number
}

const placeKey = ({ left, top, totals }: Omit<GridPlace, 'cells'>): string => JSON.stringify([left, top, totals])

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

const dimensionsOf = (levels: readonly number[]): readonly number[] => levels.filter((level) => level !== measuresLevel)

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

const evaluateGrid = async (
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

const placeOf = (row: SideEnd, column: SideEnd): Omit<GridPlace, 'cells'> => ({
  left: row.path.length,
  top: column.path.length,
  totals: [...(row.isTotal ? (['left'] as const) : []), ...(column.isTotal ? (['top'] as const) : [])],
})

/** Above so many cells the number of cells is told: fewer are never refused. */
const manyCells = 100_000

/** One end of each depth and kind, and how many there are. */
const endKinds = async (ends: readonly SideEnd[]) => {
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
const gridPlaces = async (
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

/** Leaves out rows and columns of values whose cells are all missing or, where that is asked for, zero. */
const keptSides = async (
  { suppressMissing, suppressZero, measures }: HypercubeDefinition,
  sides: Readonly<Record<SideName, ShownValue>>,
  ends: Readonly<Record<SideName, readonly SideEnd[]>>,
  gridOf: (row: SideEnd, column: SideEnd) => PivotGrid | undefined,
): Promise<Readonly<Record<SideName, ShownValue>>> => {
  if ((!suppressMissing && !suppressZero) || measures.length === 0) return sides
  const kept = { left: new Set<string>(), top: new Set<string>() }
  const seen = new Set<PivotGrid>()
  const shown = { left: await pathKeys(ends.left), top: await pathKeys(ends.top) }
  const pace = inPace()
  const kinds = { left: await endKinds(ends.left), top: await endKinds(ends.top) }
  for (const { end: row } of kinds.left)
    for (const { end: column } of kinds.top) {
      const grid = gridOf(row, column)
      if (!grid || seen.has(grid)) continue
      seen.add(grid)
      const left = row.path.length
      const width = left + column.path.length
      for (const cells of grid.rows.values()) {
        await pace()
        const values = cells.slice(width, width + measures.length)
        if (
          !values.some(
            ({ num, text }) => (num ?? 0) !== 0 || (!suppressZero && num !== null) || (num === null && text !== null),
          )
        )
          continue
        const keys = { left: tupleKey(cells.slice(0, left)), top: tupleKey(cells.slice(left, width)) }
        if (!shown.left.has(keys.left) || !shown.top.has(keys.top)) continue
        if (!row.isTotal) kept.left.add(keys.left)
        if (!column.isTotal) kept.top.add(keys.top)
      }
    }
  return {
    left: await keptValues(sides.left, (path) => kept.left.has(tupleKey(path))),
    top: await keptValues(sides.top, (path) => kept.top.has(tupleKey(path))),
  }
}

const pathKeys = async (ends: readonly SideEnd[]): Promise<ReadonlySet<string>> => {
  const keys = new Set<string>()
  await eachInTurns(ends, ({ path }) => keys.add(tupleKey(path)))
  return keys
}

/** Facts of the columns of a table: those of its deepest parts, and of dimensions that are not shown, those of themselves. */
const cubeOfFacts = async (
  scope: Scope,
  definition: HypercubeDefinition,
  frozen: boolean,
  read: ReadonlyMap<string, PivotGrid>,
): Promise<EvaluatedCube> => {
  const grids = [...read.values()].map(({ cube }) => cube)
  const dimensions = await Promise.all(
    definition.dimensions.map(async (dimension, position): Promise<DimensionFacts> => {
      const facts = grids.flatMap(({ definition: part, result }) =>
        part.dimensions.flatMap((own, index) =>
          own.definition === dimension.definition ? (result.dimensions[index] ?? []) : [],
        ),
      )
      const [known] = facts.sort((a, b) => b.hypercubeCardinality - a.hypercubeCardinality)
      const total = (definition.pivot.totals[position] ?? null) === null ? 0 : 1
      if (known) return { ...known, hypercubeCardinality: known.hypercubeCardinality + total }
      const alone = await evaluateCube(
        scope,
        { ...definition, dimensions: [{ ...dimension, attributes: [] }], measures: [], interColumnSortOrder: [] },
        frozen,
      )
      const [own] = alone.ok ? alone.cube.result.dimensions : []
      if (!alone.ok || !own)
        throw new PivotFailure(alone.ok ? [] : alone.errors.map((error) => ({ ...error, column: position })))
      return { ...own, hypercubeCardinality: 0 }
    }),
  )
  const deepest = grids.reduce<EvaluatedCube | undefined>(
    (most, cube) => (most && most.definition.dimensions.length >= cube.definition.dimensions.length ? most : cube),
    undefined,
  )
  if (!deepest) throw new PivotFailure([])
  return {
    ...deepest,
    definition,
    columns: definition.dimensions.length + definition.measures.length,
    attributes: attributesAmong(grids, deepest),
    result: { ...deepest.result, dimensions, grandTotal: [] },
  }
}

/** Attributes of a dimension are known from the headers that end with it, those of measures from the cells. */
const attributesAmong = (grids: readonly EvaluatedCube[], deepest: EvaluatedCube): EvaluatedAttributes => ({
  of: (asked) =>
    asked.flatMap((attribute) => {
      const [header = deepest] = grids.filter(({ definition }) =>
        definition.dimensions.at(-1)?.attributes.some(({ source }) => source === attribute.source),
      )
      const known = header.attributes.of([attribute])
      return known.length > 0 ? known : [{ attribute, title: attribute.title }]
    }),
  positionOf: deepest.attributes.positionOf,
})
