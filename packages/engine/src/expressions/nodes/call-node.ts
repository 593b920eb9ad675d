import type { ExpressionNode } from './expression-node.js'

/** A function call. The name is as written; functions are found without regard to case. */
export interface CallNode {
  readonly kind: 'call'
  readonly name: string
  readonly distinct: boolean
  readonly args: readonly ExpressionNode[]
  readonly at: number
}
