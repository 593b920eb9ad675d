import { type Aggr, type Aggregate, typeOfAggregate } from '../expressions/typed-expression.js'
import type { FieldModel } from '../model/data-model.js'
import { type AggrRows, aggrRows } from './aggr-rows.js'
import { type PrintedAggregate, printAggregate, type RowSource, sidesOf } from './aggregate-columns.js'
import type { DataScope } from './data-scope.js'
import { joinedRows } from './joined-rows.js'
import type { QueryFrame } from './query-frame.js'

/** Aggregates that run over the same rows. */
interface Branch {
  readonly roots: readonly number[]
  readonly aggr: Aggr | null
  readonly scope: DataScope
  readonly aggregates: readonly { readonly aggregate: Aggregate; readonly index: number }[]
}

/**
 * Prints the groups of a cube before measures are computed from their aggregates: a SELECT with columns `d0 ...` (element
 * numbers), and `a0 ...` (numbers) and `b0 ...` (texts) of the aggregates in the order given. One branch for each grain
 * and set, merged by dimension values. The tables of the dimensions take part even without aggregates, so that a dimension
 * value without measure rows is a group, too. An aggregate with TOTAL is joined to the groups from coarser ones.
 */
export const cubeGroups = (
  frame: QueryFrame,
  dimensions: readonly FieldModel[],
  aggregates: readonly Aggregate[],
): string => {
  const numbered = aggregates.map((aggregate, index) => ({ aggregate, index }))
  const totals = new Map<string, { kept: readonly number[]; entries: Branch['aggregates'][number][] }>()
  const own = numbered.filter(({ aggregate, index }) => {
    const kept = keptDimensions(dimensions, aggregate)
    if (kept.length === dimensions.length) return true
    const coarser = totals.get(kept.join()) ?? { kept, entries: [] }
    coarser.entries.push({ aggregate, index })
    totals.set(kept.join(), coarser)
    return false
  })
  const groups = groupsSql(frame, dimensions, own, true)
  if (totals.size === 0) return groups
  const joins = [...totals.values()].map(({ kept, entries }, position) => {
    const fields = kept.flatMap((index) => dimensions[index] ?? [])
    const on = kept.map((index, own) => `tot${position}.d${own} IS NOT DISTINCT FROM own.d${index}`)
    return `LEFT JOIN (${groupsSql(frame, fields, entries, false)}) AS tot${position} ON ${on.join(' AND ') || 'TRUE'}`
  })
  const columns = [
    ...dimensions.map((_, index) => `own.d${index}`),
    ...own.flatMap((entry) => columnNames(entry).map((name) => `own.${name}`)),
    ...[...totals.values()].flatMap(({ entries }, position) =>
      entries.flatMap((entry) => columnNames(entry).map((name) => `tot${position}.${name}`)),
    ),
  ]
  return `SELECT ${columns.join(', ')} FROM (${groups}) AS own ${joins.join(' ')}`
}

/** Positions of the dimensions that group an aggregate. */
const keptDimensions = (dimensions: readonly FieldModel[], { total }: Aggregate): readonly number[] =>
  dimensions.flatMap((dimension, index) => (total === null || total.includes(dimension) ? [index] : []))

const columnNames = ({ aggregate, index }: Branch['aggregates'][number]): readonly string[] => {
  const sides = sidesOf[typeOfAggregate(aggregate)]
  return [...(sides.number ? [`a${index}`] : []), ...(sides.text ? [`b${index}`] : [])]
}

/** @param complete whether the values of dimensions without any row of the aggregates are groups, too */
const groupsSql = (
  frame: QueryFrame,
  dimensions: readonly FieldModel[],
  entries: Branch['aggregates'],
  complete: boolean,
): string => {
  const branches = branchesOf(frame, dimensions, entries, complete)
  if (branches.length === 0) return 'SELECT 1'
  const printed = branches.map((branch) => branchSql(frame, dimensions, entries, branch))
  if (branches.length === 1) return printed[0] ?? ''
  const columns = [
    ...dimensions.map((_, index) => `d${index}`),
    ...entries.flatMap(columnNames).map((name) => `max(${name}) AS ${name}`),
  ]
  return `SELECT ${columns.join(', ')} FROM (${printed.join(' UNION ALL ')})${groupBy(dimensions)}`
}

