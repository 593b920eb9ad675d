import { sameListed } from '../expressions/listed-values.js'
import { type Aggr, isOfNoField } from '../expressions/typed-expression.js'
import type { FieldModel } from '../model/data-model.js'
import { type JoinedTables, joinedTables } from '../model/joined-tables.js'
import { aggrRows, aggrsOfKeys } from './aggr-rows.js'
import { tableGroupsOf } from './associated-keys.js'
import { canBridge } from './can-bridge.js'
import type { Branch, BranchAggregate, Groups, NumberedAggregate } from './cube.js'
import { type Surroundings, scopeOf } from './cube-scopes.js'
import type { DataScope } from './data-scope.js'
import { overFinerGroups } from './finer-groups.js'
import { grainWithin } from './grain-within.js'
import { fieldsOfKey, type GroupKey, listsOfKey, plainKey } from './group-key.js'
import { jointScope, withinJoint } from './joint-scope.js'
import { meetsRows, withoutMet } from './met-rows.js'
import { isOfOneTable, type RowSource, tableRows } from './row-source.js'

/**
 * Plans groups of rows: one branch for each grain and set.
 *
 * @param own fields of the tables whose rows an aggregation without a field runs over
 * @param complete whether key values without any row of the aggregates are groups, too: then the tables of the keys take
 *   part even without aggregates
 */
export const planGroups = (
  around: Surroundings,
  keys: readonly GroupKey[],
  aggregates: readonly NumberedAggregate[],
  own: readonly FieldModel[],
  complete: boolean,
): Groups => {
  // Which rows there are does not hang on how their values are taken together.
  const plain = keys.map(plainKey)
  const branches = aggregateBranches(around, keys, aggregates, own, complete)
  return overFinerGroups(around, {
    keys,
    aggregates,
    branches: complete ? [...branches, ...bareBranches(around, plain, branches)] : branches,
  })
}

/** What branches are told apart by: those of equal rows and records share one. */
interface Gathered {
  readonly grain: readonly JoinedTables[]
  readonly aggr: Aggr | null
  readonly scope: DataScope
  readonly aggregates: NumberedAggregate[]
}

const aggregateBranches = (
  around: Surroundings,
  limited: readonly GroupKey[],
  aggregates: readonly NumberedAggregate[],
  own: readonly FieldModel[],
  complete: boolean,
): readonly Branch[] => {
  const keys = limited.map(plainKey)
  const gathered: Gathered[] = []
  const read = tablesRead(keys, aggregates)
  for (const entry of aggregates) {
    const { aggr, set } = entry.aggregate
    const scope = scopeOf(around, set)
    const grain = isOfNoField(entry.aggregate)
      ? [joinedTables(around.model, own)]
      : grainWithin(around.model, scope, entry.aggregate, read)
    const shared = gathered.find(
      (other) => other.scope === scope && other.aggr === aggr && (aggr !== null || haveSameRows(other, grain, entry)),
    )
    if (shared) shared.aggregates.push(entry)
    else gathered.push({ grain, aggr, scope, aggregates: [entry] })
  }
  const joint = jointBranches(around, keys, gathered, complete)
  return [
    ...joint.branches,
    ...gathered.filter((one) => !joint.of.has(one)).map((branch) => planBranch(around, limited, branch)),
  ]
}

/** The tables that some aggregates run over alone, then those of the keys. */
const tablesRead = (keys: readonly GroupKey[], aggregates: readonly NumberedAggregate[]): readonly number[] => [
  ...aggregates.flatMap(({ aggregate: { grain } }) => (grain.length === 1 ? grain.flat() : [])),
  ...keys.flatMap(fieldsOfKey).flatMap(({ tables }) => (tables.length === 1 ? tables : [])),
]

/**
 * Branches of several sets over the rows of one table become one, which reads them once: each of its aggregates takes the
 * rows of its own set. So do those of a set and of what is selected, where the latter would be read for values without rows.
 */
const jointBranches = (
  around: Surroundings,
  keys: readonly GroupKey[],
  gathered: readonly Gathered[],
  complete: boolean,
): { readonly branches: readonly Branch[]; readonly of: ReadonlySet<Gathered> } => {
  const of = new Set<Gathered>()
  const branches: Branch[] = []
  const candidates = gathered.filter(
    (one) => one.aggr === null && one.grain.length === 1 && one.aggregates.every(skipsMissing),
  )
  for (const first of candidates) {
    if (of.has(first)) continue
    const same = candidates.filter((other) => JSON.stringify(other.grain) === JSON.stringify(first.grain))
    const aggregates = same.flatMap(({ scope, aggregates: own }) => own.map((entry) => ({ ...entry, within: scope })))
    const fields = [...keys.flatMap(fieldsOfKey), ...aggregates.flatMap(({ aggregate }) => aggregate.fields)]
    const rows = first.grain.map((tables) =>
      tableRows(around.model, tables, fields, { aggrs: aggrsOfKeys(around, keys) }),
    )
    const scopes = [...new Set(same.map(({ scope }) => scope))]
    if (complete && !scopes.includes(around.scope) && tellsKeys(around, keys, rows)) scopes.push(around.scope)
    const scope = scopes.length > 1 && rows.every(isOfOneTable) ? jointScope(scopes) : undefined
    if (!scope) continue
    for (const one of same) of.add(one)
    branches.push({
      rows,
      scope,
      scopes,
      aggregates: aggregates.map((entry) => ofJoint(scope, entry)),
      once: false,
    })
  }
  return { branches, of }
}

