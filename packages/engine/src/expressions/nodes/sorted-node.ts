import type { ExpressionNode } from './expression-node.js'

/** What the values of a dimension of `Aggr` are ordered by. */
export type AggrSortType = 'NUMERIC' | 'TEXT' | 'FREQUENCY' | 'LOAD_ORDER'

/** A dimension of `Aggr` with the order of its values: `(field, (NUMERIC, DESCENDING))`. */
export interface SortedNode {
  readonly kind: 'sorted'
  readonly of: ExpressionNode
  readonly by: AggrSortType
  readonly direction: 1 | -1
  readonly at: number
}
