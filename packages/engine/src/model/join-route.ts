import type { DataModel } from './data-model.js'

/** How a table is reached from the beginning of a route. */
export interface Hop {
  readonly table: number
  /** The table before it on the route; `null` for the first. */
  readonly parent: number | null
  /** Key fields that link it to its parent. */
  readonly keyFields: readonly number[]
  /** The parent, and further tables of the beginning that share the key: where one lacks a row, another may have it. */
  readonly keyTables: readonly number[]
  /** Whether following the whole route from its beginning meets at most one row here. */
  readonly single: boolean
  /** How far it is from the beginning, which is 0. */
  readonly depth: number
}

/** All tables that are associated with those of the beginning, by id, in order of distance. */
export type JoinRoute = ReadonlyMap<number, Hop>

/**
 * Walks the association forest outwards from tables that are joined; each but the first is associated with one before it. A
 * model never changes: each route is walked once.
 */
export const routeFrom = (model: DataModel, ...joined: readonly number[]): JoinRoute => {
  const known = routes.get(model) ?? new Map<string, JoinRoute>()
  routes.set(model, known)
  const key = joined.join()
  const route = known.get(key) ?? walked(model, joined)
  if (known.size < maxRoutes) known.set(key, route)
  return route
}

const routes = new WeakMap<DataModel, Map<string, JoinRoute>>()

/** Routes that are kept of a model. */
const maxRoutes = 1_000

const walked = (model: DataModel, joined: readonly number[]): JoinRoute => {
  const route = new Map<number, Hop>()
  for (const table of joined) {
    const link = model.associations.find(
      ({ tables }) => tables.includes(table) && tables.some((other) => route.has(other)),
    )
    const keyTables = [...route.keys()].filter((other) => link?.tables.includes(other))
    route.set(table, {
      table,
      parent: keyTables[0] ?? null,
      keyFields: link?.fields ?? [],
      keyTables,
      single: true,
      depth: 0,
    })
  }
  for (const hop of route.values()) {
    for (const association of model.associations) {
      if (!association.tables.includes(hop.table)) continue
      for (const table of association.tables) {
        if (route.has(table)) continue
        const isBeginning = (other: number) => route.get(other)?.depth === 0 && association.tables.includes(other)
        route.set(table, {
          table,
          parent: hop.table,
          keyFields: association.fields,
          keyTables: hop.depth === 0 ? joined.filter(isBeginning) : [hop.table],
          single: hop.single && association.uniqueIn.includes(table),
          depth: hop.depth + 1,
        })
      }
    }
  }
  return route
}

/**
 * The tables that a field is read from: those of the beginning that hold it, else the nearest one. On a forest there is no
 * tie. Empty where the route leads to none.
 */
export const homesOf = (model: DataModel, route: JoinRoute, field: number): readonly number[] => {
  const hops = (model.fields[field]?.tables ?? [])
    .flatMap((table) => route.get(table) ?? [])
    .sort((a, b) => a.depth - b.depth)
  return hops.filter(({ depth }, index) => index === 0 || depth === 0).map(({ table }) => table)
}

/** Adds the tables on the way from the beginning to each of the given tables; result in order of distance. */
export const spanningTables = (route: JoinRoute, tables: Iterable<number>): readonly Hop[] => {
  const needed = new Set<number>()
  for (const table of tables) {
    for (let hop = route.get(table); hop && !needed.has(hop.table); ) {
      needed.add(hop.table)
      hop = hop.parent === null ? undefined : route.get(hop.parent)
    }
  }
  return [...route.values()].filter((hop) => needed.has(hop.table))
}
