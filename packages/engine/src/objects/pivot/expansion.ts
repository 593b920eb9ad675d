import type { Cell } from '../../evaluate/evaluation.js'
import type { Selections } from '../../selections/selection-state.js'

/** What is expanded along one side of a pivot table. */
export interface ExpandedSide {
  /** Whether all values are but those that are turned. */
  readonly all: boolean
  /** Keys of the values that are not what all are. */
  readonly turned: readonly string[]
}

/** What a person has expanded in a pivot table; values are told by themselves, so that selections do not change it. */
export interface Expansion {
  /** The dimensions that it is about, as `sidesKey` tells them: another layout has none of it. */
  readonly sides: string
  readonly left: ExpandedSide
  readonly top: ExpandedSide
}

/** What a session keeps of one pivot table. */
export interface ExpandedCube {
  readonly expansion: Expansion
  /** Where a value was last expanded or collapsed, and what was selected then. */
  readonly turnedAt: { readonly row: number; readonly column: number; readonly selections: Selections }
}

/** One side of a pivot table. */
export type SideName = 'left' | 'top'

const collapsed: ExpandedSide = { all: false, turned: [] }

/** Nothing is expanded. */
export const nothingExpanded = (sides: string): Expansion => ({ sides, left: collapsed, top: collapsed })

/** What tells a value of a side from others: itself, and the values that it is within. */
export const valueKey = (path: readonly Cell[]): string => JSON.stringify(path.map(({ num, text }) => [num, text]))

/** Whether values of a side are expanded, asked for many of them. */
export const expandedIn = ({ all, turned }: ExpandedSide): ((path: readonly Cell[]) => boolean) => {
  const keys = new Set(turned)
  return (path) => keys.has(valueKey(path)) !== all
}

/** A side with one value expanded or collapsed. */
export const turnedTo = (side: ExpandedSide, path: readonly Cell[], expanded: boolean): ExpandedSide => {
  const key = valueKey(path)
  const others = side.turned.filter((turned) => turned !== key)
  return { ...side, turned: expanded === side.all ? others : [...others, key] }
}
