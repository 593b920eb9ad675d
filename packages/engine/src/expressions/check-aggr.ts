import type { FieldModel } from '../model/data-model.js'
import { onlyValueOfAggr } from './check-aggregate.js'
import type { CheckScope } from './check-scope.js'
import { checkSet } from './check-set.js'
import { expressionProblem } from './expression-problem.js'
import { fieldNamed } from './field-name.js'
import type { CallNode } from './nodes/call-node.js'
import type { ExpressionNode } from './nodes/expression-node.js'
import type { Aggr, TypedExpression } from './typed-expression.js'

const maxDimensions = 20
const maxNesting = 5

/** Checks `Aggr(expression, field, ...)`: its expression is one of a chart of its own, with the fields as dimensions. */
export const checkAggr = (node: CallNode, scope: CheckScope): TypedExpression => {
  const [expression, ...names] = node.args
  if (node.total) throw expressionProblem(node.at, 'Aggr takes no TOTAL')
  if (!expression || names.length === 0)
    throw expressionProblem(node.at, 'Aggr is called as Aggr(expression, field[, field ...])')
  if (names.length > maxDimensions) throw expressionProblem(node.at, `Aggr has at most ${maxDimensions} fields`)
  if (scope.aggrs >= maxNesting) throw expressionProblem(node.at, `Aggr is nested at most ${maxNesting} times`)
  const aggr: Aggr = {
    expression: scope.check(expression, { ...scope, aggrs: scope.aggrs + 1, inside: null }),
    dimensions: [...new Set(names.map((name) => dimensionOf(name, scope)))],
    set: node.set ? checkSet(node.set, scope) : null,
  }
  return scope.inside === null ? onlyValueOfAggr(aggr) : { kind: 'aggr', aggr }
}

const dimensionOf = (node: ExpressionNode, scope: CheckScope): FieldModel => {
  if (node.kind === 'field') return fieldNamed(scope.fields, node.name, node.at)
  throw expressionProblem(node.at, 'A dimension of Aggr has to be a field')
}
