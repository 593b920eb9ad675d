import type { Cell } from '../../evaluate/evaluation.js'
import type { JsonObject } from '../../json.js'
import { inPace, type Pace } from '../../turns.js'
import type { HypercubeDefinition } from '../hypercube-definition.js'
import { type CubeOutcome, type EvaluatedCube, evaluateCube } from '../layout/evaluated-cube.js'
import { headerCubes } from '../layout/header-cubes.js'
import { type Row, rowsByTuple } from '../pivot/pivot-tuples.js'
import type { Scope } from '../scope.js'

/** A value of a dimension of a tree, within the values above it. */
export interface TreeValue {
  readonly cell: Cell
  readonly path: readonly Cell[]
  /** The row of the cube, of a value at the deepest level. */
  readonly row: Row | null
  /** The number of its first row among all. */
  readonly firstRow: number
  readonly within: readonly TreeValue[]
  /** The sums of the positive and of the negative numbers of each measure in its rows. */
  readonly spread: readonly { readonly positive: number; readonly negative: number }[]
}

/** A cube of mode T: its rows nested by the dimensions, in the order of the columns. */
export interface TreeCube {
  readonly cube: EvaluatedCube
  /** Positions of the dimensions by level. */
  readonly levels: readonly number[]
  readonly values: readonly TreeValue[]
  /** How many values each level has in all. */
  readonly counts: readonly number[]
  readonly rowCount: number
  /** The cell of a value that has others within it, where it has attributes. */
  readonly headerOf: (path: readonly Cell[]) => JsonObject | undefined
  /** All values of the dimension of a level, in order. */
  readonly valuesOfLevel: (level: number) => Promise<readonly Cell[]>
}

export type TreeOutcome = { readonly ok: true; readonly tree: TreeCube } | Extract<CubeOutcome, { ok: false }>

const levelsOf = ({ dimensions, interColumnSortOrder }: HypercubeDefinition): readonly number[] => [
  ...new Set([...interColumnSortOrder.filter((column) => column < dimensions.length), ...dimensions.keys()]),
]

/** The cube of the first levels alone. */
const partDefinition = (definition: HypercubeDefinition, levels: readonly number[]): HypercubeDefinition => ({
  ...definition,
  dimensions: levels.flatMap((position) => definition.dimensions[position] ?? []),
  omitted: definition.dimensions.filter((_, position) => !levels.includes(position)),
  interColumnSortOrder: levels.map((_, index) => index),
  nesting: levels.map((_, index) => index),
  suppressZero: false,
  suppressMissing: false,
})

/** Evaluates a cube of mode T. */
export const evaluateTree = async (
  scope: Scope,
  definition: HypercubeDefinition,
  frozen: boolean,
): Promise<TreeOutcome> => {
  const levels = levelsOf(definition)
  const outcome = await evaluateCube(scope, { ...definition, interColumnSortOrder: levels, nesting: levels }, frozen)
  if (!outcome.ok) return outcome
  const { cube } = outcome
  const rows = [...(await rowsByTuple(cube.result, definition.dimensions.length)).values()]
  const counts = levels.map(() => 0)
  const values = levels.length === 0 ? [] : await nested(cube, levels, rows, [], 0, counts, inPace())
  const dimensions = levels.flatMap((position) => cube.definition.dimensions[position] ?? [])
  const headers = await headerCubes(cube, dimensions, (depth) =>
    evaluateCube(scope, partDefinition(cube.definition, levels.slice(0, depth)), frozen),
  )
  if (!headers.ok) return headers
  return {
    ok: true,
    tree: {
      cube: { ...cube, attributes: headers.attributes },
      levels,
      values,
      counts,
      rowCount: rows.length,
      headerOf: headers.headerOf,
      valuesOfLevel: async (level) => {
        const part = await evaluateCube(scope, partDefinition(definition, levels.slice(level, level + 1)), frozen)
        if (!part.ok) return []
        return [...(await rowsByTuple(part.cube.result, 1)).values()].flatMap(([cell]) => cell ?? [])
      },
    },
  }
}

const nested = async (
  cube: EvaluatedCube,
  levels: readonly number[],
  rows: readonly Row[],
  path: readonly Cell[],
  firstRow: number,
  counts: number[],
  pace: Pace,
): Promise<readonly TreeValue[]> => {
  const depth = path.length
  const position = levels[depth] ?? 0
  const groups = new Map<number, Row[]>()
  for (const row of rows) {
    await pace()
    const element = row[position]?.elem ?? -1
    const group = groups.get(element)
    if (group) group.push(row)
    else groups.set(element, [row])
  }
  counts[depth] = (counts[depth] ?? 0) + groups.size
  const values: TreeValue[] = []
  let next = firstRow
  for (const group of groups.values()) {
    const cell = group[0]?.[position]
    if (!cell) continue
    const own = [...path, cell]
    const isDeepest = depth === levels.length - 1
    values.push({
      cell,
      path: own,
      row: isDeepest ? (group[0] ?? null) : null,
      firstRow: next,
      within: isDeepest ? [] : await nested(cube, levels, group, own, next, counts, pace),
      spread: await spreadOf(cube, group, pace),
    })
    next += group.length
  }
  return values
}

const spreadOf = async (
  { definition: { dimensions, measures } }: EvaluatedCube,
  rows: readonly Row[],
  pace: Pace,
): Promise<TreeValue['spread']> => {
  const spread = measures.map(() => ({ positive: 0, negative: 0 }))
  for (const row of rows) {
    await pace()
    for (const [index, sums] of spread.entries()) {
      const num = row[dimensions.length + index]?.num ?? 0
      if (num > 0) sums.positive += num
      else sums.negative += num
    }
  }
  return spread
}
