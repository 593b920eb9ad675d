import type { Aggregate, TypedExpression } from '../expressions/typed-expression.js'
import type { SymbolSet } from '../model/symbol-set.js'
import type { DataScope } from './data-scope.js'
import type { GroupKey } from './group-key.js'
import type { JoinedAggr, RowSource, TableRows } from './row-source.js'

/**
 * A cube before its rows are chosen and ordered: groups of rows by keys, aggregates of each group, and measures computed
 * from the aggregates. Plain data; `describePlan` tells it as text.
 */
export interface Cube {
  readonly keys: readonly GroupKey[]
  /** Groups by keys that are associated with each other. The groups of the cube are the product of these. */
  readonly parts: readonly CubePart[]
  /** Aggregates that some of the keys only group, by `TOTAL` or as they are not associated: joined to the groups. */
  readonly totals: readonly CubePart[]
  /** Aggregates that some of the keys only group, made of those of the groups. */
  readonly merged: readonly MergedTotal[]
  /** Where each row has the totals of the measures beside it: of each aggregate the position of the same over all groups. */
  readonly overall?: readonly number[]
  /** All aggregates of the measures, each once: `a0`, `a1`, ... */
  readonly aggregates: readonly Aggregate[]
  readonly measures: readonly TypedExpression[]
  /** The rows that measures read beside their own; `null` where none does. */
  readonly windows: Windows | null
}

/** The rows of a cube in the order that is shown: below each other and, in a pivot table, also beside each other. */
export interface Windows {
  readonly rows: Axis
  /** Without keys in all tables but pivot tables. */
  readonly columns: Axis
  /** Positions of keys without which a row is left out before any is read. */
  readonly present: readonly number[]
}

/** Keys whose values lie along one side of a table. */
export interface Axis {
  /** Their positions, the outermost first. Cells that agree in all but the last are seen together, but for `TOTAL`. */
  readonly keys: readonly number[]
  /** Decides between any two values of the keys. */
  readonly order: readonly OrderTerm[]
  /** Whether cells are seen along it: not in totals of it, which are no part of it, and not where there are no keys. */
  readonly seen: boolean
}

/** Missing values are last in either direction. */
export type OrderTerm = { readonly direction: 1 | -1 } & (
  | { readonly by: 'number' | 'text'; readonly key: number }
  /** The values of a limited key that are kept before its others. */
  | { readonly by: 'others'; readonly key: number }
  | { readonly by: 'elements'; readonly key: number; readonly first: SymbolSet }
  /** The value of a cube of one measure, grouped by the key alone. */
  | { readonly by: 'cube'; readonly key: number; readonly cube: Cube }
  /** The first value of a field that a cube of the key and the field has with it, in the order that is listed. */
  | { readonly by: 'first value'; readonly key: number; readonly cube: Cube; readonly loaded: readonly number[] }
  /** The order of element numbers, but where the elements are listed in another. */
  | { readonly by: 'load order'; readonly key: number; readonly loaded?: readonly number[] }
  | { readonly by: 'measure'; readonly measure: number }
)

/** Groups by some of the keys of a cube. */
export interface CubePart {
  /** Positions of the keys. */
  readonly kept: readonly number[]
  readonly groups: Groups
}

/** An aggregate of groups that agree in some keys. */
export interface MergedTotal {
  /** Positions of the keys. */
  readonly kept: readonly number[]
  readonly aggregate: MergedAggregate
}

/** Groups of rows by the same keys. A group is there where one of the branches has a row of it. */
export interface Groups {
  readonly keys: readonly GroupKey[]
  readonly aggregates: readonly NumberedAggregate[]
  readonly branches: readonly Branch[]
  /** Further keys, of which each group has the values of its first row; where there are some, one branch makes the groups. */
  readonly carried?: readonly CarriedKey[]
  /** Where there is a row for each of the values of carried keys in a group, of which one is at the first row. */
  readonly apart?: ApartGroups
  /** Instead of branches. */
  readonly of?: FinerGroups
}

/** The branches that make groups, or the finer ones that these are made of. */
export const branchesOf = ({ branches, of }: Groups): readonly Branch[] => (of ? branchesOf(of.groups) : branches)

/** Groups of which others are made: each row that they are made from is in one of them. */
export interface FinerGroups {
  readonly groups: Groups
  /** The same rows of a table as if these were grouped: its columns are the keys of the groups, and it has its joined tables. */
  readonly rows: TableRows
  readonly merged: readonly MergedAggregate[]
  /** Aggregates of the values by which the finer groups are grouped, for which it does not matter how often a value occurs. */
  readonly ofValues: readonly BranchAggregate[]
  /** The values of `Aggr`s that each finer group has by its keys. */
  readonly aggrs: readonly JoinedAggr[]
  /** Those of which each finer group is a row. */
  readonly own: readonly OwnAggr[]
}

/** An `Aggr` of which groups are the rows: its aggregates are among theirs. */
export interface OwnAggr extends JoinedAggr {
  /** The position of the first of its aggregates. */
  readonly first: number
}

/** Groups by the keys and by the carried ones, whose aggregates are merged to those by the keys. */
export interface ApartGroups {
  readonly aggregates: readonly NumberedAggregate[]
  readonly merged: readonly MergedAggregate[]
}

export interface CarriedKey {
  readonly key: GroupKey
  /** Whether all rows of a group agree in it, whatever the data is. */
  readonly same: boolean
}

/** An aggregate that is made of others, by their positions, over finer groups. */
export interface MergedAggregate extends BranchAggregate {
  readonly parts:
    | { readonly merge: 'sum' | 'min' | 'max'; readonly index: number }
    | { readonly merge: 'average'; readonly sum: number; readonly count: number }
}

/** Aggregates that run over the same rows. */
export interface Branch {
  /** Rows of several sources are aggregated together. */
  readonly rows: readonly RowSource[]
  readonly scope: DataScope
  /** Several parts of the data that the scope is made of; each aggregate runs over one of them. Absent where it is one. */
  readonly scopes?: readonly DataScope[]
  readonly aggregates: readonly BranchAggregate[]
  /** Whether a row counts once for each group, however many rows of other tables it is associated with. */
  readonly once: boolean
}

/** An aggregate of rows or finer groups, or of those of them alone that are within a scope. */
export interface BranchAggregate extends NumberedAggregate {
  readonly within?: DataScope
}

/** An aggregate with its position among those of the cube. */
export interface NumberedAggregate {
  readonly index: number
  readonly aggregate: Aggregate
}