const branchesOf = (
  frame: QueryFrame,
  dimensions: readonly FieldModel[],
  entries: Branch['aggregates'],
  complete: boolean,
): readonly Branch[] => {
  const scopes = new Map<DataScope, number>()
  const aggrs = new Map<Aggr, number>()
  const branches = new Map<string, Branch & { readonly aggregates: Branch['aggregates'][number][] }>()
  for (const entry of entries) {
    const { aggregate } = entry
    const scope = frame.scopeOf(aggregate.set)
    if (!scopes.has(scope)) scopes.set(scope, scopes.size)
    // Distinct values of several tables are gathered before they are counted, one field at a time.
    const roots = aggregate.grain.length === 1 ? String(aggregate.grain[0]) : `distinct ${aggregate.fields[0]?.id}`
    const { aggr } = aggregate
    if (aggr && !aggrs.has(aggr)) aggrs.set(aggr, aggrs.size)
    const key = `${scopes.get(scope)} ${aggr ? `aggr ${aggrs.get(aggr)}` : roots}`
    const branch = branches.get(key) ?? { roots: aggregate.grain, aggr, scope, aggregates: [] }
    branch.aggregates.push(entry)
    branches.set(key, branch)
  }
  if (!complete) return [...branches.values()]
  const selected = [...branches.values()].filter((branch) => branch.scope === frame.scope)
  const covered = new Set(selected.flatMap((branch) => branch.roots))
  const others = new Set(dimensions.flatMap((dimension) => dimension.tables).filter((root) => !covered.has(root)))
  const bare = [...others].map((root): Branch => ({ roots: [root], aggr: null, scope: frame.scope, aggregates: [] }))
  return [...branches.values(), ...bare]
}

const branchSql = (
  frame: QueryFrame,
  dimensions: readonly FieldModel[],
  entries: Branch['aggregates'],
  branch: Branch,
): string => {
  const scoped = { ...frame, scope: branch.scope }
  const rows = branch.aggr
    ? [rowsOfAggr(aggrRows(scoped, frame.scope, branch.aggr, dimensions), dimensions, branch)]
    : branch.roots.map((root) => rowsOf(scoped, root, dimensions, branch))
  const printed = new Map(rows[0]?.aggregates)
  const columns = entries.flatMap(({ aggregate, index }) => {
    const own = printed.get(index)
    const sides = sidesOf[typeOfAggregate(aggregate)]
    return [
      ...(sides.number ? [`${own?.number ?? 'CAST(NULL AS DOUBLE)'} AS a${index}`] : []),
      ...(sides.text ? [`${own?.text ?? 'CAST(NULL AS VARCHAR)'} AS b${index}`] : []),
    ]
  })
  const selected = [...dimensions.map((_, index) => `d${index}`), ...columns]
  const union = rows.map(({ sql }) => sql).join(' UNION ALL ')
  return `SELECT ${selected.join(', ') || '1'} FROM (${union})${groupBy(dimensions)}`
}

/** The rows of one table with the columns that the branch's aggregates read. */
const rowsOf = (frame: QueryFrame, root: number, dimensions: readonly FieldModel[], branch: Branch) => {
  const fields = branch.aggregates.flatMap(({ aggregate }) => aggregate.fields)
  const joined = joinedRows(frame, root, [...dimensions, ...fields])
  const aggregates = printedAggregates(branch, {
    scalars: { field: joined.valueOf, aggregate: noNesting, aggr: noNesting, values: frame.values },
    elementOf: joined.elementOf,
    numberOf: (field: FieldModel) => (field.numberType === null ? undefined : joined.numberOf(field)),
  })
  // A row of the grain counts once per group, however many rows of other tables it is associated with.
  const once = joined.multiplied && branch.aggregates.some(({ aggregate }) => !aggregate.distinct)
  const columns = [
    ...(once ? [`${joined.rowId} AS row_id`] : []),
    ...dimensions.map((dimension, index) => `${joined.elementOf(dimension)} AS d${index}`),
    ...aggregates.flatMap(([, printed]) => printed.columns),
  ]
  return { sql: `SELECT ${once ? 'DISTINCT ' : ''}${columns.join(', ') || '1'} ${joined.fromSql()}`, aggregates }
}

/** The rows of an `Aggr` with the columns that the branch's aggregates read. */
const rowsOfAggr = (rows: AggrRows, dimensions: readonly FieldModel[], branch: Branch) => {
  const aggregates = printedAggregates(branch, rows.source)
  const columns = [
    ...dimensions.map((_, index) => `${rows.dimension(index)} AS d${index}`),
    ...aggregates.flatMap(([, printed]) => printed.columns),
  ]
  return { sql: `SELECT ${columns.join(', ') || '1'} ${rows.fromSql()}`, aggregates }
}

const printedAggregates = (branch: Branch, source: RowSource) =>
  branch.aggregates.map(({ aggregate, index }): readonly [number, PrintedAggregate] => [
    index,
    printAggregate(aggregate, typeOfAggregate(aggregate), `x${index}`, source),
  ])

const noNesting = () => {
  throw new Error('aggregates nest in Aggr only')
}

const groupBy = (dimensions: readonly FieldModel[]): string =>
  dimensions.length === 0 ? '' : ` GROUP BY ${dimensions.map((_, index) => `d${index}`).join(', ')}`
