import type { DataModel } from '../model/data-model.js'
import { homesOf, routeFrom } from '../model/join-route.js'
import { branchesOf, type CarriedKey } from './cube.js'
import { scopeText } from './data-scope.js'
import { aggrsOfKey, fieldsOfKey, type GroupKey } from './group-key.js'
import { type AggrRows, isOfOneTable, tableRows } from './row-source.js'

/**
 * The same rows of an `Aggr`, whose cube tells the keys around it by itself. That is where one scan makes its groups, and
 * where the records that tell the other keys are those of the scan: the first record of each group is at hand there.
 */
export const carryingKeys = (model: DataModel, rows: AggrRows): AggrRows | undefined => {
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
  // Rows that finer groups tell apart are read one by one where they carry keys, but not those of several sets.
  if (part.groups.of?.merged.some(({ within }) => within)) return undefined
  const { keys, aggregates } = part.groups
  const fields = [
    ...[...aggr.dimensions, ...others].flatMap(fieldsOfKey),
    ...aggregates.flatMap(({ aggregate }) => aggregate.fields),
  ]
  const carried = others.map((key): CarriedKey => ({ key, same: isSame(model, table, aggr.dimensions, key) }))
  const carrying = { ...branch, aggregates, rows: [tableRows(model, [table], fields)] }
  const groups = { keys, aggregates, carried, branches: [carrying] }
  return { ...rows, carried: true, cube: { ...cube, parts: [{ ...part, groups }] } }
}

/** Whether a key follows from a key to another table that rows are grouped by, as each of them meets one there at most. */
const isSame = (model: DataModel, table: number, grouping: readonly GroupKey[], key: GroupKey): boolean => {
  const route = routeFrom(model, table)
  const ids = new Set(grouping.flatMap((own) => (own.kind === 'field' ? [own.field.id] : [])))
  return fieldsOfKey(key).every((field) => {
    const [home] = homesOf(model, route, field.id)
    let hop = home === undefined ? undefined : route.get(home)
    for (; hop; hop = hop.parent === null ? undefined : route.get(hop.parent)) {
      if (hop.depth > 0 && hop.keyFields.every((id) => ids.has(id))) return true
    }
    return false
  })
}
