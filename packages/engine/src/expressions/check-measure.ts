import { maxPatternLength } from '../format/number-format.js'
import type { DataModel } from '../model/data-model.js'
import { checkCall } from './check-call.js'
import { checkOperator } from './check-operator.js'
import { expressionProblem } from './expression-problem.js'
import { fieldNamed, type VisibleFields } from './field-name.js'
import type { ExpressionNode } from './nodes/expression-node.js'
import { parseExpression } from './parser.js'
import { type TypedExpression, typeOf } from './typed-expression.js'

/** What names may mean, and where in an expression the checker is. */
export interface CheckScope {
  readonly model: DataModel
  readonly fields: VisibleFields
  /** Name of the aggregation around it, if any: fields may occur, further aggregations may not. */
  readonly inside: string | null
  readonly check: (node: ExpressionNode, scope: CheckScope) => TypedExpression
}

/** A measure that can be compiled. */
export interface CheckedMeasure {
  readonly expression: TypedExpression
  /** The pattern of a `Num()` around the whole expression. */
  readonly numPattern: string | null
}

/**
 * Parses and checks a chart expression against the fields that exist for a principal.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION with position and, where possible, a suggestion
 */
export const checkMeasure = (model: DataModel, fields: VisibleFields, source: string): CheckedMeasure => {
  const scope: CheckScope = { model, fields, inside: null, check: checkNode }
  const node = parseExpression(source)
  if (node.kind !== 'call' || node.name.toLowerCase() !== 'num') {
    return { expression: checkNode(node, scope), numPattern: null }
  }
  const [value, pattern, ...others] = node.args
  if (!value || others.length > 0) throw expressionProblem(node.at, 'Num takes an expression and a pattern')
  if (pattern && pattern.kind !== 'text') throw expressionProblem(pattern.at, 'The pattern of Num has to be a text')
  if (pattern && pattern.value.length > maxPatternLength)
    throw expressionProblem(pattern.at, `The pattern of Num has at most ${maxPatternLength} characters`)
  const expression = checkNode(value, scope)
  if (typeOf(expression) === 'text') throw expressionProblem(value.at, 'Num formats numbers, and this is a text')
  return { expression, numPattern: pattern?.value ?? null }
}

const checkNode = (node: ExpressionNode, scope: CheckScope): TypedExpression => {
  switch (node.kind) {
    case 'number':
      return { kind: 'number', value: node.value }
    case 'text':
      return { kind: 'text', value: node.value }
    case 'field': {
      const field = fieldNamed(scope.fields, node.name, node.at)
      if (scope.inside !== null) return { kind: 'field', field }
      throw expressionProblem(node.at, `Field [${node.name}] has to be inside an aggregation such as Sum or Count`)
    }
    case 'call':
      return checkCall(node, scope)
    default:
      return checkOperator(node, scope)
  }
}
