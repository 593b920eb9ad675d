import { closest } from '@understudy/contract'
import type { FieldModel } from '../model/data-model.js'
import type { CheckScope } from './check-measure.js'
import { checkNumber } from './check-operator.js'
import { expressionProblem } from './expression-problem.js'
import { grainOf } from './grain.js'
import type { CallNode } from './nodes/call-node.js'
import type { ExpressionNode } from './nodes/expression-node.js'
import { type AggregateFunction, type TypedExpression, typeOf } from './typed-expression.js'

type CheckFunction = (node: CallNode, scope: CheckScope) => TypedExpression

/** Checks a function call. The table below is the list of all functions; nothing else reaches SQL. */
export const checkCall = (node: CallNode, scope: CheckScope): TypedExpression => {
  const check = functions.get(node.name.toLowerCase())
  if (check) return check(node, scope)
  const suggestion = closest(node.name, functionNames)
  throw expressionProblem(
    node.at,
    `There is no function ${node.name}${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}`,
  )
}

const aggregation =
  (name: AggregateFunction): CheckFunction =>
  (node, scope) => {
    if (scope.inside !== null) {
      throw expressionProblem(node.at, `${node.name} cannot be nested in ${scope.inside}`)
    }
    const [argumentNode, ...others] = node.args
    if (!argumentNode || others.length > 0) throw expressionProblem(node.at, `${node.name} takes one argument`)
    if (node.distinct && name !== 'count') {
      throw expressionProblem(node.at, `DISTINCT is supported in Count, not in ${node.name}`)
    }
    const inner: CheckScope = { ...scope, inside: node.name }
    const argument = name === 'count' ? inner.check(argumentNode, inner) : checkNumber(argumentNode, inner, node.name)
    const fields = [...fieldsOf(argumentNode, scope)]
    if (fields.length === 0) throw expressionProblem(node.at, `${node.name} needs a field`)
    const question = { function: name, distinct: node.distinct, fields, bareField: argument.kind === 'field' }
    const grain = grainOf(scope.model, question)
    if (grain) return { kind: 'aggregate', aggregate: { ...question, argument, grain } }
    const names = fields.map((field) => `[${field.name}]`).join(', ')
    throw expressionProblem(
      node.at,
      `${names} are in tables that are not associated many-to-one, so ${node.name} has no single row to compute with`,
    )
  }

const checkIf: CheckFunction = (node, scope) => {
  const [conditionNode, thenNode, otherwiseNode, ...others] = node.args
  if (!conditionNode || !thenNode || others.length > 0) {
    throw expressionProblem(node.at, 'If takes a condition, a value and, optionally, another value')
  }
  const condition = checkNumber(conditionNode, scope, 'The condition of If')
  const then = scope.check(thenNode, scope)
  const otherwise = otherwiseNode ? scope.check(otherwiseNode, scope) : null
  const textual = typeOf(then) === 'text' || (otherwise !== null && typeOf(otherwise) === 'text')
  return { kind: 'choice', condition, then, otherwise, type: textual ? 'text' : 'number' }
}

const checkRound: CheckFunction = (node, scope) => {
  const [valueNode, stepNode, ...others] = node.args
  if (!valueNode || others.length > 0) throw expressionProblem(node.at, 'Round takes a value and, optionally, a step')
  if (stepNode && (stepNode.kind !== 'number' || stepNode.value === 0)) {
    throw expressionProblem(stepNode.at, 'The step of Round has to be a positive number')
  }
  return {
    kind: 'rounding',
    value: checkNumber(valueNode, scope, node.name),
    step: stepNode?.kind === 'number' ? stepNode.value : 1,
  }
}

const checkNum: CheckFunction = (node) => {
  throw expressionProblem(node.at, 'Num is supported around a whole expression only')
}

const named: readonly (readonly [string, CheckFunction])[] = [
  ['Sum', aggregation('sum')],
  ['Count', aggregation('count')],
  ['Avg', aggregation('avg')],
  ['Min', aggregation('min')],
  ['Max', aggregation('max')],
  ['If', checkIf],
  ['Round', checkRound],
  ['Num', checkNum],
]
const functionNames = named.map(([name]) => name)
const functions: ReadonlyMap<string, CheckFunction> = new Map(
  named.map(([name, check]) => [name.toLowerCase(), check] as const),
)

const fieldsOf = (node: ExpressionNode, scope: CheckScope): ReadonlySet<FieldModel> => {
  switch (node.kind) {
    case 'field': {
      const field = scope.fields.get(node.name)
      return new Set(field ? [field] : [])
    }
    case 'unary':
      return fieldsOf(node.operand, scope)
    case 'binary':
      return new Set([...fieldsOf(node.left, scope), ...fieldsOf(node.right, scope)])
    case 'call':
      return new Set(node.args.flatMap((arg) => [...fieldsOf(arg, scope)]))
    default:
      return new Set()
  }
}
