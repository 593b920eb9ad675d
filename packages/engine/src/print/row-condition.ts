import type { DataModel } from '../model/data-model.js'
import { type Hop, homesOf, type JoinRoute, routeFrom } from '../model/join-route.js'
import type { Constraint, DataScope } from '../plan/data-scope.js'
import { type AllowedElements, isListed } from '../plan/symbol-condition.js'
import { dataTable, elementColumn } from '../snapshot/snapshot-schema.js'
import { elementFilter } from './element-filter.js'
import type { PrintFrame } from './print-frame.js'
import { symbolFilter } from './symbol-condition.js'
import { firstPresent, tableAlias } from './table-alias.js'

/**
 * SQL that holds for the joined rows that belong to the scope: tables in the FROM clause are filtered directly, those
 * beyond it by semi-joins, so that no row is multiplied. Fields of tables that are not associated with these do not
 * restrict them.
 *
 * @param combined the tables whose rows are combined, each but the first with those before it
 * @param joined the tables of the FROM clause; with a table, all those between it and the combined ones
 * @param apart tables that are restricted elsewhere, with all beyond them
 */
export const rowCondition = (
  frame: PrintFrame,
  scope: DataScope,
  combined: readonly number[],
  joined: ReadonlySet<number>,
  apart: ReadonlySet<number> = new Set(),
): string => {
  const route = routeFrom(frame.model, ...combined)
  const conditionOf = (part: DataScope): string => {
    if (part.kind === 'alternatives') return alternativesCondition(frame, { route, joined, apart }, part.alternatives)
    const left = conditionOf(part.left)
    const right = conditionOf(part.right)
    return operations[part.kind](frame, left, right)
  }
  return conditionOf(scope)
}

/** Where a condition stands: the way from the combined tables, and those that it is not printed beyond. */
interface Place {
  readonly route: JoinRoute
  readonly joined: ReadonlySet<number>
  readonly apart: ReadonlySet<number>
}

/** A condition on a missing value is unknown, which is not the same as false once it is turned round. */
const operations = {
  union: (_: PrintFrame, left: string, right: string) => `((${left}) OR (${right}))`,
  intersection: (_: PrintFrame, left: string, right: string) => `((${left}) AND (${right}))`,
  difference: ({ dialect }: PrintFrame, left: string, right: string) => `((${left}) AND ${dialect.doesNotHold(right)})`,
}

const alternativesCondition = (frame: PrintFrame, place: Place, alternatives: readonly Constraint[]): string => {
  if (alternatives.length === 0) return 'FALSE'
  const placed = alternatives.map((constraint) => placedAtTables(frame.model, place.route, constraint))
  const conditions = placed.map((constraints) => conjunction(frame, place, constraints))
  return conditions.includes('') ? 'TRUE' : conditions.map((condition) => `(${condition})`).join(' OR ')
}

/** What is allowed in which table, or in which combined tables: fields with the tables they are read from. */
interface PlacedConstraint {
  readonly field: number
  readonly elements: AllowedElements
  readonly homes: readonly number[]
}

type PlacedConstraints = ReadonlyMap<number, readonly PlacedConstraint[]>

const placedAtTables = (model: DataModel, route: JoinRoute, constraint: Constraint): PlacedConstraints => {
  const placed = new Map<number, PlacedConstraint[]>()
  for (const [field, elements] of constraint) {
    const homes = homesOf(model, route, field)
    const [home] = homes
    if (home !== undefined) placed.set(home, [...(placed.get(home) ?? []), { field, elements, homes }])
  }
  return placed
}

const conjunction = (frame: PrintFrame, { route, joined, apart }: Place, constrained: PlacedConstraints): string => {
  const conditionAt = (table: number): readonly string[] => [
    ...(constrained.get(table) ?? []).flatMap(({ field, elements, homes }) => {
      const description = frame.model.fields[field]
      if (!description) return []
      const column = firstPresent(homes, elementColumn(field))
      return isListed(elements)
        ? elementFilter(frame, column, description, elements)
        : symbolFilter(frame, column, description, elements)
    }),
    ...childrenOf(route, table).flatMap((child) => {
      if (joined.has(child.table) || apart.has(child.table)) return []
      const inner = conditionAt(child.table)
      return inner.length === 0 ? [] : semiJoin(child, inner)
    }),
  ]
  return [...joined].flatMap(conditionAt).join(' AND ')
}

const childrenOf = (route: JoinRoute, table: number): readonly Hop[] =>
  [...route.values()].filter((hop) => hop.parent === table)

const semiJoin = ({ table, keyFields, keyTables }: Hop, conditions: readonly string[]): string => {
  const around = keyFields.map((field) => firstPresent(keyTables, elementColumn(field))).join(', ')
  const within = keyFields.map((field) => `${tableAlias(table)}.${elementColumn(field)}`).join(', ')
  return `(${around}) IN (SELECT ${within} FROM ${dataTable(table)} AS ${tableAlias(table)} WHERE ${conditions.join(' AND ')})`
}
