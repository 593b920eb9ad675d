import { assertCount } from './check-arguments.js'
import type { CheckScope } from './check-scope.js'
import { expressionProblem } from './expression-problem.js'
import { columnFunction } from './functions/inter-record/column.js'
import { typeTests } from './functions/null-and-type/tests.js'
import type { CallNode } from './nodes/call-node.js'
import { parseExpression } from './parser.js'
import type { TypedExpression } from './typed-expression.js'

/** Columns that name each other multiply. */
const maxReplaced = 200

const nothing = typeTests.find(({ name }) => name === 'Null')

const missingValue = (): TypedExpression => {
  if (!nothing) throw new Error('the catalogue lacks the missing value')
  return { kind: 'call', function: nothing, arguments: [], type: nothing.typeOf([]) }
}

/** Checks `Column(n)`: the expression of that measure of the chart stands in its place. */
export const checkColumnReference = (node: CallNode, scope: CheckScope): TypedExpression => {
  assertCount(columnFunction, node.args.length, node.at)
  const [number] = node.args
  if (scope.inside !== null || scope.aggrs > 0 || scope.chart === null)
    throw expressionProblem(node.at, 'Column stands in measures of a chart, outside of aggregations')
  if (number?.kind !== 'number')
    throw expressionProblem(
      node.at,
      'Column counts the measures of a chart from 1: a number, written in the expression; a measure is named by its label, as in [Revenue] * 2',
    )
  const { columns, within } = scope.chart
  const index = number.value - 1
  const column = columns[index]
  if (column === undefined || within.includes(index)) return missingValue()
  if (++scope.replaced.count > maxReplaced)
    throw expressionProblem(node.at, 'The measures that Column names lead to too many others')
  const { source, names } = column()
  const chart = { columns, within: [...within, index] }
  return scope.check(parseExpression(source), { ...scope, names, chart })
}
