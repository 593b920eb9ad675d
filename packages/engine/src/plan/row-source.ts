import type { Aggr } from '../expressions/typed-expression.js'
import type { DataModel, FieldModel } from '../model/data-model.js'
import { type Hop, type JoinRoute, nearestTable, routeFrom, spanningTables } from '../model/join-route.js'
import type { Cube } from './cube.js'
import type { DataScope } from './data-scope.js'
import type { GroupKey } from './group-key.js'

/** Where the rows that are aggregated come from. */
export type RowSource = TableRows | AggrRows

/**
 * The rows of one table, each with the rows of other tables that are associated with it. Rows without a partner stay: a
 * missing association is a missing value.
 */
export interface TableRows {
  readonly kind: 'table'
  readonly table: number
  /** The tables to join, by way of their parents, nearest first. */
  readonly joins: readonly Hop[]
  /** The table that each field is read from, by field id. */
  readonly homes: ReadonlyMap<number, number>
  /** Whether a row of the table can occur more than once. */
  readonly multiplied: boolean
}

/**
 * The rows of an `Aggr`, each with the values of the keys around it that it is associated with. A row without a value of
 * one of its dimensions does not count.
 */
export interface AggrRows {
  readonly kind: 'aggr'
  readonly aggr: Aggr
  /** The table that the `Aggr` is. */
  readonly cube: Cube
  /** Keys around it that are no dimensions of its own. */
  readonly others: readonly GroupKey[]
  /** The tables in which its dimensions and the other keys occur together, within the scope of the aggregation. */
  readonly associated: readonly TableRows[]
  readonly scope: DataScope
}

/** One arm for each kind of source: a kind that is not handled does not compile. */
export type SourceTable<Result> = {
  readonly [K in RowSource['kind']]: (source: Extract<RowSource, { readonly kind: K }>) => Result
}

/** Applies the arm of a source's kind. */
export const bySource = <Result>(source: RowSource, table: SourceTable<Result>): Result =>
  (table[source.kind] as (of: RowSource) => Result)(source)

/** The rows of a table with the tables that some fields are in. */
export const tableRows = (model: DataModel, table: number, fields: readonly FieldModel[]): TableRows => {
  const route = routeFrom(model, table)
  const homes = new Map(fields.map((field) => [field.id, homeOf(model, route, field)]))
  const hops = spanningTables(route, [table, ...homes.values()])
  return {
    kind: 'table',
    table,
    joins: hops.filter((hop) => hop.parent !== null),
    homes,
    multiplied: hops.some((hop) => !hop.single),
  }
}

const homeOf = (model: DataModel, route: JoinRoute, field: FieldModel): number => {
  const hop = nearestTable(model, route, field.id)
  if (hop) return hop.table
  throw new Error(`field ${field.id} is not associated with the root table`)
}
