import { argumentTables } from './argument-tables.js'
import { holds, type OracleValue, symbolsOf, valueAt } from './oracle-app.js'
import { aggregate, type OracleAggregate, type OracleMeasure } from './oracle-expression.js'
import { type OracleSelections, satisfies, universeFields } from './oracle-list.js'
import type { OracleView } from './oracle-security.js'
import type { Combination, Universe } from './universe.js'

export interface OracleCubeRow {
  /** Element numbers of the dimensions; -2 for a missing value. */
  readonly elements: readonly number[]
  readonly measures: readonly OracleValue[]
}

/** The element number that a combination has in a dimension. */
export type ValueIn = (field: string, member: Combination) => number

/**
 * The rows of a cube, in no order.
 *
 * A group exists for each combination of dimension values that occurs with a row of a dimension's table or of a
 * measure's table; dimensions of tables that are not associated make the product of their groups. An aggregation over
 * fields of several tables runs over the combinations of their rows, each once in each group it occurs in. Dimensions that
 * are not associated with it do not group it.
 *
 * @param own dimensions whose tables an aggregation without fields runs over; those of the cube, where it is no total
 * @param beside dimensions whose tables make groups, too, though they do not group
 * @param valueIn what a combination has in a dimension, where its values are taken together
 */
export const oracleCube = (
  view: OracleView,
  dimensions: readonly string[],
  measures: readonly OracleMeasure[],
  selections: OracleSelections,
  own: readonly string[] = dimensions,
  valueIn: ValueIn = (field, member) => elementOf(view, field, member),
  beside: readonly string[] = [],
): readonly OracleCubeRow[] => {
  const partsUnder = (made: OracleSelections) =>
    view.universes.map((universe) => partOf(view, universe, dimensions, made))
  const parts = partsUnder(selections)
  const aggregates = new Map(
    measures
      .flatMap((measure) => measure.aggregates)
      .map((entry) => {
        const within = entry.set ? partsUnder(entry.set.selections(view, selections)) : parts
        return [entry, rowsOf(within, view, entry, own, valueIn)] as const
      }),
  )
  const groups = parts
    .filter((part) => part.dimensions.length > 0)
    .map((part) => {
      const associated = beside.filter((field) => universeFields(view, part.universe).has(field))
      const dimensionTables = [...part.dimensions, ...associated].flatMap((field) => tablesWith(view, field))
      const makers = [...aggregates.values()].flatMap((rows) => {
        const made = makesGroups(rows, part)
        return made ? [{ possible: made.possible, tables: rows.tables }] : []
      })
      const having = [{ possible: part.possible, tables: dimensionTables }, ...makers].flatMap(({ possible, tables }) =>
        possible.filter(({ rows }) => [...rows.keys()].some((table) => tables.includes(table))),
      )
      return [...new Map(having.map((member) => [keyIn(part, member), member] as const)).entries()].map(
        ([key, member]) => ({ part, key, member }),
      )
    })
  return product(groups).map((group) => {
    const keys = new Map(group.map(({ part, key }) => [part.universe, key] as const))
    const members = new Map(group.map(({ part, member }) => [part, member] as const))
    return {
      elements: dimensions.map((field) => {
        const part = parts.find((candidate) => candidate.dimensions.includes(field))
        const member = part && members.get(part)
        return member ? valueIn(field, member) : -2
      }),
      measures: measures.map((measure) =>
        unsigned(
          measure.evaluate(
            measure.aggregates.map((entry) => aggregate(entry.name, aggregates.get(entry)?.values(keys) ?? [])),
          ),
        ),
      ),
    }
  })

  function keyIn(part: Part, member: Combination): string {
    return part.dimensions.map((field) => valueIn(field, member)).join()
  }

  /** The part of the records of an aggregation that is grouped by all dimensions of a part and by no others. */
  function makesGroups(rows: AggregatedRows, part: Part): Part | undefined {
    if (rows.groupedBy.join() !== part.dimensions.join()) return undefined
    return rows.parts.every((touched) => rows.any(touched))
      ? rows.parts.find(({ universe }) => universe === part.universe)
      : undefined
  }
}

const unsigned = (value: OracleValue): OracleValue => (Object.is(value, -0) ? 0 : value)

