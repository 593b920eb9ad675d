import type { DataModel, FieldModel } from '../model/data-model.js'
import { type Hop, homesOf, type JoinRoute } from '../model/join-route.js'
import type { Constraint } from '../plan/data-scope.js'
import { type AllowedElements, conditionOf, type SymbolCondition, symbolsAllowed } from '../plan/symbol-condition.js'
import { dataTable, elementColumn } from '../snapshot/snapshot-schema.js'
import { printElements } from './element-filter.js'
import type { PrintFrame } from './print-frame.js'
import { symbolFilter, symbolsFound } from './symbol-condition.js'
import { firstPresent, tableAlias } from './table-alias.js'
import type { TestJoins } from './test-joins.js'

/** Where a filter stands: the way from the combined tables, and those that it is not printed beyond. */
export interface Place {
  readonly route: JoinRoute
  /** The tables of the FROM clause. */
  readonly joined: ReadonlySet<number>
  /** Tables that are restricted elsewhere, with all beyond them. */
  readonly apart: ReadonlySet<number>
}

/**
 * What keeps rows of joined tables: joins that leave rows out and repeat none, each with the joined table that it stands
 * behind, and conditions. All have to hold.
 */
export interface RowFilter {
  readonly joins: readonly FilterJoin[]
  readonly conditions: readonly string[]
}

export interface FilterJoin {
  readonly behind: number
  readonly sql: string
}

/**
 * How lists of values and tables beyond the joined ones filter: by joins, which are faster, or by conditions alone, which may
 * read tables that are joined to the rows for them.
 */
export type FilterForm = 'join' | 'condition' | TestJoins

/** The filter of a constraint: tables of the FROM clause are filtered directly, those beyond it by semi-joins. */
export const filterOf = (frame: PrintFrame, place: Place, constraint: Constraint, form: FilterForm): RowFilter => {
  const { route, joined, apart } = place
  const constrained = placedAtTables(frame.model, route, constraint)
  const filterAt = (table: number, inner: FilterForm): RowFilter =>
    together([
      ...(constrained.get(table) ?? []).map((placed) => ownFilter(frame, table, placed, inner)),
      ...childrenOf(route, table).flatMap((child) => {
        if (joined.has(child.table) || apart.has(child.table)) return []
        // Within a query of its own, lists can be joined always.
        const beyond = filterAt(child.table, 'join')
        return isEmpty(beyond) ? [] : semiJoin(child, beyond, table, inner)
      }),
    ])
  return together([...joined].map((table) => filterAt(table, form)))
}

export const together = (filters: readonly RowFilter[]): RowFilter => ({
  joins: filters.flatMap(({ joins }) => joins),
  conditions: filters.flatMap(({ conditions }) => conditions),
})

export const isEmpty = ({ joins, conditions }: RowFilter): boolean => joins.length === 0 && conditions.length === 0

/** What is allowed in which table, or in which combined tables: fields with the tables they are read from. */
export interface PlacedConstraint {
  readonly field: number
  readonly elements: AllowedElements
  readonly homes: readonly number[]
}

export const placedAtTables = (
  model: DataModel,
  route: JoinRoute,
  constraint: Constraint,
): ReadonlyMap<number, readonly PlacedConstraint[]> => {
  const placed = new Map<number, PlacedConstraint[]>()
  for (const [field, elements] of constraint) {
    const homes = homesOf(model, route, field)
    const [home] = homes
    if (home !== undefined) placed.set(home, [...(placed.get(home) ?? []), { field, elements, homes }])
  }
  return placed
}

export const ownFilter = (
  frame: PrintFrame,
  behind: number,
  { field, elements, homes }: PlacedConstraint,
  form: FilterForm,
): RowFilter => {
  const description = frame.model.fields[field]
  if (!description) return together([])
  const column = firstPresent(homes, elementColumn(field))
  const symbols = symbolsAllowed(elements)
  if (!symbols) return conditionFilter(frame, behind, column, description, conditionOf(elements), form)
  const filter = printElements(frame, symbols, column, description, form === 'join' ? 'join' : 'condition')
  return filter.form === 'condition'
    ? { joins: [], conditions: [filter.sql] }
    : { joins: [{ behind, sql: filter.sql }], conditions: [] }
}

const conditionFilter = (
  frame: PrintFrame,
  behind: number,
  column: string,
  field: FieldModel,
  condition: SymbolCondition,
  form: FilterForm,
): RowFilter => {
  const table = form === 'condition' ? undefined : symbolsFound(frame, field, condition)
  if (!table || form === 'condition') return { joins: [], conditions: [symbolFilter(frame, column, field, condition)] }
  const joined = (alias: string) => `JOIN (${table.sql}) AS ${alias} ON ${alias}.listed = ${column}`
  const alias = `l${field.id}`
  if (form === 'join' && !table.others) return { joins: [{ behind, sql: joined(alias) }], conditions: [] }
  const optional = (name: string) => `LEFT ${joined(name)}`
  const name = form === 'join' ? alias : form.join(optional)
  const found = table.others ? `(${name}.listed IS NULL AND ${column} IS NOT NULL)` : `${name}.listed IS NOT NULL`
  return { joins: form === 'join' ? [{ behind, sql: optional(name) }] : [], conditions: [found] }
}

export const childrenOf = (route: JoinRoute, table: number): readonly Hop[] =>
  [...route.values()].filter((hop) => hop.parent === table)

/** A table of which each row meets one at most can be joined: it repeats none. */
export const semiJoin = (
  { table, keyFields, keyTables, single }: Hop,
  { joins, conditions }: RowFilter,
  behind: number,
  form: FilterForm,
): RowFilter => {
  const around = keyFields.map((field) => firstPresent(keyTables, elementColumn(field)))
  const within = keyFields.map((field) => `${tableAlias(table)}.${elementColumn(field)}`)
  const from = [`${dataTable(table)} AS ${tableAlias(table)}`, ...joins.map(({ sql }) => sql)].join(' ')
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`
  if (!single || form !== 'join')
    return {
      joins: [],
      conditions: [`(${around.join(', ')}) IN (SELECT ${within.join(', ')} FROM ${from}${where})`],
    }
  const alias = `q${table}`
  const columns = within.map((column, index) => `${column} AS k${index}`)
  const on = around.map((column, index) => `${alias}.k${index} = ${column}`)
  return {
    joins: [
      { behind, sql: `JOIN (SELECT ${columns.join(', ')} FROM ${from}${where}) AS ${alias} ON ${on.join(' AND ')}` },
    ],
    conditions: [],
  }
}
