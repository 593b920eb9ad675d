import type { FieldModel } from '../model/data-model.js'

export type ExpressionType = 'number' | 'text' | 'truth'

export type AggregateFunction = 'sum' | 'count' | 'avg' | 'min' | 'max'

/** One aggregation. Its argument is computed for each row of its grain. */
export interface Aggregate {
  readonly function: AggregateFunction
  readonly distinct: boolean
  readonly argument: TypedExpression
  /** Fields of the argument. */
  readonly fields: readonly FieldModel[]
  /**
   * The tables whose rows are aggregated, each row once per group. One, but for the distinct values of a key, which are
   * gathered from all tables that hold it.
   */
  readonly grain: readonly number[]
}

export type ArithmeticOperator = '+' | '-' | '*' | '/'
export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>='

/**
 * An expression whose names are resolved and whose types fit. Fields occur inside aggregates only. Logic is two-valued:
 * a comparison with a missing value is false.
 */
export type TypedExpression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'field'; readonly field: FieldModel }
  | {
      readonly kind: 'arithmetic'
      readonly operator: ArithmeticOperator
      readonly left: TypedExpression
      readonly right: TypedExpression
    }
  | { readonly kind: 'negation'; readonly operand: TypedExpression }
  | { readonly kind: 'concatenation'; readonly left: TypedExpression; readonly right: TypedExpression }
  | {
      readonly kind: 'comparison'
      readonly operator: ComparisonOperator
      readonly as: 'number' | 'text'
      readonly left: TypedExpression
      readonly right: TypedExpression
    }
  | {
      readonly kind: 'logic'
      readonly operator: 'and' | 'or'
      readonly left: TypedExpression
      readonly right: TypedExpression
    }
  | { readonly kind: 'not'; readonly operand: TypedExpression }
  | {
      readonly kind: 'choice'
      readonly condition: TypedExpression
      readonly then: TypedExpression
      readonly otherwise: TypedExpression | null
      readonly type: 'number' | 'text'
    }
  | { readonly kind: 'rounding'; readonly value: TypedExpression; readonly step: number }
  | { readonly kind: 'aggregate'; readonly aggregate: Aggregate }

/** What an expression evaluates to. A field that is not text counts as a number; it has a text side, too. */
export const typeOf = (expression: TypedExpression): ExpressionType => {
  switch (expression.kind) {
    case 'text':
    case 'concatenation':
      return 'text'
    case 'field':
      return expression.field.kind === 'text' ? 'text' : 'number'
    case 'comparison':
    case 'logic':
    case 'not':
      return 'truth'
    case 'choice':
      return expression.type
    default:
      return 'number'
  }
}

/** The aggregates of an expression, outermost only (there are no others). */
export const aggregatesOf = (expression: TypedExpression): readonly Aggregate[] => {
  switch (expression.kind) {
    case 'aggregate':
      return [expression.aggregate]
    case 'arithmetic':
    case 'concatenation':
    case 'comparison':
    case 'logic':
      return [...aggregatesOf(expression.left), ...aggregatesOf(expression.right)]
    case 'negation':
    case 'not':
      return aggregatesOf(expression.operand)
    case 'rounding':
      return aggregatesOf(expression.value)
    case 'choice':
      return [expression.condition, expression.then, ...(expression.otherwise ? [expression.otherwise] : [])].flatMap(
        aggregatesOf,
      )
    default:
      return []
  }
}
