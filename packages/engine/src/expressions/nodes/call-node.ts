import type { ExpressionNode } from './expression-node.js'
import type { OuterSet } from './scoped-node.js'
import type { SetNode } from './set-node.js'

/** A function call. The name is as written; functions are found without regard to case. */
export interface CallNode {
  readonly kind: 'call'
  readonly name: string
  readonly args: readonly ExpressionNode[]
  readonly distinct: boolean
  /** `NODISTINCT`, which `Aggr` knows. */
  readonly repeated: boolean
  /** `TOTAL`, with the names of the fields that still group; `null` without it. */
  readonly total: readonly NameNode[] | null
  /** `{...}` before the first argument; of several, the last. */
  readonly set: SetNode | null
  /** All of them: in the brackets of a function that is no aggregation they reach all its arguments. */
  readonly outer: readonly OuterSet[]
  readonly at: number
}

/** A name within a qualifier. */
export interface NameNode {
  readonly name: string
  readonly at: number
}
