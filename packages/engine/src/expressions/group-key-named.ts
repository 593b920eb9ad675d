import { UnderstudyError } from '@understudy/contract'
import type { CheckScope } from './check-scope.js'
import { expressionProblem } from './expression-problem.js'
import { calculatedSource, fieldNamed } from './field-name.js'
import type { NameNode } from './nodes/call-node.js'
import { parseExpression } from './parser.js'
import { aggrsOf, fieldsOf, type GroupKey } from './typed-expression.js'

/**
 * What a name groups rows by, in `Aggr` and in `TOTAL <...>`: a field, or with `[=expression]` what the expression makes of
 * each row. Charts write the dimensions that they are given so.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION
 */
export const groupKeyNamed = ({ name, at }: NameNode, scope: CheckScope): GroupKey => {
  const source = scope.fields.has(name) ? undefined : calculatedSource(name)
  if (source === undefined) return { kind: 'field', field: fieldNamed(scope.fields, name, at) }
  try {
    return calculatedKey(source, scope)
  } catch (error) {
    if (!(error instanceof UnderstudyError) || error.code !== 'ENGINE-EXPRESSION') throw error
    throw expressionProblem(at, `in [=${source}]: ${error.detail}`)
  }
}

const calculatedKey = (source: string, scope: CheckScope): GroupKey => {
  const node = parseExpression(source)
  const expression = scope.check(node, { ...scope, inside: 'a calculated dimension', outer: null })
  if (expression.kind === 'field') return { kind: 'field', field: expression.field }
  if (aggrsOf(expression).length > 0)
    throw expressionProblem(0, 'what rows are grouped by here is calculated from fields, and not from an Aggr')
  if (fieldsOf(expression).length === 0) throw expressionProblem(0, 'it reads no field')
  return { kind: 'calculated', expression }
}
