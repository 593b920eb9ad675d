import { numberValue, type SqlValue, textValue, typedValue } from '../expressions/functions/sql-value.js'
import {
  type Aggregate,
  aggregatesOf,
  type TypedExpression,
  typeOf,
  typeOfAggregate,
} from '../expressions/typed-expression.js'
import type { DataModel, FieldModel } from '../model/data-model.js'
import type { SelectStatement } from '../snapshot/select-runner.js'
import { cubeGroups } from './cube-groups.js'
import { type CubeScopes, type QueryFrame, queryFrame } from './query-frame.js'
import { scalarSql } from './scalar-sql.js'
import { type DimensionOrder, dimensionSortKeys, measureSortTerm } from './sort-keys.js'

export interface CubeDimension {
  readonly field: FieldModel
  readonly nullSuppression: boolean
  readonly order: DimensionOrder
}

export interface CubeMeasure {
  readonly expression: TypedExpression
  readonly order: 1 | -1 | null
}

/** A checked cube: all fields are associated with each other, all aggregates with all dimensions. */
export interface CubePlan {
  readonly dimensions: readonly CubeDimension[]
  readonly measures: readonly CubeMeasure[]
  /** All columns (dimensions first) in order of sort priority, which makes the order of rows total. */
  readonly sortOrder: readonly number[]
  /** Leaves out rows whose measures are all zero or missing. */
  readonly suppressZero: boolean
  /** Leaves out rows whose measures are all missing. */
  readonly suppressMissing: boolean
}

/** Positions of the measures that have a text beside their number; their texts are the last columns of the rows. */
export const dualMeasures = (plan: CubePlan): readonly number[] =>
  plan.measures.flatMap(({ expression }, index) => (typeOf(expression) === 'dual' ? [index] : []))

/**
 * Prints the rows of a cube in order: columns `d0 ...` (element numbers, NULL for a missing value), then `m0 ...`, then
 * the texts of dual measures.
 */
export const cubeRowsStatement = (
  model: DataModel,
  plan: CubePlan,
  scopes: CubeScopes,
  window: { readonly offset: number; readonly limit: number },
): SelectStatement => {
  const frame = queryFrame(model, scopes, cubeSql)
  const fields = plan.dimensions.map((dimension) => dimension.field)
  const expressions = plan.measures.map((measure) => measure.expression)
  const cube = cubeSql(frame, fields, expressions)
  const sort = sortSql(frame, plan)
  const columns = [
    ...fields.map((_, index) => `CAST(cube.d${index} AS INTEGER) AS d${index}`),
    ...expressions.map((_, index) => `cube.m${index}`),
    ...dualMeasures(plan).map((index) => `cube.t${index}`),
  ]
  const sql = [
    `SELECT ${columns.join(', ')} FROM (${cube}) AS cube`,
    ...sort.joins,
    whereSql(plan),
    sort.terms.length === 0 ? '' : `ORDER BY ${sort.terms.join(', ')}`,
    `LIMIT ${frame.values.bind(window.limit)}::BIGINT OFFSET ${frame.values.bind(window.offset)}::BIGINT`,
  ]
  return { sql: sql.join(' '), values: frame.values.values }
}

/** Prints one row of facts of a cube: its row count, then distinct values of each dimension, min and max of each measure. */
export const cubeFactsStatement = (model: DataModel, plan: CubePlan, scopes: CubeScopes): SelectStatement => {
  const frame = queryFrame(model, scopes, cubeSql)
  const fields = plan.dimensions.map((dimension) => dimension.field)
  const expressions = plan.measures.map((measure) => measure.expression)
  const cube = cubeSql(frame, fields, expressions)
  const columns = [
    'CAST(count(*) AS DOUBLE)',
    ...fields.map((_, index) => `CAST(count(DISTINCT d${index}) AS DOUBLE)`),
    ...expressions.flatMap((_, index) => [`min(m${index})`, `max(m${index})`]),
  ]
  return { sql: `SELECT ${columns.join(', ')} FROM (${cube}) AS cube ${whereSql(plan)}`, values: frame.values.values }
}

const cubeSql = (frame: QueryFrame, fields: readonly FieldModel[], expressions: readonly TypedExpression[]): string => {
  const aggregates = [...new Set(expressions.flatMap(aggregatesOf))]
  const groups = cubeGroups(frame, fields, aggregates)
  const scalars = {
    field: () => {
      throw new Error('fields occur inside aggregates only')
    },
    aggr: () => {
      throw new Error('Aggr occurs inside aggregates only')
    },
    aggregate: (aggregate: Aggregate) => aggregateValue(aggregate, aggregates.indexOf(aggregate)),
    values: frame.values,
  }
  const columns = [
    ...fields.map((_, index) => `d${index}`),
    ...expressions.flatMap((expression, index) => measureColumns(expression, scalarSql(expression, scalars), index)),
  ]
  return `SELECT ${columns.join(', ') || '1'} FROM (${groups})`
}

const measureColumns = (expression: TypedExpression, value: SqlValue, index: number): readonly string[] => {
  const number = `${value.number} AS m${index}`
  const columns = {
    number: () => [number],
    truth: () => [number],
    text: () => [`${value.text} AS m${index}`],
    dual: () => [number, `${value.text} AS t${index}`],
  }
  return columns[typeOf(expression)]()
}

/** The columns of an aggregate's groups; a group that no row made is worth what the function says of none. */
const aggregateValue = (aggregate: Aggregate, index: number): SqlValue => {
  const type = typeOfAggregate(aggregate)
  const number =
    aggregate.function.whenEmpty === null ? `a${index}` : `coalesce(a${index}, ${aggregate.function.whenEmpty})`
  if (type === 'text') return textValue(`b${index}`)
  return type === 'dual' ? typedValue(type, { number: () => number, text: () => `b${index}` }) : numberValue(number)
}

const whereSql = (plan: CubePlan): string => {
  const conditions = plan.dimensions.flatMap((dimension, index) =>
    dimension.nullSuppression ? [`cube.d${index} IS NOT NULL`] : [],
  )
  const grouped = plan.dimensions.length > 0 && plan.measures.length > 0
  const some = (present: (measure: CubeMeasure, index: number) => string) =>
    `(${plan.measures.map(present).join(' OR ')})`
  if (grouped && plan.suppressZero) conditions.push(some(({ expression }, index) => isWorthARow(expression, index)))
  else if (grouped && plan.suppressMissing) conditions.push(some((_, index) => `cube.m${index} IS NOT NULL`))
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
}

const isWorthARow = (expression: TypedExpression, index: number): string => {
  const number = `coalesce(cube.m${index}, 0) <> 0`
  const conditions = {
    number,
    truth: number,
    text: `cube.m${index} IS NOT NULL`,
    dual: `(${number} OR (cube.m${index} IS NULL AND cube.t${index} IS NOT NULL))`,
  }
  return conditions[typeOf(expression)]
}

const sortSql = (frame: QueryFrame, plan: CubePlan) => {
  const joins: string[] = []
  const terms: string[] = []
  for (const column of plan.sortOrder) {
    const dimension = plan.dimensions[column]
    const measureIndex = column - plan.dimensions.length
    const direction = plan.measures[measureIndex]?.order
    if (dimension) {
      const keys = dimensionSortKeys(column, dimension.field, dimension.order, frame.values, (value) =>
        cubeSql(frame, [dimension.field], [value]),
      )
      joins.push(...keys.joins)
      terms.push(...keys.terms)
    } else if (direction) terms.push(measureSortTerm(measureIndex, direction))
  }
  return { joins, terms }
}
