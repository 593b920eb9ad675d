import { assertCount } from './check-arguments.js'
import type { CheckScope } from './check-scope.js'
import { expressionProblem } from './expression-problem.js'
import { fieldNamed } from './field-name.js'
import { scalarFunctions } from './functions/catalogue.js'
import type { CallNode } from './nodes/call-node.js'
import type { ExpressionNode } from './nodes/expression-node.js'
import { refusedCalls, type SessionCall, type SessionValue } from './session/session-calls.js'
import type { SessionFunction } from './session/session-function.js'
import { fieldsOf, needsOrder, type TypedExpression } from './typed-expression.js'

/** Calls of functions of the session in one expression: each may ask the database. */
const maxCalls = 100

/**
 * Checks a call of a function of the session: puts its value in its place where it is known, else asks for it.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION
 */
export const checkSessionCall = (called: SessionFunction, node: CallNode, scope: CheckScope): TypedExpression => {
  assertCount(called, node.args.length, node.at)
  const { calls } = scope.names
  if (calls.kind === 'refused') throw expressionProblem(node.at, `${called.name} ${calls.reason}`)
  const key = JSON.stringify([called.name, node.at, node.args])
  if (calls.kind === 'known') {
    const value = calls.values.get(key)
    if (value !== undefined) return literal(value)
    // It was not asked for, as something is wrong with it.
    assertFew(calls.values.size, node.at)
    callOf(called, node, scope)
    throw expressionProblem(node.at, `${called.name} was not computed`)
  }
  assertFew(calls.calls.size, node.at)
  calls.calls.set(key, callOf(called, node, scope))
  return literal(called.returns === 'number' ? 0 : '')
}

const assertFew = (calls: number, at: number): void => {
  if (calls >= maxCalls) throw expressionProblem(at, `An expression asks the session at most ${maxCalls} times`)
}

const callOf = (called: SessionFunction, node: CallNode, scope: CheckScope): SessionCall => {
  const [first, ...others] = node.args
  const names = { ...scope.names, calls: refusedCalls(`cannot stand in ${called.name}; write $(=...) around it`) }
  const plain: CheckScope = { ...scope, names, inside: null, outer: null }
  const values = called.ofField ? others : node.args
  return {
    function: called,
    field: called.ofField && first ? fieldArgument(called, first, scope) : null,
    arguments: values.map((value) => argumentOf(called, value, plain)),
    at: node.at,
  }
}

const argumentOf = (called: SessionFunction, node: ExpressionNode, scope: CheckScope): TypedExpression => {
  const argument = scope.check(node, scope)
  if (called.constant && hangsOnRows(argument))
    throw expressionProblem(
      node.at,
      `${called.name} is computed once for all rows, so that its arguments cannot hang on them; write $(=...) around what is the same in all`,
    )
  return argument
}

const hangsOnRows = (argument: TypedExpression): boolean => fieldsOf(argument).length > 0 || needsOrder(argument)

const fieldArgument = (called: SessionFunction, node: CallNode['args'][number], scope: CheckScope) => {
  if (node.kind === 'field' || node.kind === 'text')
    return fieldNamed(scope.fields, node.kind === 'field' ? node.name : node.value, node.at)
  throw expressionProblem(node.at, `The ${called.parameters[0]?.name} of ${called.name} has to be the name of a field`)
}

const literal = (value: SessionValue): TypedExpression => {
  if (typeof value === 'number') return { kind: 'number', value }
  return value === null ? missing() : { kind: 'text', value }
}

const nothing = scalarFunctions.find(({ name }) => name === 'Null')

const missing = (): TypedExpression => {
  if (!nothing) throw new Error('the catalogue lacks Null')
  return { kind: 'call', function: nothing, arguments: [], type: 'text' }
}
