import type { CallNode } from './call-node.js'
import type { FieldNode } from './field-node.js'
import type { NumberNode, TextNode } from './literal-nodes.js'
import type { BinaryNode, UnaryNode } from './operator-nodes.js'
import type { ScopedNode } from './scoped-node.js'
import type { SortedNode } from './sorted-node.js'

/** A parsed chart expression. `at` is the position of the node's first character, counted from 0. */
export type ExpressionNode =
  | NumberNode
  | TextNode
  | FieldNode
  | UnaryNode
  | BinaryNode
  | CallNode
  | SortedNode
  | ScopedNode
