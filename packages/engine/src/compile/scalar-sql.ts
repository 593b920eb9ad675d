import { expressionProblem } from '../expressions/expression-problem.js'
import { numberValue, type SqlValue, textValue } from '../expressions/functions/sql-value.js'
import {
  type Aggr,
  type Aggregate,
  aggregatesOf,
  aggrsOf,
  byKind,
  type TypedExpression,
  typeOf,
} from '../expressions/typed-expression.js'
import type { FieldModel } from '../model/data-model.js'
import { type StatementValues, statementValues } from './statement-values.js'

/** SQL of what an expression refers to. */
export interface ScalarScope {
  readonly field: (field: FieldModel) => SqlValue
  /** The result of an aggregate. */
  readonly aggregate: (aggregate: Aggregate) => SqlValue
  /** The value of an `Aggr` in one of its rows. */
  readonly aggr: (aggr: Aggr) => SqlValue
  readonly values: StatementValues
}

/** Prints an expression; its sides are printed when they are asked for. */
export const scalarSql = (expression: TypedExpression, scope: ScalarScope): SqlValue =>
  byKind<SqlValue>(expression, {
    number: ({ value }) => numberValue(() => `${scope.values.bind(value)}::DOUBLE`, value),
    text: ({ value }) => textValue(() => `${scope.values.bind(value)}::VARCHAR`, value),
    field: ({ field }) => scope.field(field),
    call: (call) =>
      bounded(
        call.function.print.duckdb(
          call.arguments.map((argument) => scalarSql(argument, scope)),
          (text) => `${scope.values.bind(text)}::VARCHAR`,
        ),
      ),
    aggregate: ({ aggregate }) => scope.aggregate(aggregate),
    aggr: ({ aggr }) => scope.aggr(aggr),
  })

/** Characters of SQL that one part of an expression may become: a function may print its argument more than once. */
const maxPrinted = 200_000

const tooLarge = () => expressionProblem(0, 'The expression is too large; nest fewer functions')

/** Each side is printed once, and refused where it grows too large; so nesting cannot multiply it without a bound. */
const bounded = (value: SqlValue): SqlValue => {
  const printed = new Map<'number' | 'text' | 'truth', string>()
  const side = (name: 'number' | 'text' | 'truth'): string => {
    const sql = printed.get(name) ?? value[name]
    if (sql.length > maxPrinted) throw tooLarge()
    printed.set(name, sql)
    return sql
  }
  return {
    type: value.type,
    literal: value.literal,
    get number() {
      return side('number')
    },
    get text() {
      return side('text')
    },
    get truth() {
      return side('truth')
    },
  }
}

/**
 * Prints an expression for its size only.
 *
 * @throws UnderstudyError ENGINE-EXPRESSION where it would become too large
 */
export const assertPrintable = (expression: TypedExpression): void => {
  const named = (type: SqlValue['type']): SqlValue => ({ type, literal: null, number: 'n', text: 't', truth: 'b' })
  const scope: ScalarScope = {
    field: (field) => named(typeOf({ kind: 'field', field })),
    aggregate: (aggregate) => named(typeOf({ kind: 'aggregate', aggregate })),
    aggr: (aggr) => named(typeOf(aggr.expression)),
    values: statementValues(),
  }
  const parts = [expression, ...aggregatesOf(expression).flatMap((aggregate) => aggregate.arguments)]
  for (const aggr of aggrsOf(expression)) assertPrintable(aggr.expression)
  for (const part of parts) {
    if (!part) continue
    const { number, text } = scalarSql(part, scope)
    if (number.length + text.length > 2 * maxPrinted) throw tooLarge()
  }
}
