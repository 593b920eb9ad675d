import { argumentTables } from './argument-tables.js'
import type { OracleValue } from './oracle-app.js'
import { elementOf, oracleCube } from './oracle-cube.js'
import { aggregate, type OracleAggregate, type OracleMeasure, type OracleSet } from './oracle-expression.js'
import { type OracleSelections, satisfies, universeFields } from './oracle-list.js'
import { recordsWithin } from './oracle-records.js'
import type { OracleView } from './oracle-security.js'

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

/**
 * What the aggregation is worth in the cells of a chart, by the element numbers of its dimensions, and the cells it has rows
 * in. The dimensions are fields of the `Aggr`; those of one with NODISTINCT may be others of the same tables.
 */
export const oracleAggr = (
  view: OracleView,
  dimensions: readonly string[],
  asked: OracleAggr,
  selections: OracleSelections,
): { readonly value: (cell: readonly number[]) => OracleValue; readonly cells: readonly (readonly number[])[] } => {
  const rows =
    asked.qualifier === 'NODISTINCT'
      ? rowsOfRecords(view, dimensions, asked, selections)
      : rowsOfGroups(view, dimensions, asked, selections)
  const grouping = dimensions.flatMap((field, index) => (!asked.total || asked.total.includes(field) ? [index] : []))
  return {
    value: (cell) =>
      aggregate(
        asked.name,
        rows.filter((row) => grouping.every((index) => row.cell[index] === cell[index])).map(({ value }) => value),
      ),
    cells: grouping.length === dimensions.length ? rows.map(({ cell }) => cell) : [],
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

const rowsOfGroups = (
  view: OracleView,
  dimensions: readonly string[],
  asked: OracleAggr,
  selections: OracleSelections,
): readonly AggrRow[] => {
  const values = table(view, asked, selections)
  return oracleCube(view, asked.fields, [], selectionsOf(view, asked, selections)).flatMap(({ elements }) => {
    const value = values.get(elements.join())
    if (value === undefined) return []
    return [{ cell: dimensions.map((field) => elements[asked.fields.indexOf(field)] ?? -2), value }]
  })
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
  return universe.combinations.flatMap((member) => {
    if (!tables.some((index) => member.rows.has(index)) || !satisfies(view, universe, member, within)) return []
    const value = values.get(asked.fields.map((field) => elementOf(view, field, member)).join())
    if (value === undefined) return []
    return [{ cell: dimensions.map((field) => elementOf(view, field, member)), value }]
  })
}
