import { argumentTables, tablesBetween } from './argument-tables.js'
import { holds, type OracleValue } from './oracle-app.js'
import { elementOf, oracleCube } from './oracle-cube.js'
import { aggregate, type OracleAggregate, type OracleMeasure, type OracleSet } from './oracle-expression.js'
import { type OracleSelections, satisfies, universeFields } from './oracle-list.js'
import { recordsWithin } from './oracle-records.js'
import type { OracleView } from './oracle-security.js'
import type { Combination, Universe } from './universe.js'

/** An aggregation over the rows of an `Aggr`. */
export interface OracleAggr {
  readonly name: OracleAggregate['name']
  readonly inner: OracleMeasure
  /** Set of the `Aggr`, in which its rows are computed. */
  readonly innerSet?: OracleSet
  readonly fields: readonly string[]
  readonly qualifier: '' | 'DISTINCT' | 'NODISTINCT'
  /** A selection; says which rows of the `Aggr` count. */
  readonly set?: OracleSet
  readonly total?: readonly string[]
}

/** How the aggregation is written. */
export const aggrSource = ({ name, inner, innerSet, fields, qualifier, set, total }: OracleAggr): string => {
  const kept = total && total.length > 0 ? ` <${total.map((field) => `[${field}]`).join(', ')}>` : ''
  const own = innerSet && `{${innerSet.source}}`
  const expression = inner.source.replace(/^= */, '')
  // All sets before the expression are those of the table.
  const written = (expression.startsWith('{') ? [qualifier, own, expression] : [own, qualifier, expression]).filter(
    Boolean,
  )
  const table = `Aggr(${written.join(' ')}, ${fields.map((field) => `[${field}]`).join(', ')})`
  return `${name}(${[set && `{${set.source}}`, total && `TOTAL${kept}`, table].filter(Boolean).join(' ')})`
}

/** A row of an `Aggr`: the values of the chart's dimensions that it has, by element number, and its own value. */
interface AggrRow {
  readonly cell: readonly number[]
  readonly value: OracleValue
}

/** An aggregation in a chart. */
interface OracleAggrCells {
  /** What it is worth in a cell, by the element numbers of the chart's dimensions. */
  readonly value: (cell: readonly number[]) => OracleValue
  /** The dimensions that it is grouped by, and the element numbers of these where it has rows. */
  readonly grouped: readonly string[]
  readonly cells: readonly (readonly number[])[]
}

/** The dimensions of a chart over an `Aggr` with NODISTINCT are fields of its tables. */
export const oracleAggr = (
  view: OracleView,
  dimensions: readonly string[],
  asked: OracleAggr,
  selections: OracleSelections,
): OracleAggrCells => {
  // With TOTAL it is as in a chart without the other dimensions; those that are not associated do not group it.
  const associated = view.universes
    .map((universe) => universeFields(view, universe))
    .filter((fields) => asked.fields.some((field) => fields.has(field)))
  const grouping = dimensions.flatMap((field, index) =>
    (!asked.total || asked.total.includes(field)) && associated.some((fields) => fields.has(field)) ? [index] : [],
  )
  const grouped = grouping.flatMap((index) => dimensions[index] ?? [])
  const rows =
    asked.qualifier === 'NODISTINCT'
      ? rowsOfRecords(view, grouped, asked, selections)
      : rowsOfGroups(view, grouped, asked, selections)
  return {
    value: (cell) =>
      aggregate(
        asked.name,
        rows
          .filter((row) => grouping.every((index, place) => row.cell[place] === cell[index]))
          .map(({ value }) => value),
      ),
    grouped,
    cells: rows.map(({ cell }) => cell),
  }
}

/** The value of each combination of the fields. */
const table = (view: OracleView, { inner, innerSet, fields }: OracleAggr, selections: OracleSelections) => {
  const front = innerSet ? [{ set: innerSet, keepsEmpty: false }] : []
  const measure: OracleMeasure = {
    ...inner,
    aggregates: inner.aggregates.map((entry) => ({ ...entry, outer: [...front, ...(entry.outer ?? [])] })),
  }
  const shown = recordsWithin(view, selections, measure.aggregates[0]?.outer ?? [], undefined)
  const rows = oracleCube(view, fields, [measure], selections, fields, undefined, [], shown)
  return new Map(
    rows.flatMap(({ elements, measures }) =>
      elements.includes(-2) ? [] : [[elements.join(), measures[0] ?? null] as const],
    ),
  )
}

