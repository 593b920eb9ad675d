import type { DataModel, FieldModel } from '../model/data-model.js'
import { homesOf, routeFrom } from '../model/join-route.js'
import {
  type ApartGroups,
  type Branch,
  type BranchAggregate,
  branchesOf,
  type CarriedKey,
  type FinerGroups,
  type Groups,
} from './cube.js'
import type { Surroundings } from './cube-scopes.js'
import { scopeText } from './data-scope.js'
import { arePacked } from './finer-groups.js'
import { aggrsOfKey, fieldsOfKey, type GroupKey } from './group-key.js'
import { partsOf } from './merged-aggregates.js'
import { type AggrRows, isOfOneTable, tableRows } from './row-source.js'
import { tellingFields } from './telling-fields.js'

/**
 * The same rows of an `Aggr`, whose cube tells the keys around it by itself. That is where one scan makes its groups, and
 * where the records that tell the other keys are those of the scan: the first record of each group is at hand there.
 *
 * @param skips whether rows without a value leave what runs over them as it is: then all values of the keys can be kept
 */
export const carryingKeys = (around: Surroundings, rows: AggrRows, skips: boolean): AggrRows | undefined => {
  const { model } = around
  const { aggr, cube, others, associated, scope } = rows
  const [part, ...parts] = cube.parts
  const [branch, ...branches] = part ? branchesOf(part.groups) : []
  const [records, ...further] = associated.flatMap((cluster) => cluster.rows)
  if (aggr.repeated || cube.windows || cube.totals.length > 0 || cube.merged.length > 0) return undefined
  if (!part || parts.length > 0 || !branch || branches.length > 0 || branch.once) return undefined
  if (!records || further.length > 0 || associated.length > 1 || others.some((key) => aggrsOfKey(key).length > 0)) {
    return undefined
  }
  const [source, ...sources] = branch.rows
  if (source?.kind !== 'table' || sources.length > 0 || !isOfOneTable(source) || !isOfOneTable(records))
    return undefined
  const table = source.parts[0]?.combined[0]?.table
  if (table === undefined || table !== records.parts[0]?.combined[0]?.table) return undefined
  if (scopeText(branch.scope) !== scopeText(scope)) return undefined
  const { keys, of } = part.groups
  const told = of ? [...of.merged, ...of.ofValues] : branch.aggregates
  const areOfSets = told.some(({ within }) => within)
  // Rows that finer groups tell apart are read one by one where they carry keys, but not those of several sets.
  if (of && areOfSets) return undefined
  const aggregates: readonly BranchAggregate[] = of ? part.groups.aggregates : branch.aggregates
  const fields = [
    ...[...aggr.dimensions, ...others].flatMap(fieldsOfKey),
    ...aggregates.flatMap(({ aggregate }) => aggregate.fields),
  ]
  const carried = others.map((key): CarriedKey => ({ key, same: isSame(model, table, aggr.dimensions, key) }))
  const same = carried.every((key) => key.same)
  const toldLater = same && !of ? carriedBehind(model, table, branch, part.groups, carried) : undefined
  // Values of keys are told of the rows that are shown anyway: those of another set show what it has values for.
  const tells = skips && scope === around.scope ? [table] : []
  if (toldLater) return carryingIn(rows, toldLater, tells)
  const apart = skips && !same && !areOfSets ? groupsApart(around, table, part.groups, others) : undefined
  const carrying = {
    ...branch,
    aggregates: apart?.aggregates ?? aggregates,
    rows: [tableRows(model, [table], fields)],
  }
  const groups = { keys, aggregates: part.groups.aggregates, carried, ...(apart && { apart }), branches: [carrying] }
  return carryingIn(rows, groups, same || apart ? tells : [])
}

const carryingIn = (rows: AggrRows, groups: Groups, tells: readonly number[]): AggrRows => ({
  ...rows,
  carried: true,
  tells,
  cube: { ...rows.cube, parts: rows.cube.parts.map((part) => ({ ...part, groups })) },
})

/**
 * Carried keys that are told by the keys of the groups, so that tables are joined to groups, not to each row of these.
 * `undefined` where they are not, or where no other table tells them.
 */
const carriedBehind = (
  model: DataModel,
  table: number,
  branch: Branch,
  { keys, aggregates }: Groups,
  carried: readonly CarriedKey[],
): Groups | undefined => {
  const own = keys.flatMap((key) => (key.kind === 'field' && key.field.tables.includes(table) ? [key.field] : []))
  const told = carried.flatMap(({ key }) => fieldsOfKey(key))
  const isTold = (field: FieldModel) => tellingFields(model, table, field)?.every((key) => own.includes(key)) ?? false
  const isJoined = told.some((field) => !field.tables.includes(table))
  if (own.length < keys.length || !isJoined || !told.every(isTold)) return undefined
  const read = [...own, ...aggregates.flatMap(({ aggregate }) => aggregate.fields)]
  const grouped = [{ ...branch, rows: [tableRows(model, [table], read)] }]
  const of: FinerGroups = {
    groups: { keys, aggregates, branches: grouped },
    rows: tableRows(model, [table], [...own, ...told]),
    merged: aggregates.map((entry) => ({ ...entry, parts: { merge: 'max', index: entry.index } })),
    ofValues: [],
    aggrs: [],
    own: [],
  }
  return { keys, aggregates, carried, branches: [], of }
}

/** Where the values of keys and carried keys together are few, and their aggregates can be merged. */
const groupsApart = (
  around: Surroundings,
  table: number,
  { keys, aggregates }: Groups,
  others: readonly GroupKey[],
): ApartGroups | undefined => {
  const parts = partsOf(around, [], 0)
  const merged = aggregates.flatMap((entry) => parts.merged(entry) ?? [])
  const all = [...keys, ...others]
  return merged.length === aggregates.length &&
    all.every(({ kind }) => kind === 'field') &&
    arePacked(around.model, table, all.flatMap(fieldsOfKey))
    ? { aggregates: parts.all(), merged }
    : undefined
}

/**
 * Whether a key follows from what rows are grouped by: from a key to another table, as each of them meets one there at most,
 * or from a field of the same table, as all rows tell.
 */
const isSame = (model: DataModel, table: number, grouping: readonly GroupKey[], key: GroupKey): boolean => {
  const route = routeFrom(model, table)
  const ids = new Set(grouping.flatMap((own) => (own.kind === 'field' ? [own.field.id] : [])))
  for (const [field, other] of model.tables[table]?.follows ?? []) if (ids.has(field)) ids.add(other)
  return fieldsOfKey(key).every((field) => {
    const [home] = homesOf(model, route, field.id)
    if (home === table && ids.has(field.id)) return true
    let hop = home === undefined ? undefined : route.get(home)
    for (; hop; hop = hop.parent === null ? undefined : route.get(hop.parent)) {
      if (hop.depth > 0 && hop.keyFields.every((id) => ids.has(id))) return true
    }
    return false
  })
}
