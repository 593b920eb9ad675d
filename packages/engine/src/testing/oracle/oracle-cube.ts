import { holds, type OracleValue, symbolsOf } from './oracle-app.js'
import { aggregate, type OracleAggregate, type OracleMeasure } from './oracle-expression.js'
import { type OracleSelections, satisfies } from './oracle-list.js'
import type { OracleView } from './oracle-security.js'
import { reachesOnce } from './reaches-once.js'
import type { Combination } from './universe.js'

export interface OracleCubeRow {
  /** Element numbers of the dimensions; -2 for a missing value. */
  readonly elements: readonly number[]
  readonly measures: readonly OracleValue[]
}

/**
 * The rows of a cube, in no order. All fields are of one group of associated tables.
 *
 * A group exists for each combination of dimension values that occurs with a row of a dimension's table or of a
 * measure's table. Each row of a measure's table counts once in each group it occurs in.
 */
export const oracleCube = (
  view: OracleView,
  dimensions: readonly string[],
  measures: readonly OracleMeasure[],
  selections: OracleSelections,
): readonly OracleCubeRow[] => {
  const aggregates = measures.flatMap((measure) => measure.aggregates)
  const tables = new Set([
    ...aggregates.flatMap((entry) => grainTables(view, entry)),
    ...dimensions.flatMap((field) => tablesWith(view, field)),
  ])
  const groups = new Map<string, { elements: readonly number[]; members: Combination[] }>()
  for (const combination of possible(view, selections)) {
    if (![...combination.rows.keys()].some((table) => tables.has(table))) continue
    const elements = dimensions.map((field) => elementOf(view, field, combination))
    const group = groups.get(elements.join()) ?? { elements, members: [] }
    group.members.push(combination)
    groups.set(elements.join(), group)
  }
  if (dimensions.length === 0 && groups.size === 0) groups.set('', { elements: [], members: [] })
  return [...groups.values()].map(({ elements, members }) => ({
    elements,
    measures: measures.map((measure) =>
      unsigned(
        measure.evaluate(measure.aggregates.map((entry) => aggregateGroup(entry, grainTables(view, entry), members))),
      ),
    ),
  }))
}

const unsigned = (value: OracleValue): OracleValue => (Object.is(value, -0) ? 0 : value)

/** The combinations that satisfy the selections, of all groups of associated tables. */
const possible = (view: OracleView, selections: OracleSelections): readonly Combination[] =>
  view.universes.flatMap((universe) =>
    universe.combinations.filter((combination) => satisfies(view, universe, combination, selections)),
  )

/** Whether every aggregation of a measure has a table whose rows it runs over. */
export const hasGrain = (view: OracleView, measure: OracleMeasure): boolean =>
  measure.aggregates.every((entry) => grainTables(view, entry).length > 0)

const tablesWith = (view: OracleView, field: string): readonly number[] =>
  view.app.tables.flatMap((table, index) => (holds(table, field) ? [index] : []))

const elementOf = (view: OracleView, field: string, combination: Combination): number => {
  const value = combination.values.get(field) ?? null
  return value === null ? -2 : symbolsOf(view.app, field).indexOf(value)
}

/** What repetition does not change is read from all tables that hold a field. */
const ignoresRepetition: ReadonlySet<OracleAggregate['name']> = new Set(['CountDistinct', 'Min', 'Max'])

/**
 * Distinct values of one field may come from any of its tables. Other aggregations run over one table: one with a field
 * that is no key, if there is any; rather one that holds all fields; rather one with more rows.
 */
const grainTables = (view: OracleView, { name, argument }: OracleAggregate): readonly number[] => {
  if (ignoresRepetition.has(name) && argument.bare !== null) return tablesWith(view, argument.bare)
  const own = argument.fields.filter((field) => tablesWith(view, field).length === 1)
  const candidates = view.app.tables
    .map((table, index) => ({ table, index }))
    .filter(({ table }) => (own.length > 0 ? own : argument.fields).some((field) => holds(table, field)))
    .filter(({ index }) => argument.fields.every((field) => reachesOnce(view.app, index, field)))
    .sort((a, b) => b.table.rows.length - a.table.rows.length || a.index - b.index)
  const complete = candidates.filter(({ table }) => argument.fields.every((field) => holds(table, field)))
  return [...complete, ...candidates].slice(0, 1).map(({ index }) => index)
}

const aggregateGroup = (
  { name, argument }: OracleAggregate,
  grain: readonly number[],
  members: readonly Combination[],
): OracleValue => {
  if (grain.length > 1) {
    const having = members.filter((member) => grain.some((table) => member.rows.has(table)))
    return aggregate(
      name,
      having.map((member) => argument.evaluate(member.values)),
    )
  }
  const [table] = grain
  const rows = new Map<number, OracleValue>()
  for (const member of members) {
    const row = table === undefined ? undefined : member.rows.get(table)
    if (row !== undefined) rows.set(row, argument.evaluate(member.values))
  }
  return aggregate(name, [...rows.values()])
}
