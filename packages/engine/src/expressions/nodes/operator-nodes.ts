import type { ExpressionNode } from './expression-node.js'

export type UnaryOperator = '-' | '+' | 'not'

export type BinaryOperator = '+' | '-' | '*' | '/' | '&' | '=' | '<>' | '<' | '<=' | '>' | '>=' | 'and' | 'or'

export interface UnaryNode {
  readonly kind: 'unary'
  readonly operator: UnaryOperator
  readonly operand: ExpressionNode
  readonly at: number
}

export interface BinaryNode {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly left: ExpressionNode
  readonly right: ExpressionNode
  readonly at: number
}
