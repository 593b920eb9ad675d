import type { Aggr } from '../expressions/typed-expression.js'
import type { Branch, Groups, NumberedAggregate } from './cube.js'
import { type Surroundings, scopeOf } from './cube-scopes.js'
import type { DataScope } from './data-scope.js'
import { fieldKey, fieldsOfKey, type GroupKey, isKeyOf } from './group-key.js'
import { type AggrRows, type TableRows, tableRows } from './row-source.js'

/**
 * Plans groups of rows: one branch for each grain and set.
 *
 * @param complete whether key values without any row of the aggregates are groups, too: then the tables of the keys take
 *   part even without aggregates
 */
export const planGroups = (
  around: Surroundings,
  keys: readonly GroupKey[],
  aggregates: readonly NumberedAggregate[],
  complete: boolean,
): Groups => {
  const branches = aggregateBranches(around, keys, aggregates)
  return {
    keys,
    aggregates,
    branches: complete ? [...branches, ...bareBranches(around, keys, branches)] : branches,
  }
}

/** What branches are told apart by: those of equal rows and records share one. */
interface Gathered {
  readonly roots: readonly number[]
  readonly aggr: Aggr | null
  readonly scope: DataScope
  readonly aggregates: NumberedAggregate[]
}

const aggregateBranches = (
  around: Surroundings,
  keys: readonly GroupKey[],
  aggregates: readonly NumberedAggregate[],
): readonly Branch[] => {
  const gathered: Gathered[] = []
  for (const entry of aggregates) {
    const { grain: roots, aggr, set } = entry.aggregate
    const scope = scopeOf(around, set)
    const shared = gathered.find(
      (other) => other.scope === scope && other.aggr === aggr && (aggr !== null || haveSameRows(other, entry)),
    )
    if (shared) shared.aggregates.push(entry)
    else gathered.push({ roots, aggr, scope, aggregates: [entry] })
  }
  return gathered.map((branch) => planBranch(around, keys, branch))
}

/** Distinct values of several tables are gathered before they are counted, one field at a time. */
const haveSameRows = ({ roots, aggregates }: Gathered, { aggregate }: NumberedAggregate): boolean => {
  const [first] = aggregates
  if (roots.length === 1 || aggregate.grain.length === 1) return roots.join() === aggregate.grain.join()
  return first?.aggregate.fields[0]?.id === aggregate.fields[0]?.id
}

const planBranch = (around: Surroundings, keys: readonly GroupKey[], branch: Gathered): Branch => {
  const { roots, aggr, scope, aggregates } = branch
  if (aggr) return { rows: [aggrRows(around, scope, aggr, keys)], scope, aggregates, once: false }
  const fields = [...keys.flatMap(fieldsOfKey), ...aggregates.flatMap(({ aggregate }) => aggregate.fields)]
  const rows = roots.map((root) => tableRows(around.model, root, fields))
  const repeated = aggregates.some(({ aggregate }) => !aggregate.distinct)
  return { rows, scope, aggregates, once: repeated && rows.some(({ multiplied }) => multiplied) }
}

/** The tables of the keys that no branch of what is selected runs over. */
const bareBranches = (
  { model, scope }: Surroundings,
  keys: readonly GroupKey[],
  branches: readonly Branch[],
): readonly Branch[] => {
  const fields = keys.flatMap(fieldsOfKey)
  const covered = new Set(
    branches.flatMap((branch) =>
      branch.scope === scope ? branch.rows.flatMap((rows) => (rows.kind === 'table' ? rows.table : [])) : [],
    ),
  )
  const others = new Set(fields.flatMap((field) => field.tables).filter((table) => !covered.has(table)))
  return [...others].map((table) => ({
    rows: [tableRows(model, table, fields)],
    scope,
    aggregates: [],
    once: false,
  }))
}

/**
 * The cube of an `Aggr` is computed over its own set, else over what is selected; the set of the aggregation around it
 * decides which of its rows count.
 *
 * @param scope that of the aggregation
 */
const aggrRows = (around: Surroundings, scope: DataScope, aggr: Aggr, keys: readonly GroupKey[]): AggrRows => {
  const { model } = around
  const own = aggr.dimensions.map(fieldKey)
  const others = keys.filter((key) => !aggr.dimensions.some((field) => isKeyOf(key, field)))
  const fields = [...aggr.dimensions, ...others.flatMap(fieldsOfKey)]
  const associated = (fields[0]?.tables ?? []).map((table): TableRows => tableRows(model, table, fields))
  const inner = { ...around, scope: scopeOf(around, aggr.set) }
  return { kind: 'aggr', aggr, cube: inner.planMeasures(inner, own, [aggr.expression]), others, associated, scope }
}
