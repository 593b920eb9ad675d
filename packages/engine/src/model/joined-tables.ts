import type { DataModel, FieldModel } from './data-model.js'
import { homesOf, routeFrom, spanningTables } from './join-route.js'

/**
 * Tables whose rows are joined, each after one that it is associated with, or as the first of a further group of associated
 * tables. One table is the usual case; groups that are not associated with each other make a cross product.
 */
export type JoinedTables = readonly number[]

/**
 * The tables that hold some fields between them: as few as can be, with those on the way from one to another. What they
 * are follows from the tables and fields of the model alone, never from rows. Fields that are no keys decide, as they are
 * in one table only; a key is read where it is met first on the way. Where all are keys that several tables hold together,
 * it is the table that has most keys, then the one loaded first.
 */
export const joinedTables = (model: DataModel, fields: readonly FieldModel[]): JoinedTables => {
  const groups = new Map<number, FieldModel[]>()
  for (const field of fields) {
    const group = groupOf(model, field.tables[0] ?? 0)
    groups.set(group, [...(groups.get(group) ?? []), field])
  }
  return [...groups.values()].flatMap((group) => joinedWithin(model, group))
}

const joinedWithin = (model: DataModel, fields: readonly FieldModel[]): JoinedTables => {
  const own = fields.filter((field) => field.tables.length === 1)
  const roots =
    own.length > 0 ? own.slice(0, 1).flatMap((field) => field.tables) : fields.flatMap(({ tables }) => tables)
  const candidates = [...new Set(roots)].map((root) => tablesFrom(model, root, fields))
  const [best = []] = candidates.sort(
    (a, b) => a.length - b.length || keyCount(model, b[0]) - keyCount(model, a[0]) || (a[0] ?? 0) - (b[0] ?? 0),
  )
  return best
}

const tablesFrom = (model: DataModel, root: number, fields: readonly FieldModel[]): JoinedTables => {
  const route = routeFrom(model, root)
  const homes = fields.flatMap((field) => homesOf(model, route, field.id).slice(0, 1))
  return spanningTables(route, [root, ...homes]).map(({ table }) => table)
}

const keyCount = (model: DataModel, table: number | undefined): number =>
  (model.tables[table ?? 0]?.fields ?? []).filter((field) => (model.fields[field]?.tables.length ?? 0) > 1).length

/** Tells groups of associated tables apart: the lowest table of the one that a table is in. */
export const groupOf = (model: DataModel, table: number): number => Math.min(...routeFrom(model, table).keys())
