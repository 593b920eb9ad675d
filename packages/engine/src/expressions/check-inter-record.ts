import { assertCount, assertLiteral } from './check-arguments.js'
import type { CheckScope } from './check-scope.js'
import { withOuterSets } from './check-set.js'
import { expressionProblem } from './expression-problem.js'
import type { InterRecordFunction } from './functions/inter-record-function.js'
import type { ScalarFunction } from './functions/scalar-function.js'
import type { CallNode } from './nodes/call-node.js'
import { type InterRecord, interRecordsOf, type TypedExpression } from './typed-expression.js'

/** Functions of other rows within each other: each level is a window over the one before. */
const maxNesting = 5
/** Functions of other rows in one expression. */
const maxCalls = 100
/** Rows that a function gathers, which is not computed from sums and the like. */
const maxGathered = 100

/** Checks a function of other rows of the table. */
export const checkInterRecord = (called: InterRecordFunction, node: CallNode, scope: CheckScope): TypedExpression => {
  if (scope.inside !== null) {
    throw expressionProblem(
      node.at,
      `${called.name} reads rows of a table, and ${scope.inside} runs over records; Aggr makes a table of its own`,
    )
  }
  assertQualifiers(called, node)
  assertCount(called, node.args.length, node.at)
  if (++scope.interRecords.count > maxCalls)
    throw expressionProblem(node.at, `More than ${maxCalls} functions of other rows in one expression`)
  // A set at the beginning of the arguments reaches over what they compute, as in front of any expression.
  const within = withOuterSets(node.outer, scope)
  const args = node.args.map((argument, index) => {
    const parameter = called.parameters[index]
    const checked = scope.check(argument, within)
    assertLiteral(called.name, parameter, checked, argument.at)
    return checked
  })
  const interRecord: InterRecord = { function: called, arguments: args, total: node.total !== null }
  if (levelOf(interRecord) > maxNesting)
    throw expressionProblem(node.at, `Functions of other rows are nested at most ${maxNesting} times`)
  return { kind: 'interRecord', interRecord }
}

const assertQualifiers = ({ name, takesTotal }: InterRecordFunction, { at, distinct, total }: CallNode): void => {
  if (distinct) throw expressionProblem(at, `${name} takes no DISTINCT`)
  if (total && !takesTotal) throw expressionProblem(at, `${name} takes no TOTAL`)
  if (total && total.length > 0) throw expressionProblem(at, `TOTAL in ${name} names no fields`)
}

/** How many functions of other rows a call is computed from, one after the other: 1 where its arguments hold none. */
export const levelOf = ({ arguments: args }: Pick<InterRecord, 'arguments'>): number =>
  1 + Math.max(0, ...args.flatMap(interRecordsOf).map(levelOf))

/**
 * Several rows stand for an argument of functions that say so. Those that gather the values, and do not combine sums and
 * the like, take few of them.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION that names the bound
 */
export const assertFewRows = (called: ScalarFunction, args: readonly TypedExpression[], at: number): void => {
  if (called.family !== 'range' || called.rows === 'any' || (called.rows === 'alone' && args.length === 1)) return
  for (const argument of args) {
    if (argument.kind !== 'interRecord') continue
    const { name, parameters } = argument.interRecord.function
    const position = parameters.findIndex((parameter) => parameter.name === 'count')
    const count = argument.interRecord.arguments[position]
    if (count === undefined) continue
    if (called.rows === undefined)
      throw expressionProblem(at, `${called.name} takes no count of rows: ${name} has to be one value`)
    if (count.kind === 'number' && count.value <= maxGathered) continue
    throw expressionProblem(
      at,
      `The count of ${name} in ${called.name} has to be a number up to ${maxGathered}, written in the expression`,
    )
  }
}
