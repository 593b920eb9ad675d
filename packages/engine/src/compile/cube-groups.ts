import type { Aggregate } from '../expressions/typed-expression.js'
import type { FieldModel } from '../model/data-model.js'
import { joinedRows } from './joined-rows.js'
import type { QueryFrame } from './query-frame.js'
import { numberSql, type ScalarScope, scalarSql } from './scalar-sql.js'

/** The groups of a cube before measures are computed from their aggregates. */
export interface CubeGroups {
  /** A SELECT with columns `d0 ...` (element numbers) and `a0 ...` (aggregates in the order given). */
  readonly sql: string
}

/** Aggregates that run over the rows of the same tables. */
interface Branch {
  readonly roots: readonly number[]
  readonly aggregates: readonly { readonly aggregate: Aggregate; readonly index: number }[]
}

/**
 * Prints the groups of a cube: one branch for each grain, merged by dimension values. The tables of the dimensions take
 * part even without aggregates, so that a dimension value without measure rows is a group, too.
 */
export const cubeGroups = (
  frame: QueryFrame,
  dimensions: readonly FieldModel[],
  aggregates: readonly Aggregate[],
): CubeGroups => {
  const branches = branchesOf(dimensions, aggregates)
  const [only] = branches
  if (!only) return { sql: 'SELECT 1' }
  const printed = branches.map((branch) => branchSql(frame, dimensions, aggregates, branch))
  if (branches.length === 1) return { sql: printed[0] ?? '' }
  const columns = [
    ...dimensions.map((_, index) => `d${index}`),
    ...aggregates.map((_, index) => `max(a${index}) AS a${index}`),
  ]
  return { sql: `SELECT ${columns.join(', ')} FROM (${printed.join(' UNION ALL ')})${groupBy(dimensions)}` }
}

const branchesOf = (dimensions: readonly FieldModel[], aggregates: readonly Aggregate[]): readonly Branch[] => {
  const branches = new Map<
    string,
    { roots: readonly number[]; aggregates: { aggregate: Aggregate; index: number }[] }
  >()
  aggregates.forEach((aggregate, index) => {
    // Distinct values of several tables are gathered before they are counted, one field at a time.
    const key = aggregate.grain.length === 1 ? String(aggregate.grain[0]) : `distinct ${aggregate.fields[0]?.id}`
    const branch = branches.get(key) ?? { roots: aggregate.grain, aggregates: [] }
    branch.aggregates.push({ aggregate, index })
    branches.set(key, branch)
  })
  const covered = new Set([...branches.values()].flatMap((branch) => branch.roots))
  for (const root of new Set(dimensions.flatMap((dimension) => dimension.tables))) {
    if (!covered.has(root)) branches.set(String(root), { roots: [root], aggregates: [] })
  }
  return [...branches.values()]
}

const branchSql = (
  frame: QueryFrame,
  dimensions: readonly FieldModel[],
  aggregates: readonly Aggregate[],
  branch: Branch,
): string => {
  const rows = branch.roots.map((root) => rowsSql(frame, root, dimensions, branch)).join(' UNION ALL ')
  const columns = aggregates.map((_, index) => {
    const position = branch.aggregates.findIndex((entry) => entry.index === index)
    const entry = branch.aggregates[position]
    return `${entry ? aggregateSql(entry.aggregate, `x${position}`) : 'CAST(NULL AS DOUBLE)'} AS a${index}`
  })
  const selected = [...dimensions.map((_, index) => `d${index}`), ...columns]
  return `SELECT ${selected.join(', ')} FROM (${rows})${groupBy(dimensions)}`
}

const rowsSql = (frame: QueryFrame, root: number, dimensions: readonly FieldModel[], branch: Branch): string => {
  const fields = branch.aggregates.flatMap(({ aggregate }) => aggregate.fields)
  const joined = joinedRows(frame, root, [...dimensions, ...fields])
  const scalars: ScalarScope = {
    fieldNumber: joined.numberOf,
    fieldText: joined.textOf,
    aggregate: () => {
      throw new Error('aggregates do not nest')
    },
    values: frame.values,
  }
  // A row of the grain counts once per group, however many rows of other tables it is associated with.
  const once = joined.multiplied && branch.aggregates.some(({ aggregate }) => !aggregate.distinct)
  const columns = [
    ...(once ? [`${joined.rowId} AS row_id`] : []),
    ...dimensions.map((dimension, index) => `${joined.elementOf(dimension)} AS d${index}`),
    ...branch.aggregates.map(({ aggregate }, position) => {
      const { argument } = aggregate
      if (argument.kind !== 'field') return `${argumentSql(aggregate, scalars)} AS x${position}`
      const column = aggregate.function === 'count' ? joined.elementOf(argument.field) : joined.numberOf(argument.field)
      return `${column} AS x${position}`
    }),
  ]
  return `SELECT ${once ? 'DISTINCT ' : ''}${columns.join(', ')} ${joined.fromSql()}`
}

const argumentSql = (aggregate: Aggregate, scope: ScalarScope): string =>
  aggregate.function === 'count' ? scalarSql(aggregate.argument, scope) : numberSql(aggregate.argument, scope)

const aggregateSql = (aggregate: Aggregate, column: string): string =>
  `CAST(${aggregate.function}(${aggregate.distinct ? 'DISTINCT ' : ''}${column}) AS DOUBLE)`

const groupBy = (dimensions: readonly FieldModel[]): string =>
  dimensions.length === 0 ? '' : ` GROUP BY ${dimensions.map((_, index) => `d${index}`).join(', ')}`