const selectionsOf = (view: OracleView, { set }: OracleAggr, selections: OracleSelections): OracleSelections => {
  const records = recordsWithin(view, selections, [], set)
  if (records.kind !== 'selection') throw new Error('the rows of an Aggr are picked by a selection')
  return records.selections
}

/**
 * A row for each combination of the fields. A dimension that is none of them has the value there that it has at the first
 * loaded record with the combination's values.
 */
const rowsOfGroups = (
  view: OracleView,
  dimensions: readonly string[],
  asked: OracleAggr,
  selections: OracleSelections,
): readonly AggrRow[] => {
  const values = table(view, asked, selections)
  const within = selectionsOf(view, asked, selections)
  const others = dimensions.filter((field) => !asked.fields.includes(field))
  const rows = view.universes.reduce<readonly ElementsOf[]>(
    (all, universe) => {
      const found = firstRecords(view, universe, asked.fields, others, within)
      return found === null ? all : all.flatMap((one) => found.map((further) => new Map([...one, ...further])))
    },
    [new Map()],
  )
  return rows.flatMap((row) => {
    const elements = (fields: readonly string[]) => fields.map((field) => row.get(field) ?? -2)
    const value = values.get(elements(asked.fields).join())
    return value === undefined ? [] : [{ cell: elements(dimensions), value }]
  })
}

/** Element numbers by field. */
type ElementsOf = ReadonlyMap<string, number>

/** @returns `null` where the tables have none of the fields */
const firstRecords = (
  view: OracleView,
  universe: Universe,
  fields: readonly string[],
  others: readonly string[],
  within: OracleSelections,
): readonly ElementsOf[] | null => {
  const inUniverse = (some: readonly string[]) => some.filter((field) => universeFields(view, universe).has(field))
  const [own, further] = [inUniverse(fields), inUniverse(others)]
  const [first] = own
  if (first === undefined) return null
  const records = view.app.tables
    .flatMap((held, index) => (holds(held, first) ? tablesBetween(view.app, universe.tables, [index], further) : []))
    .filter((index, place, all) => all.indexOf(index) === place)
  const holding = view.app.tables.flatMap((held, index) => (holds(held, first) ? [index] : []))
  const place = (member: Combination) => {
    const start = holding.findIndex((index) => member.rows.has(index))
    return [start, member.rows.get(holding[start] ?? -1) ?? -1, ...records.map((index) => member.rows.get(index) ?? -1)]
  }
  const found = new Map<string, { readonly place: readonly number[]; readonly elements: ElementsOf }>()
  for (const member of universe.combinations) {
    if (!holding.some((index) => member.rows.has(index)) || !satisfies(view, universe, member, within)) continue
    const elementsOf = (some: readonly string[]) =>
      some.map((field) => [field, elementOf(view, field, member)] as const)
    const key = elementsOf(own).join()
    const before = found.get(key)
    const loaded = place(member)
    if (before && !isBefore(loaded, before.place)) continue
    found.set(key, { place: loaded, elements: new Map([...elementsOf(own), ...elementsOf(further)]) })
  }
  return [...found.values()].map(({ elements }) => elements)
}

const isBefore = (one: readonly number[], other: readonly number[]): boolean => {
  const differing = one.findIndex((value, index) => value !== other[index])
  return differing >= 0 && (one[differing] ?? 0) < (other[differing] ?? 0)
}

/** A row at each record that the first aggregation of the expression runs over. */
const rowsOfRecords = (
  view: OracleView,
  dimensions: readonly string[],
  asked: OracleAggr,
  selections: OracleSelections,
): readonly AggrRow[] => {
  const values = table(view, asked, selections)
  const within = selectionsOf(view, asked, selections)
  const read = asked.inner.aggregates[0]?.argument.fields ?? []
  const universe = view.universes.find((one) => asked.fields.every((field) => universeFields(view, one).has(field)))
  if (!universe) throw new Error('the fields of an Aggr with NODISTINCT are of associated tables')
  const tables = argumentTables(view.app, universe.tables, read)
  const found = new Map<string, AggrRow>()
  for (const member of universe.combinations) {
    if (!tables.some((index) => member.rows.has(index)) || !satisfies(view, universe, member, within)) continue
    const group = asked.fields.map((field) => elementOf(view, field, member))
    const value = values.get(group.join())
    if (value === undefined) continue
    const cell = dimensions.map((field) => elementOf(view, field, member))
    // A record counts once in a group of the Aggr and in a cell, whatever else it is associated with.
    const record = tables.map((index) => member.rows.get(index) ?? -1)
    found.set(JSON.stringify([record, group, cell]), { cell, value })
  }
  return [...found.values()]
}
