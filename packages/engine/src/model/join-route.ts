import type { DataModel } from './data-model.js'

/** How a table is reached from the root of a route. */
export interface Hop {
  readonly table: number
  /** The table before it on the route; `null` for the root. */
  readonly parent: number | null
  /** Key fields that link it to its parent. */
  readonly keyFields: readonly number[]
  /** Whether following the whole route from the root meets at most one row here. */
  readonly single: boolean
  readonly depth: number
}

/** All tables that are associated with a root table, by id, in order of distance. */
export type JoinRoute = ReadonlyMap<number, Hop>

/** Walks the association forest outwards from a table. */
export const routeFrom = (model: DataModel, root: number): JoinRoute => {
  const route = new Map<number, Hop>([[root, { table: root, parent: null, keyFields: [], single: true, depth: 0 }]])
  for (const hop of route.values()) {
    for (const association of model.associations) {
      if (!association.tables.includes(hop.table)) continue
      for (const table of association.tables) {
        if (route.has(table)) continue
        route.set(table, {
          table,
          parent: hop.table,
          keyFields: association.fields,
          single: hop.single && association.uniqueIn.includes(table),
          depth: hop.depth + 1,
        })
      }
    }
  }
  return route
}

/** The table nearest to the root that holds the field, if the route leads to one. On a forest there is no tie. */
export const nearestTable = (model: DataModel, route: JoinRoute, field: number): Hop | undefined => {
  const hops = (model.fields[field]?.tables ?? []).flatMap((table) => route.get(table) ?? [])
  return hops.sort((a, b) => a.depth - b.depth)[0]
}

/** Adds the tables on the way from the root to each of the given tables; result in order of distance. */
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
