import { holds, type OracleApp } from './oracle-app.js'

/**
 * The tables whose rows are combined for an argument over some fields, among tables that are associated with each other:
 * the smallest set that holds each field and hangs together. Of several single ones, that with most keys, then the first.
 */
export const argumentTables = (
  app: OracleApp,
  associated: readonly number[],
  fields: readonly string[],
): readonly number[] => {
  const sufficient = subsets(associated).filter(
    (tables) =>
      fields.every((field) => tables.some((table) => has(app, table, field))) &&
      ownTables(app, fields).every((table) => tables.includes(table)) &&
      hangsTogether(app, tables),
  )
  const rank = (tables: readonly number[]) => [tables.length, -keyCount(app, tables[0] ?? 0), tables[0] ?? 0]
  const [best = []] = sufficient.sort((a, b) => compare(rank(a), rank(b)))
  return best
}

/** Some tables, with those on the way from them to the nearest that holds each of some fields. */
export const tablesBetween = (
  app: OracleApp,
  associated: readonly number[],
  from: readonly number[],
  fields: readonly string[],
): readonly number[] => {
  const ways = new Map<number, readonly number[]>(from.map((table) => [table, [table]]))
  for (const [table, way] of ways) {
    const next = associated.filter((other) => app.tables[table]?.columns.some(({ name }) => has(app, other, name)))
    for (const other of next) if (!ways.has(other)) ways.set(other, [...way, other])
  }
  const met = fields.flatMap((field) => [...ways].find(([table]) => has(app, table, field))?.[1] ?? [])
  return [...new Set([...from, ...met])]
}

const compare = (a: readonly number[], b: readonly number[]): number => {
  const differing = a.findIndex((value, index) => value !== b[index])
  return differing < 0 ? 0 : (a[differing] ?? 0) - (b[differing] ?? 0)
}

const has = (app: OracleApp, index: number, field: string): boolean => {
  const table = app.tables[index]
  return table !== undefined && holds(table, field)
}

const holders = (app: OracleApp, field: string): readonly number[] =>
  app.tables.flatMap((table, index) => (holds(table, field) ? [index] : []))

/** A field that one table has belongs to it. */
const ownTables = (app: OracleApp, fields: readonly string[]): readonly number[] =>
  fields.map((field) => holders(app, field)).flatMap((tables) => (tables.length === 1 ? tables : []))

const keyCount = (app: OracleApp, index: number): number =>
  app.tables[index]?.columns.filter(({ name }) => holders(app, name).length > 1).length ?? 0

const subsets = (items: readonly number[]): readonly (readonly number[])[] => {
  const [first, ...rest] = items
  if (first === undefined) return [[]]
  const others = subsets(rest)
  return [...others, ...others.map((set) => [first, ...set])]
}

const hangsTogether = (app: OracleApp, tables: readonly number[]): boolean => {
  const [first, ...rest] = tables
  if (first === undefined) return false
  const reached = [first]
  const left = new Set(rest)
  for (const table of reached) {
    for (const other of left) {
      if (!app.tables[table]?.columns.some(({ name }) => has(app, other, name))) continue
      left.delete(other)
      reached.push(other)
    }
  }
  return left.size === 0
}
