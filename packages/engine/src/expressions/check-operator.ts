import type { CheckScope } from './check-measure.js'
import { expressionProblem } from './expression-problem.js'
import type { ExpressionNode } from './nodes/expression-node.js'
import type { BinaryNode, UnaryNode } from './nodes/operator-nodes.js'
import { type TypedExpression, typeOf } from './typed-expression.js'

/** Checks an operator and its operands. */
export const checkOperator = (node: UnaryNode | BinaryNode, scope: CheckScope): TypedExpression =>
  node.kind === 'unary' ? checkUnary(node, scope) : checkBinary(node, scope)

/** Checks an operand that has to be a number (or a truth value, which counts as -1 or 0). */
export const checkNumber = (node: ExpressionNode, scope: CheckScope, wantedBy: string): TypedExpression => {
  const operand = scope.check(node, scope)
  if (typeOf(operand) !== 'text') return operand
  throw expressionProblem(node.at, `${wantedBy} needs a number, and this is a text`)
}

const checkUnary = (node: UnaryNode, scope: CheckScope): TypedExpression => {
  const operand = checkNumber(node.operand, scope, node.operator)
  if (node.operator === '+') return operand
  return { kind: node.operator === 'not' ? 'not' : 'negation', operand }
}

const checkBinary = (node: BinaryNode, scope: CheckScope): TypedExpression => {
  switch (node.operator) {
    case '&':
      return { kind: 'concatenation', left: scope.check(node.left, scope), right: scope.check(node.right, scope) }
    case 'and':
    case 'or':
    case '+':
    case '-':
    case '*':
    case '/': {
      const left = checkNumber(node.left, scope, node.operator)
      const right = checkNumber(node.right, scope, node.operator)
      return node.operator === 'and' || node.operator === 'or'
        ? { kind: 'logic', operator: node.operator, left, right }
        : { kind: 'arithmetic', operator: node.operator, left, right }
    }
    default: {
      const left = scope.check(node.left, scope)
      const right = scope.check(node.right, scope)
      const as = typeOf(left) === 'text' || typeOf(right) === 'text' ? 'text' : 'number'
      return { kind: 'comparison', operator: node.operator, as, left, right }
    }
  }
}
