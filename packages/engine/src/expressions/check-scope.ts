import type { DataModel } from '../model/data-model.js'
import type { VisibleFields } from './field-name.js'
import type { ExpressionNode } from './nodes/expression-node.js'
import type { ResolvedNames } from './resolved-names.js'
import type { TypedExpression } from './typed-expression.js'

/** What names may mean, and where in an expression the checker is. */
export interface CheckScope {
  readonly model: DataModel
  readonly fields: VisibleFields
  readonly names: ResolvedNames
  /** How many master measures name each other around it. */
  readonly depth: number
  /** How often a master measure has been put in the place of its name, all over the expression. */
  readonly replaced: { count: number }
  /** How many `Aggr`s are around it. */
  readonly aggrs: number
  /** Name of the aggregation around it, if any: fields may occur, further aggregations may not. */
  readonly inside: string | null
  /** Checks a part of the expression. */
  readonly check: (node: ExpressionNode, scope: CheckScope) => TypedExpression
}
