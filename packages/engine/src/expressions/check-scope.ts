import type { DataModel } from '../model/data-model.js'
import type { VisibleFields } from './field-name.js'
import type { ExpressionNode } from './nodes/expression-node.js'
import type { ResolvedNames } from './resolved-names.js'
import type { OuterContext } from './sets/set-expression.js'
import type { TypedExpression } from './typed-expression.js'

/** The measures of a chart, which `Column(n)` stands for. */
export interface ChartColumns {
  /** Gives the expression of a measure; throws what is wrong with it. */
  readonly columns: readonly (() => { readonly source: string; readonly names: ResolvedNames })[]
  /** Positions of those that are being checked: none stands for itself. */
  readonly within: readonly number[]
}

/** What names may mean, and where in an expression the checker is. */
export interface CheckScope {
  readonly model: DataModel
  readonly fields: VisibleFields
  readonly names: ResolvedNames
  /** How many master measures name each other around it. */
  readonly depth: number
  /** How often a master measure has been put in the place of its name, all over the expression. */
  readonly replaced: { count: number }
  /** The chart that the expression is a measure of; `null` where it is none. */
  readonly chart: ChartColumns | null
  /** How many functions of other rows there are, all over the expression. */
  readonly interRecords: { count: number }
  /** How many `Aggr`s are around it. */
  readonly aggrs: number
  /** Name of the aggregation around it, if any: fields may occur, further aggregations may not. */
  readonly inside: string | null
  /** The set in front of the expression, if any. */
  readonly outer: OuterContext | null
  /** Checks a part of the expression. */
  readonly check: (node: ExpressionNode, scope: CheckScope) => TypedExpression
}
