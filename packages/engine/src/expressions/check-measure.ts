import { UnderstudyError } from '@understudy/contract'
import type { FieldFormat } from '../format/field-format.js'
import { maxPatternLength } from '../format/number-format.js'
import type { DataModel } from '../model/data-model.js'
import { onlyValueOf } from './check-aggregate.js'
import { checkCall, checkFunction } from './check-call.js'
import type { ChartColumns, CheckScope } from './check-scope.js'
import { withOuterSets } from './check-set.js'
import { expressionProblem } from './expression-problem.js'
import { calculatedSource, fieldNamed, type VisibleFields } from './field-name.js'
import { infixOperators, prefixOperators, scalarFunctions } from './functions/catalogue.js'
import type { CallNode } from './nodes/call-node.js'
import type { ExpressionNode } from './nodes/expression-node.js'
import type { FieldNode } from './nodes/field-node.js'
import { parseExpression } from './parser.js'
import { noNames, type ResolvedNames, type VariableValue } from './resolved-names.js'
import { type TypedExpression, typeOf } from './typed-expression.js'

/** A measure that can be compiled. */
export interface CheckedMeasure {
  readonly expression: TypedExpression
  /** The pattern of a `Num()` around the whole expression. */
  readonly numPattern: string | null
  /** The format of the field whose amounts it is. */
  readonly fieldFormat?: FieldFormat
}

/**
 * Parses and checks a chart expression against the fields that exist for a principal.
 *
 * @param chart the measures that it is one of
 * @throws UnderstudyError ENGINE-EXPRESSION with position and, where possible, a suggestion
 */
export const checkMeasure = (
  model: DataModel,
  fields: VisibleFields,
  source: string,
  names: ResolvedNames = noNames,
  chart: ChartColumns | null = null,
): CheckedMeasure => {
  const scope = { ...scopeOf(model, fields, names), chart }
  const node = parseExpression(source)
  const formatted = node.kind === 'call' && node.name.toLowerCase() === 'num' ? formattedByPattern(node, scope) : null
  if (formatted) return formatted
  const expression = checkNode(node, scope)
  const fieldFormat = formatKept(expression)
  return { expression, numPattern: null, ...(fieldFormat ? { fieldFormat } : {}) }
}

/** The format of the field of an aggregate whose amounts are those of the field. */
const formatKept = (expression: TypedExpression): FieldFormat | undefined => {
  if (expression.kind !== 'aggregate' || !expression.aggregate.function.keepsFormat) return undefined
  const [argument] = expression.aggregate.arguments
  return argument?.kind === 'field' ? argument.field.format : undefined
}

/**
 * A number of a whole column by a pattern is written where it is shown, for the cells that are.
 *
 * @returns `null` for what is no such call, and checked as any other
 */
const formattedByPattern = (node: CallNode, scope: CheckScope): CheckedMeasure | null => {
  const [value, pattern, ...others] = node.args
  if (!value || pattern?.kind !== 'text' || others.length > 0) return null
  if (pattern.value.length > maxPatternLength)
    throw expressionProblem(pattern.at, `The pattern of Num has at most ${maxPatternLength} characters`)
  const expression = checkNode(value, scope)
  return typeOf(expression) === 'text' ? null : { expression, numPattern: pattern.value }
}

/**
 * Parses and checks an expression over the fields of each row, with aggregations in its `Aggr`s only.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION with position and, where possible, a suggestion
 */
export const checkRowExpression = (
  model: DataModel,
  fields: VisibleFields,
  source: string,
  names: ResolvedNames = noNames,
): TypedExpression => {
  const scope = { ...scopeOf(model, fields, names), inside: 'a dimension outside Aggr' }
  return checkNode(parseExpression(source), scope)
}

const scopeOf = (model: DataModel, fields: VisibleFields, names: ResolvedNames): CheckScope => ({
  model,
  fields,
  names,
  depth: 0,
  replaced: { count: 0 },
  chart: null,
  interRecords: { count: 0 },
  aggrs: 0,
  inside: null,
  outer: null,
  check: checkNode,
})

