import { onlyValueOfAggr } from './check-aggregate.js'
import type { CheckScope } from './check-scope.js'
import { withOuterSets } from './check-set.js'
import { expressionProblem } from './expression-problem.js'
import { groupKeyNamed } from './group-key-named.js'
import type { CallNode } from './nodes/call-node.js'
import type { ExpressionNode } from './nodes/expression-node.js'
import type { Aggr, AggrOrder, GroupKey, TypedExpression } from './typed-expression.js'

const maxDimensions = 20
const maxNesting = 5

/** Checks `Aggr(expression, field, ...)`: its expression is one of a chart of its own, with the fields as dimensions. */
export const checkAggr = (node: CallNode, scope: CheckScope): TypedExpression => {
  const [expression, ...names] = node.args
  if (node.distinct && node.repeated) throw expressionProblem(node.at, 'Aggr takes DISTINCT or NODISTINCT, not both')
  if (node.total) throw expressionProblem(node.at, 'Aggr takes no TOTAL')
  if (!expression || names.length === 0)
    throw expressionProblem(node.at, 'Aggr is called as Aggr(expression, field[, field ...])')
  if (names.length > maxDimensions) throw expressionProblem(node.at, `Aggr has at most ${maxDimensions} fields`)
  if (scope.aggrs >= maxNesting) throw expressionProblem(node.at, `Aggr is nested at most ${maxNesting} times`)
  // Of a field that is named twice, the first one counts.
  const dimensions = new Map<string, readonly [GroupKey, AggrOrder]>()
  for (const [key, order] of names.map((name) => dimensionOf(name, scope))) {
    const identity = JSON.stringify(key)
    if (!dimensions.has(identity)) dimensions.set(identity, [key, order])
  }
  // Its brackets are a scope: sets in front of the expression are applied one on top of the other.
  const { outer } = withOuterSets(node.outer, scope)
  const aggr: Aggr = {
    expression: scope.check(expression, { ...scope, aggrs: scope.aggrs + 1, inside: null, outer }),
    dimensions: [...dimensions.values()].map(([key]) => key),
    order: [...dimensions.values()].map(([, order]) => order),
    set: outer?.set ?? null,
    repeated: node.repeated,
  }
  return scope.inside === null ? onlyValueOfAggr(aggr, scope.outer?.set ?? null) : { kind: 'aggr', aggr }
}

const inLoadOrder: AggrOrder = { by: 'LOAD_ORDER', direction: 1 }

const dimensionOf = (node: ExpressionNode, scope: CheckScope): readonly [GroupKey, AggrOrder] => {
  if (node.kind === 'field') return [groupKeyNamed(node, scope), inLoadOrder]
  if (node.kind === 'sorted') {
    const [key] = dimensionOf(node.of, scope)
    return [key, { by: node.by, direction: node.direction }]
  }
  throw expressionProblem(node.at, 'A dimension of Aggr has to be a field, or an expression written as [=expression]')
}
