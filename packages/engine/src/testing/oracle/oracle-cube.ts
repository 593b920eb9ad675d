import { argumentTables, tablesBetween } from './argument-tables.js'
import { holds, type OracleValue, symbolsOf, valueAt } from './oracle-app.js'
import { aggregate, type OracleAggregate, type OracleMeasure } from './oracle-expression.js'
import { type OracleSelections, universeFields } from './oracle-list.js'
import { areWithin, type OracleRecords, recordsWithin } from './oracle-records.js'
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
 * @param shown the records whose dimension values are groups, whatever is aggregated
 */
export const oracleCube = (
  view: OracleView,
  dimensions: readonly string[],
  measures: readonly OracleMeasure[],
  selections: OracleSelections,
  own: readonly string[] = dimensions,
  valueIn: ValueIn = (field, member) => elementOf(view, field, member),
  beside: readonly string[] = [],
  shown: OracleRecords = { kind: 'selection', selections },
): readonly OracleCubeRow[] => {
  const parts = view.universes.map((universe) => partOf(view, universe, dimensions))
  const aggregates = new Map(
    measures
      .flatMap((measure) => measure.aggregates)
      .map((entry) => {
        const records = recordsWithin(view, selections, entry.outer ?? [], entry.set)
        return [entry, rowsOf(parts, records, view, entry, own, valueIn)] as const
      }),
  )
  const groups = parts
    .filter((part) => part.dimensions.length > 0)
    .map((part) => {
      const associated = beside.filter((field) => universeFields(view, part.universe).has(field))
      const bare = rowsOfTables(
        part,
        tablesOfEach(view, [...part.dimensions, ...associated]),
        shown,
        view,
        part.dimensions,
      )
      const having = [bare, ...[...aggregates.values()].flatMap((rows) => makesGroups(rows, part) ?? [])].flat()
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

  /** The rows of an aggregation that is grouped by all dimensions of a part and by no others. */
  function makesGroups(rows: AggregatedRows, part: Part): readonly Combination[] | undefined {
    if (rows.groupedBy.join() !== part.dimensions.join()) return undefined
    return rows.parts.every((touched) => rows.members(touched).length > 0)
      ? rows.parts.includes(part)
        ? rows.members(part)
        : undefined
      : undefined
  }
}

const unsigned = (value: OracleValue): OracleValue => (Object.is(value, -0) ? 0 : value)

/** Tables that are associated, with the dimensions among their fields. */
interface Part {
  readonly universe: Universe
  readonly dimensions: readonly string[]
}

const partOf = (view: OracleView, universe: Universe, dimensions: readonly string[]): Part => ({
  universe,
  dimensions: dimensions.filter((field) => universeFields(view, universe).has(field)),
})

/** What an aggregation runs over. */
interface AggregatedRows {
  readonly parts: readonly Part[]
  /** The combinations of a part that have a row of it. */
  readonly members: (part: Part) => readonly Combination[]
  /** The dimensions that group it. */
  readonly groupedBy: readonly string[]
  /** The values of the argument in a group, which is given by the dimension values of each part. */
  readonly values: (keys: ReadonlyMap<Universe, string>) => readonly OracleValue[]
}

/** What repetition does not change is read from all tables that hold a field. */
const ignoresRepetition: ReadonlySet<OracleAggregate['name']> = new Set(['CountDistinct', 'Min', 'Max'])

/** Combinations with a row of tables that is among records; of several lists of tables, those of any. */
const rowsOfTables = (
  { universe }: Part,
  lists: readonly (readonly number[])[],
  records: OracleRecords,
  view: OracleView,
  grouping: readonly string[],
): readonly Combination[] =>
  lists.flatMap((tables) => {
    const joined = tablesBetween(view.app, universe.tables, tables, grouping)
    return universe.combinations.filter(
      (member) =>
        tables.some((table) => member.rows.has(table)) && areWithin(view, universe, records, member, tables, joined),
    )
  })

const rowsOf = (
  parts: readonly Part[],
  records: OracleRecords,
  view: OracleView,
  { name, argument, total }: OracleAggregate,
  own: readonly string[],
  valueIn: ValueIn,
): AggregatedRows => {
  const fields = argument.fields.length > 0 ? argument.fields : own
  const everywhere = ignoresRepetition.has(name) && argument.bare !== null
  const touched = parts.filter(({ universe }) => fields.some((field) => universeFields(view, universe).has(field)))
  const tablesIn = ({ universe }: Part): readonly (readonly number[])[] => {
    const within = fields.filter((field) => universeFields(view, universe).has(field))
    return everywhere ? tablesOfEach(view, within) : [argumentTables(view.app, universe.tables, within)]
  }
  const groupedBy = touched.flatMap(({ dimensions }) => dimensions.filter((field) => !total || total.includes(field)))
  const found = new Map(
    touched.map((part) => {
      const grouping = groupedBy.filter((field) => part.dimensions.includes(field))
      const each = tablesIn(part).map(
        (tables) => [tables, rowsOfTables(part, [tables], records, view, grouping)] as const,
      )
      return [part, each] as const
    }),
  )
  const isOf = (member: Combination, part: Part, key: string | undefined): boolean =>
    key === undefined ||
    part.dimensions.every(
      (field, index) => (total && !total.includes(field)) || String(valueIn(field, member)) === key.split(',')[index],
    )
  return {
    parts: touched,
    members: (part) => (found.get(part) ?? []).flatMap(([, members]) => members),
    groupedBy,
    values: (keys) => {
      const tuples = touched.map((part) => {
        const key = part.dimensions.length > 0 ? keys.get(part.universe) : undefined
        const distinct = new Map<string, ReadonlyMap<string, OracleValue>>()
        for (const [tables, members] of found.get(part) ?? []) {
          for (const member of members) {
            if (!isOf(member, part, key)) continue
            const rows = tables.map((table) => [table, member.rows.get(table)] as const)
            distinct.set(JSON.stringify(rows), valuesOf(view, rows))
          }
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

/** The tables that hold any of some fields, one by one. */
const tablesOfEach = ({ app }: OracleView, fields: readonly string[]): readonly (readonly number[])[] =>
  app.tables.flatMap((table, index) => (fields.some((field) => holds(table, field)) ? [[index]] : []))

/** The element number of the value of a field; -2 where it is missing. */
export const elementOf = (view: OracleView, field: string, combination: Combination): number => {
  const value = combination.values.get(field) ?? null
  return value === null ? -2 : symbolsOf(view.app, field).indexOf(value)
}
