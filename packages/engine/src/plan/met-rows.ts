import type { DataModel } from '../model/data-model.js'
import { homesOf, type JoinRoute, routeFrom } from '../model/join-route.js'
import type { DataScope } from './data-scope.js'

/**
 * Whether each row of a table that is within a scope meets a row of another table that is within it, too: then the rows of
 * the other table, joined to those of the first, have all their values. So it is in an alternative that allows only some
 * values there or beyond, and where each row has a partner all the way. What a person may not see decides nothing: of a
 * row that is within an alternative, all partners are, unless it restricts them.
 */
export const meetsRows = (model: DataModel, scope: DataScope, from: number, to: number): boolean => {
  if (scope.kind !== 'alternatives') return false
  if (from === to) return true
  const route = routeFrom(model, from)
  if (!route.has(to)) return false
  if (isCovered(model, route, to)) return true
  return scope.alternatives.every((constraint) =>
    [...constraint.keys()].some((field) => {
      const [home] = homesOf(model, route, field)
      return home !== undefined && isBeyond(route, to, home)
    }),
  )
}

/**
 * The tables without those of which each row meets one of a table that comes before it, or that is read anyway: fields that
 * some tables hold have all their values without these.
 */
export const withoutMet = (
  model: DataModel,
  scope: DataScope,
  tables: readonly number[],
  read: readonly number[] = [],
): readonly number[] => {
  const kept: number[] = []
  for (const table of tables) {
    const isMet = (other: number) => meetsRows(model, scope, table, other)
    if (!read.some(isMet) && !kept.some(isMet)) kept.push(table)
  }
  return kept
}

const isBeyond = (route: JoinRoute, table: number, home: number): boolean => {
  const hop = route.get(home)
  if (!hop) return false
  return home === table || (hop.parent !== null && isBeyond(route, table, hop.parent))
}

/** Whether each row at the beginning of a route has a partner, and that one the next, up to a table. */
const isCovered = (model: DataModel, route: JoinRoute, table: number): boolean => {
  const hop = route.get(table)
  if (!hop) return false
  const { parent, keyFields } = hop
  if (parent === null) return true
  const pairs = model.associations.find(({ fields }) => fields.join() === keyFields.join())?.covered ?? []
  return pairs.some(([one, other]) => one === parent && other === table) && isCovered(model, route, parent)
}
