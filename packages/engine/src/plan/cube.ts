import type { Aggregate, TypedExpression } from '../expressions/typed-expression.js'
import type { DataScope } from './data-scope.js'
import type { GroupKey } from './group-key.js'
import type { RowSource } from './row-source.js'

/**
 * A cube before its rows are chosen and ordered: groups of rows by keys, aggregates of each group, and measures computed
 * from the aggregates. Plain data; `describePlan` tells it as text.
 */
export interface Cube {
  readonly keys: readonly GroupKey[]
  readonly groups: Groups
  /** Aggregates with `TOTAL`: groups by some of the keys only, joined to those of all keys. */
  readonly totals: readonly Total[]
  /** All aggregates of the measures, each once: `a0`, `a1`, ... */
  readonly aggregates: readonly Aggregate[]
  readonly measures: readonly TypedExpression[]
}

export interface Total {
  /** Positions of the keys that still group. */
  readonly kept: readonly number[]
  readonly groups: Groups
}

/** Groups of rows by the same keys. A group is there where one of the branches has a row of it. */
export interface Groups {
  readonly keys: readonly GroupKey[]
  readonly aggregates: readonly NumberedAggregate[]
  readonly branches: readonly Branch[]
}

/** Aggregates that run over the same rows. */
export interface Branch {
  /** Rows of several sources are aggregated together. */
  readonly rows: readonly RowSource[]
  readonly scope: DataScope
  readonly aggregates: readonly NumberedAggregate[]
  /** Whether a row counts once for each group, however many rows of other tables it is associated with. */
  readonly once: boolean
}

/** An aggregate with its position among those of the cube. */
export interface NumberedAggregate {
  readonly index: number
  readonly aggregate: Aggregate
}
