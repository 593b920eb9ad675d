import type { CheckScope } from './check-scope.js'
import { expressionProblem } from './expression-problem.js'
import { prefixOperators } from './functions/catalogue.js'
import type { ListedValues } from './listed-values.js'
import type { CallNode } from './nodes/call-node.js'
import { aggregatesOf, aggrsOf, fieldsOf, interRecordsOf, type TypedExpression } from './typed-expression.js'

/** Values that one list or loop may have. */
const maxValues = 10_000

/** Checks `ValueList(value, ...)` or `ValueLoop(from[, to[, step]])`; `undefined` for any other function. */
export const checkListed = (node: CallNode, scope: CheckScope): TypedExpression | undefined => {
  const read = readers[node.name.toLowerCase()]
  if (!read) return undefined
  if (scope.inside !== null && !scope.inside.startsWith('a dimension')) {
    throw expressionProblem(node.at, `${node.name} has no value in the records that ${scope.inside} runs over`)
  }
  if (scope.aggrs > 0) throw expressionProblem(node.at, `${node.name} has no value in the table that Aggr makes`)
  const values = node.args.map((argument) => literalOf(scope.check(argument, scope), node.name, argument.at))
  return { kind: 'listed', listed: read(node, values) }
}

const readers: Readonly<Record<string, (node: CallNode, values: readonly (number | string)[]) => ListedValues>> = {
  valuelist: ({ name, at }, values) => {
    if (values.length === 0) throw expressionProblem(at, `${name} is called as ValueList(value[, value ...])`)
    return { kind: 'list', values: [...new Set(values)] }
  },
  valueloop: ({ name, at }, values) => {
    const [from, to = from, step = 1] = values.map(Number)
    if (from === undefined || to === undefined || values.length > 3)
      throw expressionProblem(at, `${name} is called as ValueLoop(from[, to[, step]])`)
    if (![from, to, step].every(Number.isFinite)) throw expressionProblem(at, `${name} runs over numbers`)
    // A binary fraction as a step must not cut off the last value.
    const steps = step === 0 ? -1 : Math.floor(Number(((to - from) / step).toPrecision(14)))
    const count = Math.max(steps + 1, 0)
    if (count > maxValues)
      throw expressionProblem(
        at,
        `${name} has ${count.toLocaleString('en-US')} values, and at most ${maxValues.toLocaleString('en-US')} are listed`,
      )
    return { kind: 'loop', from, step, count }
  },
}

/** A value that the expression itself says. */
const literalOf = (argument: TypedExpression, name: string, at: number): number | string => {
  if (argument.kind === 'number' || argument.kind === 'text') return argument.value
  const [operand] = argument.kind === 'call' && argument.function === prefixOperators['-'] ? argument.arguments : []
  if (operand?.kind === 'number') return -operand.value
  throw expressionProblem(at, `The values of ${name} have to be numbers or texts, written in the expression`)
}

/**
 * Refuses lists where they cannot be told apart from rows.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION
 */
export const assertListedAlone = (expression: TypedExpression): void => {
  const others = [fieldsOf(expression), aggregatesOf(expression), aggrsOf(expression), interRecordsOf(expression)]
  if (others.some((found) => found.length > 0))
    throw expressionProblem(0, 'ValueList and ValueLoop stand in a dimension without any field')
}
