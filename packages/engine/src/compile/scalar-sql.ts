import { type Aggregate, type TypedExpression, typeOf } from '../expressions/typed-expression.js'
import type { FieldModel } from '../model/data-model.js'
import type { StatementValues } from './statement-values.js'

/** SQL of what an expression refers to. */
export interface ScalarScope {
  /** The raw number of a field that is not text. */
  readonly fieldNumber: (field: FieldModel) => string
  readonly fieldText: (field: FieldModel) => string
  /** The result of an aggregate, a DOUBLE. */
  readonly aggregate: (aggregate: Aggregate) => string
  readonly values: StatementValues
}

/** Prints an expression as DOUBLE; truth is -1 and falsehood 0. The checker has seen to it that no text comes here. */
export const numberSql = (expression: TypedExpression, scope: ScalarScope): string => {
  switch (expression.kind) {
    case 'number':
      return `${scope.values.bind(expression.value)}::DOUBLE`
    case 'field':
      return `CAST(${scope.fieldNumber(expression.field)} AS DOUBLE)`
    case 'arithmetic': {
      const left = numberSql(expression.left, scope)
      const right = numberSql(expression.right, scope)
      return expression.operator === '/'
        ? `(${left} / nullif(${right}, 0))`
        : `(${left} ${expression.operator} ${right})`
    }
    case 'negation':
      return `(- ${numberSql(expression.operand, scope)})`
    case 'rounding': {
      const step = `${scope.values.bind(expression.step)}::DOUBLE`
      return `(floor(${numberSql(expression.value, scope)} / ${step} + 0.5) * ${step})`
    }
    case 'choice':
      return choiceSql(expression, scope, numberSql)
    case 'aggregate':
      return scope.aggregate(expression.aggregate)
    case 'comparison':
    case 'logic':
    case 'not':
      return `CASE WHEN ${truthSql(expression, scope)} THEN -1.0::DOUBLE ELSE 0.0::DOUBLE END`
    default:
      throw new Error(`${expression.kind} is no number`)
  }
}

/** Prints an expression as VARCHAR. Whole numbers are written without a fraction. */
const textSql = (expression: TypedExpression, scope: ScalarScope): string => {
  switch (expression.kind) {
    case 'text':
      return `${scope.values.bind(expression.value)}::VARCHAR`
    case 'field':
      return scope.fieldText(expression.field)
    case 'concatenation':
      return `(coalesce(${textSql(expression.left, scope)}, '') || coalesce(${textSql(expression.right, scope)}, ''))`
    case 'choice':
      return choiceSql(expression, scope, textSql)
    default:
      return `regexp_replace(CAST(${numberSql(expression, scope)} AS VARCHAR), '\\.0$', '')`
  }
}

/** Prints an expression as BOOLEAN that is never NULL. */
const truthSql = (expression: TypedExpression, scope: ScalarScope): string => {
  switch (expression.kind) {
    case 'comparison': {
      const print = expression.as === 'text' ? textSql : numberSql
      return `coalesce(${print(expression.left, scope)} ${expression.operator} ${print(expression.right, scope)}, FALSE)`
    }
    case 'logic':
      return `(${truthSql(expression.left, scope)} ${expression.operator === 'and' ? 'AND' : 'OR'} ${truthSql(expression.right, scope)})`
    case 'not':
      return `(NOT ${truthSql(expression.operand, scope)})`
    default:
      return `coalesce(${numberSql(expression, scope)} <> 0, FALSE)`
  }
}

/** Prints an expression by its own type; truth as a number. */
export const scalarSql = (expression: TypedExpression, scope: ScalarScope): string =>
  typeOf(expression) === 'text' ? textSql(expression, scope) : numberSql(expression, scope)

type Choice = Extract<TypedExpression, { kind: 'choice' }>

const choiceSql = (
  choice: Choice,
  scope: ScalarScope,
  print: (expression: TypedExpression, scope: ScalarScope) => string,
): string => {
  const otherwise = choice.otherwise ? print(choice.otherwise, scope) : 'NULL'
  return `CASE WHEN ${truthSql(choice.condition, scope)} THEN ${print(choice.then, scope)} ELSE ${otherwise} END`
}
