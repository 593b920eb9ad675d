import type { ListedValues } from '../expressions/listed-values.js'
import type { Aggr } from '../expressions/typed-expression.js'
import type { DataModel, FieldModel } from '../model/data-model.js'
import { type Hop, homesOf, routeFrom, spanningTables } from '../model/join-route.js'
import { groupOf, type JoinedTables, joinedTables } from '../model/joined-tables.js'
import type { Cube } from './cube.js'
import type { DataScope } from './data-scope.js'
import type { GroupKey } from './group-key.js'
import { type JoinKind, joinKinds } from './join-kinds.js'

/** Where the rows that are aggregated come from. */
export type RowSource = TableRows | AggrRows | ListedRows

/**
 * The rows of one table, or the combinations of joined rows of several, each with the rows of other tables that are
 * associated with it. Rows without a partner stay: a missing association is a missing value.
 */
export interface TableRows {
  readonly kind: 'table'
  /** Groups of associated tables, whose cross product the rows are. None: one row without any field. */
  readonly parts: readonly RowPart[]
  /** The tables that each field is read from, by field id: the first of them that has a row. */
  readonly homes: ReadonlyMap<number, readonly number[]>
  /** Whether a row, or combination of rows, can occur more than once. */
  readonly multiplied: boolean
  /** The values of `Aggr`s that each row has by its own values of their dimensions; none, where one of these is missing. */
  readonly aggrs: readonly JoinedAggr[]
}

export interface JoinedAggr {
  readonly aggr: Aggr
  /** The table that the `Aggr` is. */
  readonly cube: Cube
}

export interface RowPart {
  /** The tables whose rows are combined, each but the first with those before it; rows without a partner stay on either side. */
  readonly combined: readonly Hop[]
  /** Further tables to join, by way of their parents, nearest first. */
  readonly joins: readonly Hop[]
  /** Tables of which several rows may be met, reduced to the different values of what is read from them. */
  readonly bridges: readonly Bridge[]
  /** How each table but the first is joined. */
  readonly kinds: ReadonlyMap<number, JoinKind>
  /** Whether its rows make the rows that are counted; otherwise they only tell values of keys. */
  readonly counted: boolean
}

/** Joined tables, of which only the different values of some fields are joined, by the key of the first. */
export interface Bridge {
  /** Nearest first. */
  readonly hops: readonly Hop[]
  /** The fields that are read, each with the table that it is in. */
  readonly fields: readonly { readonly field: FieldModel; readonly home: number }[]
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
  /** Whether the groups of the cube carry the other keys: then it need not be joined to the records that tell them. */
  readonly carried: boolean
  /**
   * The tables of whose rows within the scope it has all values of the keys, in rows that do not count where they lack a
   * value of its dimensions, or are not at the first record.
   */
  readonly tells: readonly number[]
  /** Keys around it that are no dimensions of its own. */
  readonly others: readonly GroupKey[]
  /** Where its dimensions and the other keys occur together, within the scope of the aggregation. */
  readonly associated: readonly AssociatedKeys[]
  readonly scope: DataScope
}

/** A row for each of the values of lists, each with each; one row without any where there is no list. */
export interface ListedRows {
  readonly kind: 'listed'
  readonly lists: readonly ListedValues[]
}

/** Keys of tables that are associated with each other; those of several such groups make a product. */
export interface AssociatedKeys {
  /** Positions among the dimensions of the `Aggr`, followed by the other keys. */
  readonly positions: readonly number[]
  /** The tables in which the keys occur together. */
  readonly rows: readonly TableRows[]
}

/** Whether each row is one of a single table, once, so that its place there tells it apart. */
export const isOfOneTable = ({ parts, multiplied }: TableRows): boolean =>
  parts.length === 1 &&
  parts.every(({ combined, bridges }) => combined.length === 1 && bridges.length === 0) &&
  !multiplied

