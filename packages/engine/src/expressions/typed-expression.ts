import type { FieldModel } from '../model/data-model.js'
import type { JoinedTables } from '../model/joined-tables.js'
import type { AggregateFunction } from './functions/aggregate-function.js'
import type { InterRecordFunction } from './functions/inter-record-function.js'
import type { ScalarFunction } from './functions/scalar-function.js'
import type { ExpressionType } from './functions/sql-value.js'
import { type ListedValues, typeOfListed } from './listed-values.js'
import type { AggrSortType } from './nodes/sorted-node.js'
import type { SetExpression } from './sets/set-expression.js'

/** One aggregation. Those of its arguments that are per row are computed for each row of its grain. */
export interface Aggregate {
  readonly function: AggregateFunction
  readonly distinct: boolean
  /** In the order of the function's parameters; `null` for one that is left out. */
  readonly arguments: readonly (TypedExpression | null)[]
  /** Fields of the arguments. */
  readonly fields: readonly FieldModel[]
  /**
   * The tables whose rows are aggregated, each row, or combination of joined rows, once per group. One entry, but for the
   * distinct values of a key, which are gathered from all tables that hold it; none, where the rows are those of an `Aggr`,
   * or where there is no field: then they are those of the tables that the dimensions of the cube are in.
   */
  readonly grain: readonly JoinedTables[]
  /** The `Aggr` whose rows are aggregated. */
  readonly aggr: Aggr | null
  /** `TOTAL`: the dimensions that still group it; `null` where all do. */
  readonly total: readonly GroupKey[] | null
  /** The records that it runs over; `null` for those that are selected. */
  readonly set: SetExpression | null
}

/** What rows are grouped by: the values of a field, or what an expression makes of each row. */
export type GroupKey =
  | { readonly kind: 'field'; readonly field: FieldModel }
  | { readonly kind: 'calculated'; readonly expression: TypedExpression }

/**
 * `Aggr`: a table of its own, with one row for each combination of values of its dimensions, that aggregations around it
 * run over.
 */
export interface Aggr {
  readonly expression: TypedExpression
  /** Each once. */
  readonly dimensions: readonly GroupKey[]
  /** `NODISTINCT`: a row for each record that it is computed from, rather than one for each combination. */
  readonly repeated: boolean
  /** The order of its rows: the values of each dimension, the first one outermost. */
  readonly order: readonly AggrOrder[]
  /** The records that its expression is computed over; `null` for those that are selected. */
  readonly set: SetExpression | null
}

/** How the values of a dimension of `Aggr` follow each other; it matters to functions of rows before and after. */
export interface AggrOrder {
  readonly by: AggrSortType
  readonly direction: 1 | -1
}

/** A call that reads other rows of the table that the expression is a column of. */
export interface InterRecord {
  readonly function: InterRecordFunction
  readonly arguments: readonly TypedExpression[]
  /** `TOTAL`: all rows of the table, not those alone that agree in all dimensions but the last. */
  readonly total: boolean
}

/**
 * An expression whose names are resolved and whose types fit. Fields occur inside aggregates only. Logic is two-valued:
 * a missing value is false.
 */
export type TypedExpression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'field'; readonly field: FieldModel }
  | {
      readonly kind: 'call'
      readonly function: ScalarFunction
      readonly arguments: readonly TypedExpression[]
      readonly type: ExpressionType
    }
  | { readonly kind: 'aggregate'; readonly aggregate: Aggregate }
  | { readonly kind: 'aggr'; readonly aggr: Aggr }
  | { readonly kind: 'interRecord'; readonly interRecord: InterRecord }
  /** Of listed values the one of the row that the expression is computed for. */
  | { readonly kind: 'listed'; readonly listed: ListedValues }

type Kind = TypedExpression['kind']

/** One arm for each kind of expression: a kind that is not handled does not compile. */
export type ExpressionTable<Result> = {
  readonly [K in Kind]: (expression: Extract<TypedExpression, { readonly kind: K }>) => Result
}

/** Applies the arm of an expression's kind. */
export const byKind = <Result>(expression: TypedExpression, table: ExpressionTable<Result>): Result =>
  (table[expression.kind] as (of: TypedExpression) => Result)(expression)

/** Dates and the like have a text of their own beside their number; so has a number, but it is just how it is written. */
const fieldTypes: Readonly<Record<FieldModel['kind'], ExpressionType>> = {
  number: 'number',
  text: 'text',
  date: 'dual',
  timestamp: 'dual',
  time: 'dual',
  boolean: 'number',
}

/** Whether numbers of a field are written in another way than numbers are. */
const hasOwnTexts = ({ kind, format, moreDigits }: FieldModel): boolean =>
  kind === 'number' && (format !== undefined || moreDigits === true)

const types: ExpressionTable<ExpressionType> = {
  number: () => 'number',
  text: () => 'text',
  field: ({ field }) => (hasOwnTexts(field) ? 'dual' : fieldTypes[field.kind]),
  call: ({ type }) => type,
  aggregate: ({ aggregate }) => typeOfAggregate(aggregate),
  aggr: ({ aggr }) => typeOf(aggr.expression),
  interRecord: ({ interRecord }) => typeOfInterRecord(interRecord),
  listed: ({ listed }) => typeOfListed(listed),
}

/** What an expression evaluates to. */
export const typeOf = (expression: TypedExpression): ExpressionType => byKind(expression, types)

