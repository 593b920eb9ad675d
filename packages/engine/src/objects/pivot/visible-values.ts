import type { Cell } from '../../evaluate/evaluation.js'
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
export const visibleValues = async (side: SideRows): Promise<ShownValue> => valuesWithin(side, [])

const valuesWithin = async (side: SideRows, path: readonly Cell[]): Promise<ShownValue> => {
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
  for (const inner of paths) within.push(await valuesWithin(side, inner))
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
  return [...paths].sort((a, b) => compared(numberOf(a), numberOf(b), sortByValue))
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
export const endsOf = (value: ShownValue, hasTotal: (depth: number) => boolean): readonly SideEnd[] => {
  if (!value.open) return [{ path: value.path, isTotal: false }]
  const ends = value.within.flatMap((inner) => endsOf(inner, hasTotal))
  return hasTotal(value.path.length) ? [...ends, { path: value.path, isTotal: true }] : ends
}

/** A side without the ends that are not kept, and without values that then have nothing within them. */
export const keptValues = (value: ShownValue, keeps: (path: readonly Cell[]) => boolean): ShownValue => ({
  ...value,
  within: value.within
    .map((inner) => keptValues(inner, keeps))
    .filter((inner) => (inner.open ? inner.within.length > 0 : keeps(inner.path))),
})

/** How many dimensions of a side are shown: those that some value is shown of. */
export const shownDepth = ({ path, within }: ShownValue): number =>
  within.reduce((deepest, inner) => Math.max(deepest, shownDepth(inner)), path.length)