/** Whether each row of a source is in one group alone, whatever it is grouped by. */
export const isOfOneGroup = (source: RowSource): boolean =>
  bySource(source, {
    table: ({ parts, multiplied }) => !multiplied && parts.every(({ bridges }) => bridges.length === 0),
    listed: () => true,
    aggr: ({ aggr, others, associated }) => !aggr.repeated && (others.length === 0 || associated.length === 1),
  })

/** One arm for each kind of source: a kind that is not handled does not compile. */
export type SourceTable<Result> = {
  readonly [K in RowSource['kind']]: (source: Extract<RowSource, { readonly kind: K }>) => Result
}

/** Applies the arm of a source's kind. */
export const bySource = <Result>(source: RowSource, table: SourceTable<Result>): Result =>
  (table[source.kind] as (of: RowSource) => Result)(source)

/**
 * The combined rows of some tables, with the tables that some fields are in.
 *
 * @param more `aggrs`: those that are joined to the rows; `bridged`: whether tables of which several rows may be met are
 *   reduced to different values, so that no row occurs more than once for the same values
 */
export const tableRows = (
  model: DataModel,
  tables: JoinedTables,
  fields: readonly FieldModel[],
  { aggrs = [], bridged = false }: { readonly aggrs?: readonly JoinedAggr[]; readonly bridged?: boolean } = {},
): TableRows => {
  const groups = new Map<number, { combined: number[]; fields: FieldModel[] }>()
  const groupAt = (table: number) => {
    const id = groupOf(model, table)
    const group = groups.get(id) ?? { combined: [], fields: [] }
    groups.set(id, group)
    return group
  }
  for (const table of tables) groupAt(table).combined.push(table)
  for (const field of fields) groupAt(field.tables[0] ?? 0).fields.push(field)
  const homes = new Map<number, readonly number[]>()
  const parts = [...groups.values()].map((group) => {
    const counted = group.combined.length > 0
    const combined = counted ? group.combined : joinedTables(model, group.fields)
    const route = routeFrom(model, ...combined)
    for (const field of group.fields) homes.set(field.id, homesOf(model, route, field.id))
    const hops = spanningTables(route, [...combined, ...group.fields.flatMap(({ id }) => homes.get(id) ?? [])])
    const joins = hops.filter(({ depth }) => depth > 0)
    const bridges = bridged ? bridgesOf(joins, group.fields, homes) : []
    for (const { hops: crossed, fields: read } of bridges) {
      for (const { field } of read)
        homes.set(
          field.id,
          crossed.slice(0, 1).map(({ table }) => table),
        )
    }
    const combinedHops = hops.filter(({ depth }) => depth === 0)
    const joined = joins.filter((hop) => !bridges.some((bridge) => bridge.hops.includes(hop)))
    return { combined: combinedHops, joins: joined, bridges, kinds: joinKinds(model, combinedHops, joined), counted }
  })
  return {
    kind: 'table',
    parts,
    homes,
    multiplied: parts.some(({ counted, joins }) => !counted || joins.some(({ single }) => !single)),
    aggrs,
  }
}

/** The tables beyond each key of which several rows may be met. */
const bridgesOf = (
  joins: readonly Hop[],
  fields: readonly FieldModel[],
  homes: ReadonlyMap<number, readonly number[]>,
): readonly Bridge[] => {
  const beyond = new Map<number, Hop[]>()
  for (const hop of joins) {
    if (hop.single) continue
    const [around] = [...beyond.values()].filter((hops) => hops.some(({ table }) => table === hop.parent))
    if (around) around.push(hop)
    else beyond.set(hop.table, [hop])
  }
  return [...beyond.values()].map((hops) => ({
    hops,
    fields: [...new Set(fields)].flatMap((field) => {
      const [home] = homes.get(field.id) ?? []
      return home !== undefined && hops.some(({ table }) => table === home) ? [{ field, home }] : []
    }),
  }))
}
