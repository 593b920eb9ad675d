import type { Cell } from '../../evaluate/evaluation.js'
import { inPace, mapInTurns, type Pace, sortInTurns } from '../../turns.js'
import { type Row, type TupleTree, tupleKey } from './pivot-tuples.js'

/** A value of a dimension along one side of a pivot table, as it is shown. */
export interface ShownValue {
  /** Its own cell after those of the values that it is within; none for the whole side. */
  readonly path: readonly Cell[]
  /** Whether the values within it are shown; `null` where it has none. */
  readonly open: boolean | null
  readonly within: readonly ShownValue[]
}

/** What the values of a side are found in. */
export interface SideRows {
  /** How many dimensions lie along it. */
  readonly depth: number
  readonly isExpanded: (path: readonly Cell[]) => boolean
  /** The rows of its first dimensions, in order. */
  readonly rowsAt: (depth: number) => Promise<ReadonlyMap<string, Row>>
  /** Values within a value, in order. */
  readonly treeAt: (depth: number) => Promise<ReadonlyMap<number, TupleTree>>
  /** Sorts values by the first measure; 0 leaves them in their order. */
  readonly sortByValue: -1 | 0 | 1
}

/** The values along a side that what is expanded shows. */
export const visibleValues = (side: SideRows): Promise<ShownValue> => valuesWithin(side, [], inPace())

const valuesWithin = async (side: SideRows, path: readonly Cell[], pace: Pace): Promise<ShownValue> => {
  await pace()
  const { depth } = side
  if (path.length === depth) return { path, open: null, within: [] }
  if (path.length > 0 && !side.isExpanded(path)) return { path, open: false, within: [] }
  const tree = await side.treeAt(path.length + 1)
  let level = tree
  for (const { elem } of path) level = level.get(elem)?.within ?? new Map()
  const paths = await sorted(
    side,
    [...level.values()].map((node) => node.path),
  )
  const within: ShownValue[] = []
  for (const inner of paths) within.push(await valuesWithin(side, inner, pace))
  // A value that has none within it is shown by itself.
  return { path, open: path.length === 0 || within.length > 0, within }
}

const sorted = async (
  { sortByValue, rowsAt }: SideRows,
  paths: readonly (readonly Cell[])[],
): Promise<readonly (readonly Cell[])[]> => {
  const depth = paths[0]?.length ?? 0
  if (sortByValue === 0 || depth === 0) return paths
  const rows = await rowsAt(depth)
  const numberOf = (path: readonly Cell[]) => rows.get(tupleKey(path))?.[depth]?.num ?? null
  const byNumber = (a: { number: number | null }, b: { number: number | null }) =>
    compared(a.number, b.number, sortByValue)
  const numbered = await mapInTurns(paths, (path) => ({ path, number: numberOf(path) }))
  const inOrder = await sortInTurns(numbered, byNumber)
  return inOrder.map(({ path }) => path)
}

/** Missing numbers are last in either direction. */
const compared = (a: number | null, b: number | null, direction: 1 | -1): number => {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return direction * (a - b)
}

/** The cells of a side at one of its ends: of a value, or of the total of a value. */
export interface SideEnd {
  readonly path: readonly Cell[]
  readonly isTotal: boolean
}

/** All ends of a side; `hasTotal` tells of a depth whether the values there have a total. */
export const endsOf = async (value: ShownValue, hasTotal: (depth: number) => boolean): Promise<readonly SideEnd[]> => {
  const ends: SideEnd[] = []
  const pace = inPace()
  const add = async ({ path, open, within }: ShownValue): Promise<void> => {
    await pace()
    if (!open) {
      ends.push({ path, isTotal: false })
      return
    }
    for (const inner of within) await add(inner)
    if (hasTotal(path.length)) ends.push({ path, isTotal: true })
  }
  await add(value)
  return ends
}

/** A side without the ends that are not kept, and without values that then have nothing within them. */
export const keptValues = (value: ShownValue, keeps: (path: readonly Cell[]) => boolean): Promise<ShownValue> => {
  const pace = inPace()
  const kept = async (around: ShownValue): Promise<ShownValue> => {
    await pace()
    const within: ShownValue[] = []
    for (const inner of around.within) {
      const own = await kept(inner)
      if (own.open ? own.within.length > 0 : keeps(own.path)) within.push(own)
    }
    return { ...around, within }
  }
  return kept(value)
}

/** How many dimensions of a side are shown: those that some value is shown of. */
export const shownDepth = ({ path, within }: ShownValue): number =>
  within.reduce((deepest, inner) => Math.max(deepest, shownDepth(inner)), path.length)
