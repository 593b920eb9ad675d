import type { prefixOperators } from '../functions/catalogue.js'
import type { ExpressionNode } from './expression-node.js'

export type PrefixOperator = keyof typeof prefixOperators

export interface UnaryNode {
  readonly kind: 'unary'
  readonly operator: PrefixOperator
  readonly operand: ExpressionNode
  readonly at: number
}

export interface BinaryNode {
  readonly kind: 'binary'
  /** The operator in small letters, one of `infixOperators`. */
  readonly operator: string
  readonly left: ExpressionNode
  readonly right: ExpressionNode
  readonly at: number
}
