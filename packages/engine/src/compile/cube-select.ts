import { type Aggregate, aggregatesOf, type TypedExpression, typeOf } from '../expressions/typed-expression.js'
import type { DataModel, FieldModel } from '../model/data-model.js'
import type { SelectStatement } from '../snapshot/select-runner.js'
import { cubeGroups } from './cube-groups.js'
import type { DataScope } from './data-scope.js'
import { type QueryFrame, queryFrame } from './query-frame.js'
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

/** Prints the rows of a cube in order: columns `d0 ...` (element numbers, NULL for a missing value), then `m0 ...`. */
export const cubeRowsStatement = (
  model: DataModel,
  plan: CubePlan,
  scope: DataScope,
  window: { readonly offset: number; readonly limit: number },
): SelectStatement => {
  const frame = queryFrame(model, scope)
  const fields = plan.dimensions.map((dimension) => dimension.field)
  const expressions = plan.measures.map((measure) => measure.expression)
  const cube = cubeSql(frame, fields, expressions)
  const sort = sortSql(frame, plan)
  const columns = [
    ...fields.map((_, index) => `CAST(cube.d${index} AS INTEGER) AS d${index}`),
    ...expressions.map((_, index) => `cube.m${index}`),
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
export const cubeFactsStatement = (model: DataModel, plan: CubePlan, scope: DataScope): SelectStatement => {
  const frame = queryFrame(model, scope)
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
  const aggregateColumn = (aggregate: Aggregate): string => {
    const column = `a${aggregates.indexOf(aggregate)}`
    return aggregate.function === 'sum' || aggregate.function === 'count' ? `coalesce(${column}, 0)` : column
  }
  const noFields = () => {
    throw new Error('fields occur inside aggregates only')
  }
  const scalars = { fieldNumber: noFields, fieldText: noFields, aggregate: aggregateColumn, values: frame.values }
  const columns = [
    ...fields.map((_, index) => `d${index}`),
    ...expressions.map((expression, index) => `${scalarSql(expression, scalars)} AS m${index}`),
  ]
  return `SELECT ${columns.join(', ') || '1'} FROM (${groups.sql})`
}

const whereSql = (plan: CubePlan): string => {
  const conditions = plan.dimensions.flatMap((dimension, index) =>
    dimension.nullSuppression ? [`cube.d${index} IS NOT NULL`] : [],
  )
  const grouped = plan.dimensions.length > 0 && plan.measures.length > 0
  const some = (present: (measure: CubeMeasure, column: string) => string) =>
    `(${plan.measures.map((measure, index) => present(measure, `cube.m${index}`)).join(' OR ')})`
  if (grouped && plan.suppressZero) {
    conditions.push(
      some(({ expression }, column) =>
        typeOf(expression) === 'text' ? `${column} IS NOT NULL` : `coalesce(${column}, 0) <> 0`,
      ),
    )
  } else if (grouped && plan.suppressMissing) conditions.push(some((_, column) => `${column} IS NOT NULL`))
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
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
