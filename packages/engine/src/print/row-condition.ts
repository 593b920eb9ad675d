import type { DataModel } from '../model/data-model.js'
import { type Hop, type JoinRoute, nearestTable, routeFrom } from '../model/join-route.js'
import type { Constraint, DataScope } from '../plan/data-scope.js'
import { dataTable, elementColumn } from '../snapshot/snapshot-schema.js'
import { elementFilter } from './element-filter.js'
import type { PrintFrame } from './print-frame.js'
import { tableAlias } from './table-alias.js'

/**
 * SQL that holds for the joined rows that belong to the scope: tables in the FROM clause are filtered directly, those
 * beyond it by semi-joins, so that no row is multiplied. Fields of tables that are not associated with the root do not
 * restrict it.
 *
 * @param joined the tables of the FROM clause; with a table, all those between it and the root
 */
export const rowCondition = (
  frame: PrintFrame,
  scope: DataScope,
  root: number,
  joined: ReadonlySet<number>,
): string => {
  const route = routeFrom(frame.model, root)
  const conditionOf = (part: DataScope): string => {
    if (part.kind === 'alternatives') return alternativesCondition(frame, route, root, joined, part.alternatives)
    const left = conditionOf(part.left)
    const right = conditionOf(part.right)
    return operations[part.kind](frame, left, right)
  }
  return conditionOf(scope)
}

/** A condition on a missing value is unknown, which is not the same as false once it is turned round. */
const operations = {
  union: (_: PrintFrame, left: string, right: string) => `((${left}) OR (${right}))`,
  intersection: (_: PrintFrame, left: string, right: string) => `((${left}) AND (${right}))`,
  difference: ({ dialect }: PrintFrame, left: string, right: string) => `((${left}) AND ${dialect.doesNotHold(right)})`,
}

const alternativesCondition = (
  frame: PrintFrame,
  route: JoinRoute,
  root: number,
  joined: ReadonlySet<number>,
  alternatives: readonly Constraint[],
): string => {
  if (alternatives.length === 0) return 'FALSE'
  const placed = alternatives.map((constraint) => placedAtTables(frame.model, route, constraint))
  if (placed.some((constraints) => constraints.size === 0)) return 'TRUE'
  return placed.map((constraints) => `(${conjunction(frame, route, root, joined, constraints)})`).join(' OR ')
}

/** What is allowed in which table: field ids with their allowed elements. */
type PlacedConstraints = ReadonlyMap<number, readonly (readonly [number, readonly number[]])[]>

const placedAtTables = (model: DataModel, route: JoinRoute, constraint: Constraint): PlacedConstraints => {
  const placed = new Map<number, (readonly [number, readonly number[]])[]>()
  for (const entry of constraint) {
    const hop = nearestTable(model, route, entry[0])
    if (hop) placed.set(hop.table, [...(placed.get(hop.table) ?? []), entry])
  }
  return placed
}

const conjunction = (
  frame: PrintFrame,
  route: JoinRoute,
  root: number,
  joined: ReadonlySet<number>,
  constrained: PlacedConstraints,
): string => {
  const conditionAt = (table: number): readonly string[] => [
    ...(constrained.get(table) ?? []).flatMap(([field, elements]) => {
      const description = frame.model.fields[field]
      return description
        ? elementFilter(frame, `${tableAlias(table)}.${elementColumn(field)}`, description, elements)
        : []
    }),
    ...childrenOf(route, table).flatMap((child) => {
      const inner = conditionAt(child.table)
      if (joined.has(child.table)) return inner
      return inner.length === 0 ? [] : semiJoin(table, child, inner)
    }),
  ]
  return conditionAt(root).join(' AND ')
}

const childrenOf = (route: JoinRoute, table: number): readonly Hop[] =>
  [...route.values()].filter((hop) => hop.parent === table)

const semiJoin = (parent: number, child: Hop, conditions: readonly string[]): string => {
  const key = (table: number) =>
    child.keyFields.map((field) => `${tableAlias(table)}.${elementColumn(field)}`).join(', ')
  return `(${key(parent)}) IN (SELECT ${key(child.table)} FROM ${dataTable(child.table)} AS ${tableAlias(child.table)} WHERE ${conditions.join(' AND ')})`
}