const outermostAggregates: ExpressionTable<readonly Aggregate[]> = {
  number: () => [],
  text: () => [],
  field: () => [],
  call: (call) => call.arguments.flatMap(aggregatesOf),
  aggregate: ({ aggregate }) => [aggregate],
  aggr: () => [],
  interRecord: ({ interRecord }) => interRecord.arguments.flatMap(aggregatesOf),
  listed: () => [],
}

/** The aggregates of an expression, outermost only; those of an `Aggr` are its own. */
export const aggregatesOf = (expression: TypedExpression): readonly Aggregate[] =>
  byKind(expression, outermostAggregates)

const aggregatesBeside: ExpressionTable<readonly Aggregate[]> = {
  ...outermostAggregates,
  call: (call) => call.arguments.flatMap(aggregatesBesideRows),
  interRecord: () => [],
}

/** The same without those that are read in other rows, of which totals have none. */
export const aggregatesBesideRows = (expression: TypedExpression): readonly Aggregate[] =>
  byKind(expression, aggregatesBeside)

const containedFields: ExpressionTable<readonly FieldModel[]> = {
  number: () => [],
  text: () => [],
  field: ({ field }) => [field],
  call: (call) => call.arguments.flatMap(fieldsOf),
  aggregate: ({ aggregate }) => aggregate.fields,
  aggr: ({ aggr }) => aggr.dimensions.flatMap(fieldsOfDimension),
  interRecord: ({ interRecord }) => interRecord.arguments.flatMap(fieldsOf),
  listed: () => [],
}

const fieldsOfDimension = (key: GroupKey): readonly FieldModel[] =>
  key.kind === 'field' ? [key.field] : fieldsOf(key.expression)

/** The fields of an expression, each as often as it occurs. */
export const fieldsOf = (expression: TypedExpression): readonly FieldModel[] => byKind(expression, containedFields)

const fieldsBeside: ExpressionTable<readonly FieldModel[]> = {
  ...containedFields,
  call: (call) => call.arguments.flatMap(fieldsBesideAggrs),
  aggr: () => [],
}

/** The fields that an argument of an aggregation reads in each row beside its `Aggr`s. */
export const fieldsBesideAggrs = (expression: TypedExpression): readonly FieldModel[] =>
  byKind(expression, fieldsBeside)

/** What an aggregate evaluates to. */
export const typeOfAggregate = (aggregate: Aggregate): ExpressionType =>
  aggregate.function.typeOf(aggregate.arguments.flatMap((argument) => (argument ? [{ type: typeOf(argument) }] : [])))

/** What a call of other rows evaluates to. */
export const typeOfInterRecord = ({ function: called, arguments: args }: InterRecord): ExpressionType =>
  called.typeOf(args.map((argument) => ({ type: typeOf(argument) })))

const outermostInterRecords: ExpressionTable<readonly InterRecord[]> = {
  number: () => [],
  text: () => [],
  field: () => [],
  call: (call) => call.arguments.flatMap(interRecordsOf),
  aggregate: () => [],
  aggr: () => [],
  interRecord: ({ interRecord }) => [interRecord],
  listed: () => [],
}

/** The calls of other rows in an expression, outermost only; those of an `Aggr` are its own. */
export const interRecordsOf = (expression: TypedExpression): readonly InterRecord[] =>
  byKind(expression, outermostInterRecords)

/** Whether an expression hangs on the order of the rows of the table that it is a column of. */
export const needsOrder = (expression: TypedExpression): boolean =>
  interRecordsOf(expression).some(({ function: called, arguments: args }) => called.needsOrder || args.some(needsOrder))

const containedAggrs: ExpressionTable<readonly Aggr[]> = {
  number: () => [],
  text: () => [],
  field: () => [],
  call: (call) => call.arguments.flatMap(aggrsOf),
  aggregate: ({ aggregate }) => aggregate.arguments.flatMap((argument) => (argument ? aggrsOf(argument) : [])),
  aggr: ({ aggr }) => [aggr],
  interRecord: ({ interRecord }) => interRecord.arguments.flatMap(aggrsOf),
  listed: () => [],
}

/** The `Aggr`s of an expression, outermost only. */
export const aggrsOf = (expression: TypedExpression): readonly Aggr[] => byKind(expression, containedAggrs)

const containedLists: ExpressionTable<readonly ListedValues[]> = {
  number: () => [],
  text: () => [],
  field: () => [],
  call: (call) => call.arguments.flatMap(listedOf),
  aggregate: () => [],
  aggr: ({ aggr }) => listedOf(aggr.expression),
  interRecord: ({ interRecord }) => interRecord.arguments.flatMap(listedOf),
  listed: ({ listed }) => [listed],
}

/** The listed values of an expression. */
export const listedOf = (expression: TypedExpression): readonly ListedValues[] => byKind(expression, containedLists)

/** Whether an aggregation has no field to run over, as `Sum(1)`: it runs over the rows of the cube that it is in. */
export const isOfNoField = ({ fields }: Aggregate): boolean => fields.length === 0

/** All sets of an expression, those within `Aggr`s included. */
export const setsOf = (expression: TypedExpression): readonly SetExpression[] => [
  ...aggregatesOf(expression).flatMap(({ set }) => set ?? []),
  ...aggrsOf(expression).flatMap((aggr) => [...(aggr.set ? [aggr.set] : []), ...setsOf(aggr.expression)]),
]
