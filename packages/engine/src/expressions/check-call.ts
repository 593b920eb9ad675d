import { closest } from '@understudy/contract'
import { checkAggr } from './check-aggr.js'
import { checkAggregate } from './check-aggregate.js'
import { assertCount, assertLiteral } from './check-arguments.js'
import { checkColumnReference } from './check-column-reference.js'
import { assertFewRows, checkInterRecord } from './check-inter-record.js'
import { checkListed } from './check-listed.js'
import type { CheckScope } from './check-scope.js'
import { checkSessionCall } from './check-session-call.js'
import { withOuterSets } from './check-set.js'
import { expressionProblem } from './expression-problem.js'
import {
  aggregateFunctions,
  interRecordFunctions,
  replacedFunctions,
  scalarFunctions,
  sessionFunctions,
} from './functions/catalogue.js'
import type { ScalarFunction } from './functions/scalar-function.js'
import type { CallNode } from './nodes/call-node.js'
import type { ExpressionNode } from './nodes/expression-node.js'
import { refusalOf } from './refused-functions.js'
import { type TypedExpression, typeOf } from './typed-expression.js'

const byName = <Entry extends { readonly name: string }>(entries: readonly Entry[]): ReadonlyMap<string, Entry> =>
  new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]))

const scalars = byName(scalarFunctions)
const aggregates = byName(aggregateFunctions)
const interRecords = byName(interRecordFunctions)
const sessions = byName(sessionFunctions)

/** Checks a function call. The catalogue is the list of all functions; nothing else reaches SQL. */
export const checkCall = (node: CallNode, scope: CheckScope): TypedExpression => {
  const name = node.name.toLowerCase()
  if (node.repeated && name !== 'aggr') throw expressionProblem(node.at, `${node.name} takes no NODISTINCT; Aggr does`)
  const aggregate = aggregates.get(name)
  if (aggregate) return checkAggregate(aggregate, node, scope)
  if (name === 'aggr') return checkAggr(node, scope)
  const interRecord = interRecords.get(name)
  if (interRecord) return checkInterRecord(interRecord, node, scope)
  if (name === 'column') {
    assertNoQualifiers(node)
    return checkColumnReference(node, scope)
  }
  const listed = checkListed(node, scope)
  if (listed) {
    assertNoQualifiers(node)
    return listed
  }
  const scalar = scalars.get(name)
  if (scalar) {
    assertNoQualifiers(node)
    return checkFunction(scalar, node.args, node.at, withOuterSets(node.outer, scope))
  }
  const session = sessions.get(name)
  if (session) {
    assertNoQualifiers(node)
    return checkSessionCall(session, node, scope)
  }
  const refusal = refusalOf(node.name)
  if (refusal !== undefined) throw expressionProblem(node.at, `${node.name} is not available: ${refusal}`)
  const known = [
    ...scalarFunctions,
    ...aggregateFunctions,
    ...interRecordFunctions,
    ...replacedFunctions,
    ...sessionFunctions,
  ]
  const names = known.map((entry) => entry.name).concat('Aggr', 'ValueList', 'ValueLoop')
  const suggestion = closest(node.name, names)
  throw expressionProblem(
    node.at,
    `There is no function ${node.name}${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}`,
  )
}

const assertNoQualifiers = ({ name, at, distinct, total }: CallNode): void => {
  const qualifier = distinct ? 'DISTINCT' : total ? 'TOTAL' : undefined
  if (qualifier) throw expressionProblem(at, `${name} is no aggregation and takes no ${qualifier}`)
}

/** Checks the arguments of a function of values, or the operands of an operator. */
export const checkFunction = (
  called: ScalarFunction,
  nodes: readonly ExpressionNode[],
  at: number,
  scope: CheckScope,
): TypedExpression => {
  assertCount(called, nodes.length, at)
  const args = nodes.map((node, index) => {
    const argument = scope.check(node, scope)
    assertLiteral(called.name, called.parameters[index], argument, node.at)
    return argument
  })
  assertFewRows(called, args, at)
  const refusal = called.refusal?.(
    args.map((argument) => (argument.kind === 'text' || argument.kind === 'number' ? argument.value : undefined)),
  )
  if (refusal !== undefined) throw expressionProblem(at, refusal)
  return {
    kind: 'call',
    function: called,
    arguments: args,
    type: called.typeOf(args.map((argument) => ({ type: typeOf(argument) }))),
  }
}