type Arms = {
  readonly [K in ExpressionNode['kind']]: (
    node: Extract<ExpressionNode, { readonly kind: K }>,
    scope: CheckScope,
  ) => TypedExpression
}

const infix = new Map(infixOperators.map((operator) => [operator.name, operator]))

const arms: Arms = {
  number: ({ value }) => ({ kind: 'number', value }),
  text: ({ value }) => ({ kind: 'text', value }),
  field: (node, scope) => checkName(node, scope),
  unary: ({ operator, operand, at }, scope) => checkFunction(prefixOperators[operator], [operand], at, scope),
  binary: ({ operator, left, right, at }, scope) => {
    const found = infix.get(operator)
    if (!found) throw expressionProblem(at, `There is no operator ${operator}`)
    return checkFunction(found, [left, right], at, scope)
  },
  call: (node, scope) => checkCall(node, scope),
  sorted: ({ at }) => {
    throw expressionProblem(at, 'Only a dimension of Aggr is written with an order')
  },
  scoped: ({ operand, ...outer }, scope) => scope.check(operand, withOuterSets([outer], scope)),
}

/** Measures that name each other multiply: how deep they may, and how many there are in all. */
const maxMeasureDepth = 20
const maxReplaced = 200

/** Inside an aggregation a field comes before a variable; outside, a master measure before a variable before a field. */
const checkName = ({ name, at }: FieldNode, scope: CheckScope): TypedExpression => {
  const calculated = scope.fields.has(name) ? undefined : calculatedSource(name)
  if (calculated !== undefined) return checkCalculated(calculated, at, scope)
  const variable = scope.names.variables.get(name)
  if (scope.inside !== null) {
    if (variable !== undefined && !scope.fields.has(name)) return literal(variable)
    return { kind: 'field', field: fieldNamed(scope.fields, name, at) }
  }
  const measure = scope.names.measures.get(name)
  if (measure !== undefined) {
    if (scope.depth >= maxMeasureDepth || ++scope.replaced.count > maxReplaced)
      throw expressionProblem(at, `The measures that [${name}] names lead to too many others`)
    return checkNode(parseExpression(measure), { ...scope, depth: scope.depth + 1 })
  }
  return variable === undefined ? onlyValueOf(scope, fieldNamed(scope.fields, name, at)) : literal(variable)
}

/** What `[=expression]` stands for: it is computed in each record, as a field has a value in each. */
const checkCalculated = (source: string, at: number, scope: CheckScope): TypedExpression => {
  if (scope.depth >= maxMeasureDepth || ++scope.replaced.count > maxReplaced)
    throw expressionProblem(at, 'Calculated fields lead to too many others')
  const record = { ...scope, depth: scope.depth + 1 }
  try {
    return checkNode(parseExpression(scope.inside === null ? `Only(${source})` : source), record)
  } catch (error) {
    if (!(error instanceof UnderstudyError) || error.code !== 'ENGINE-EXPRESSION') throw error
    throw expressionProblem(at, `in [=${source}]: ${error.detail}`)
  }
}

const dual = scalarFunctions.find(({ name }) => name === 'Dual')

const literal = (value: VariableValue): TypedExpression => {
  if (typeof value === 'number') return { kind: 'number', value }
  if (typeof value === 'string') return { kind: 'text', value }
  if (!dual) throw new Error('the catalogue lacks a function')
  const sides: readonly TypedExpression[] = [
    { kind: 'text', value: value.text },
    { kind: 'number', value: value.number },
  ]
  return { kind: 'call', function: dual, arguments: sides, type: 'dual' }
}

const checkNode = (node: ExpressionNode, scope: CheckScope): TypedExpression =>
  (arms[node.kind] as (of: ExpressionNode, scope: CheckScope) => TypedExpression)(node, scope)
