import { expressionProblem } from '../expressions/expression-problem.js'
import { finite, inFormats, type SqlValue } from '../expressions/functions/sql-value.js'
import { type ListedValues, typeOfListed } from '../expressions/listed-values.js'
import { handsOverflowOn, mayOverflow } from '../expressions/magnitude.js'
import {
  type Aggr,
  type Aggregate,
  aggregatesOf,
  aggrsOf,
  byKind,
  type InterRecord,
  interRecordsOf,
  type TypedExpression,
  typeOf,
  typeOfInterRecord,
} from '../expressions/typed-expression.js'
import { defaultFormats } from '../format/app-formats.js'
import type { DataModel, FieldModel } from '../model/data-model.js'
import { type PrintFrame, printFrame } from './print-frame.js'

/** SQL of what an expression refers to. */
export interface ScalarScope {
  readonly field: (field: FieldModel) => SqlValue
  /** The result of an aggregate. */
  readonly aggregate: (aggregate: Aggregate) => SqlValue
  /** The value of an `Aggr` in one of its rows. */
  readonly aggr: (aggr: Aggr) => SqlValue
  /** What is computed from other rows of the cube. */
  readonly interRecord: (interRecord: InterRecord) => SqlValue
  /** Of listed values the one of the row. */
  readonly listed: (listed: ListedValues) => SqlValue
}

const ofCubesOnly = (): never => {
  throw new Error('aggregates nest in Aggr only')
}

/** Within the rows that are aggregated there are no aggregates: they nest in `Aggr` only. */
export const withoutAggregates = { aggregate: ofCubesOnly, interRecord: ofCubesOnly }

/** Records of tables have no listed values. */
export const withoutLists = {
  listed: (): never => {
    throw new Error('listed values stand in dimensions and beside aggregates only')
  },
}

/** Prints an expression; its sides are printed when they are asked for. What overflows is missing. */
export const printScalar = (frame: PrintFrame, expression: TypedExpression, scope: ScalarScope): SqlValue => {
  const value = printUnchecked(frame, expression, scope)
  return mayOverflow(expression) ? bounded(frame.dialect.value.number(() => finite(value.number))) : value
}

/** Prints an expression whose number may be infinite: so it is tested once, however much arithmetic there is. */
const printUnchecked = (frame: PrintFrame, expression: TypedExpression, scope: ScalarScope): SqlValue =>
  byKind<SqlValue>(expression, {
    number: ({ value }) => frame.dialect.value.number(() => frame.bind(value, 'number'), value),
    text: ({ value }) => frame.dialect.value.text(() => frame.bind(value, 'text'), value),
    field: ({ field }) => scope.field(field),
    call: (call) =>
      bounded(
        inFormats(
          call.function.print[frame.dialect.name](
            call.arguments.map((argument, position) =>
              handsOverflowOn(call, position)
                ? printUnchecked(frame, argument, scope)
                : printScalar(frame, argument, scope),
            ),
            (text) => frame.bind(text, 'text'),
            frame.model.formats,
          ),
          frame.model.formats,
        ),
      ),
    aggregate: ({ aggregate }) => scope.aggregate(aggregate),
    aggr: ({ aggr }) => scope.aggr(aggr),
    interRecord: ({ interRecord }) => scope.interRecord(interRecord),
    listed: ({ listed }) => scope.listed(listed),
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
    get textOf() {
      return value.textOf
    },
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
    // A window is read as a column, of several rows, too.
    interRecord: (interRecord) => ({ ...named(typeOfInterRecord(interRecord)), rows: () => 'w' }),
    listed: (listed) => named(typeOfListed(listed)),
  }
  const frame = printFrame(noModel)
  const parts = [
    expression,
    ...aggregatesOf(expression).flatMap((aggregate) => aggregate.arguments),
    ...argumentsOfInterRecords(expression),
  ]
  for (const aggr of aggrsOf(expression)) assertPrintable(aggr.expression)
  for (const part of parts) {
    if (!part) continue
    const { number, text } = printScalar(frame, part, scope)
    if (number.length + text.length > 2 * maxPrinted) throw tooLarge()
  }
}

const argumentsOfInterRecords = (expression: TypedExpression): readonly TypedExpression[] =>
  interRecordsOf(expression).flatMap(({ arguments: args }) => [...args, ...args.flatMap(argumentsOfInterRecords)])

const noModel: DataModel = { tables: [], fields: [], associations: [], formats: defaultFormats }