/** Rows that are missing in a set are missing values in the rows of several. */
const skipsMissing = ({ aggregate: { function: called, arguments: args } }: NumberedAggregate): boolean =>
  called.merge !== undefined && !called.countsMissing && args.slice(1).every((argument) => argument === null)

const ofJoint = (joint: DataScope, { index, aggregate, within }: BranchAggregate): BranchAggregate =>
  within === undefined || within === joint
    ? { index, aggregate }
    : { index, aggregate, within: withinJoint(joint, within) }

/**
 * Whether some rows tell the values of keys as well as the tables of the keys do: each row of those meets one of these, and
 * the other way about. A row that meets none has no value of the keys, and is a group only where it is aggregated.
 */
const tellsKeys = (around: Surroundings, keys: readonly GroupKey[], rows: readonly RowSource[]): boolean => {
  const { model, scope } = around
  const tables = tablesOfKeys(around, keys)
  const read = rows.flatMap(allRowsOf)
  return (
    tables.length > 0 &&
    withoutMet(model, scope, tables, read).length === 0 &&
    read.every((table) => tables.some((own) => meetsRows(model, scope, table, own)))
  )
}

/** Distinct values of several tables are gathered before they are counted, one field at a time. */
const haveSameRows = (
  { grain, aggregates }: Gathered,
  other: readonly JoinedTables[],
  { aggregate }: NumberedAggregate,
): boolean =>
  JSON.stringify(grain) === JSON.stringify(other) &&
  (grain.length === 1 || aggregates[0]?.aggregate.fields[0]?.id === aggregate.fields[0]?.id)

const planBranch = (around: Surroundings, limited: readonly GroupKey[], branch: Gathered): Branch => {
  const { grain, aggr, scope, aggregates } = branch
  const keys = limited.map(plainKey)
  if (aggr)
    return {
      rows: [aggrRows(around, scope, aggr, keys, aggregates.every(skipsMissing))],
      scope,
      aggregates,
      once: false,
    }
  const fields = [...keys.flatMap(fieldsOfKey), ...aggregates.flatMap(({ aggregate }) => aggregate.fields)]
  const repeated = aggregates.some(({ aggregate }) => !aggregate.distinct)
  const bridged = repeated && canBridge(scope, limited)
  const aggrs = aggrsOfKeys(around, keys)
  const rows = grain.map((tables) => tableRows(around.model, tables, fields, { aggrs, bridged }))
  return { rows, scope, aggregates, once: repeated && rows.some(({ multiplied }) => multiplied) }
}

/** The tables of the keys that no branch of what is selected runs over. */
const bareBranches = (
  around: Surroundings,
  keys: readonly GroupKey[],
  branches: readonly Branch[],
): readonly Branch[] => {
  const { model, scope } = around
  const fields = keys.flatMap(fieldsOfKey)
  const aggrs = aggrsOfKeys(around, keys)
  const covered = branches.flatMap((branch) =>
    (branch.scopes ?? [branch.scope]).includes(scope) ? branch.rows.flatMap(allRowsOf) : [],
  )
  const others = withoutMet(model, scope, tablesOfKeys(around, keys), covered)
  // What reads no field is in no table.
  if (fields.length === 0 && keys.length > 0) {
    const lists = keys.flatMap(listsOfKey)
    const distinct = lists.filter((listed, index) => lists.findIndex((other) => sameListed(other, listed)) === index)
    return [{ rows: [{ kind: 'listed', lists: distinct }], scope, aggregates: [], once: false }]
  }
  return others.map((table) => ({
    rows: [tableRows(model, [table], fields, { aggrs })],
    scope,
    aggregates: [],
    once: false,
  }))
}

/** The tables of which each row is of some group. */
const tablesOfKeys = ({ model, beside = [] }: Surroundings, keys: readonly GroupKey[]): readonly number[] => {
  const fields = keys.flatMap(fieldsOfKey)
  const groups = tableGroupsOf(model, fields)
  const associated = beside.filter((field) => [...tableGroupsOf(model, [field])].some((group) => groups.has(group)))
  return [...new Set([...fields, ...associated].flatMap((field) => field.tables))]
}

/** The tables of which each row is among the rows of a source; in a product it is only where the other side has any. */
const allRowsOf = (source: RowSource): readonly number[] => {
  if (source.kind === 'aggr') return source.tells
  if (source.kind !== 'table') return []
  const [part, ...others] = source.parts.filter(({ counted }) => counted)
  return part && others.length === 0 ? part.combined.map(({ table }) => table) : []
}
