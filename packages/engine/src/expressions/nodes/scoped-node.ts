import type { ExpressionNode } from './expression-node.js'
import type { SetNode } from './set-node.js'

/** `{set} expression`: a set for every aggregation of the expression, to the end of the bracket that it stands in. */
export interface ScopedNode extends OuterSet {
  readonly kind: 'scoped'
  readonly operand: ExpressionNode
  readonly at: number
}

/** A set in front of an expression. */
export interface OuterSet {
  readonly set: SetNode
  /** `{& ...}`: what comes to no value stays so where a further set is applied on top. */
  readonly keepsEmpty: boolean
}