/** Tables that are associated, with the dimensions among their fields and what the selections leave of them. */
interface Part {
  readonly universe: Universe
  readonly dimensions: readonly string[]
  readonly possible: readonly Combination[]
}

const partOf = (
  view: OracleView,
  universe: Universe,
  dimensions: readonly string[],
  selections: OracleSelections,
): Part => ({
  universe,
  dimensions: dimensions.filter((field) => universeFields(view, universe).has(field)),
  possible: universe.combinations.filter((combination) => satisfies(view, universe, combination, selections)),
})

/** What an aggregation runs over. */
interface AggregatedRows {
  readonly parts: readonly Part[]
  readonly tables: readonly number[]
  readonly any: (part: Part) => boolean
  /** The dimensions that group it. */
  readonly groupedBy: readonly string[]
  /** The values of the argument in a group, which is given by the dimension values of each part. */
  readonly values: (keys: ReadonlyMap<Universe, string>) => readonly OracleValue[]
}

/** What repetition does not change is read from all tables that hold a field. */
const ignoresRepetition: ReadonlySet<OracleAggregate['name']> = new Set(['CountDistinct', 'Min', 'Max'])

const rowsOf = (
  parts: readonly Part[],
  view: OracleView,
  { name, argument, total }: OracleAggregate,
  own: readonly string[],
  valueIn: ValueIn,
): AggregatedRows => {
  const fields = argument.fields.length > 0 ? argument.fields : own
  const everywhere = ignoresRepetition.has(name) && argument.bare !== null
  const touched = parts.filter(({ universe }) => fields.some((field) => universeFields(view, universe).has(field)))
  const tablesIn = ({ universe }: Part): readonly number[] => {
    const within = fields.filter((field) => universeFields(view, universe).has(field))
    return everywhere
      ? within.flatMap((field) => tablesWith(view, field))
      : argumentTables(view.app, universe.tables, within)
  }
  const having = (part: Part, key: string | undefined) =>
    part.possible.filter(
      (member) =>
        tablesIn(part).some((table) => member.rows.has(table)) &&
        (key === undefined ||
          part.dimensions.every(
            (field, index) =>
              (total && !total.includes(field)) || String(valueIn(field, member)) === key.split(',')[index],
          )),
    )
  return {
    parts: touched,
    tables: touched.flatMap(tablesIn),
    any: (part) => having(part, undefined).length > 0,
    groupedBy: touched.flatMap(({ dimensions }) => dimensions.filter((field) => !total || total.includes(field))),
    values: (keys) => {
      const tuples = touched.map((part) => {
        const distinct = new Map<string, ReadonlyMap<string, OracleValue>>()
        for (const member of having(part, part.dimensions.length > 0 ? keys.get(part.universe) : undefined)) {
          const rows = tablesIn(part).map((table) => [table, member.rows.get(table)] as const)
          distinct.set(JSON.stringify(rows), valuesOf(view, rows))
        }
        return [...distinct.values()]
      })
      return product(tuples).map((tuple) => argument.evaluate(new Map(tuple.flatMap((values) => [...values]))))
    },
  }
}

const valuesOf = (
  view: OracleView,
  rows: readonly (readonly [number, number | undefined])[],
): ReadonlyMap<string, OracleValue> =>
  new Map(
    rows.flatMap(([index, row]) => {
      const table = view.app.tables[index]
      if (!table || row === undefined) return []
      return table.columns.map(({ name }) => [name, valueAt(table, row, name)] as const)
    }),
  )

/** All ways to take one of each; the one way to take none. */
const product = <T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] =>
  lists.reduce<readonly (readonly T[])[]>((all, list) => all.flatMap((one) => list.map((item) => [...one, item])), [[]])

const tablesWith = (view: OracleView, field: string): readonly number[] =>
  view.app.tables.flatMap((table, index) => (holds(table, field) ? [index] : []))

/** The element number of the value of a field; -2 where it is missing. */
export const elementOf = (view: OracleView, field: string, combination: Combination): number => {
  const value = combination.values.get(field) ?? null
  return value === null ? -2 : symbolsOf(view.app, field).indexOf(value)
}
