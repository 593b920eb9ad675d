import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluateHypercube } from '../evaluate/evaluate-hypercube.js'
import { contextOf } from './app-folder.js'
import { assertAgreement } from './oracle/agreement.js'
import { askAll } from './oracle/asked.js'
import { aggrSource, type OracleAggr, oracleAggr } from './oracle/oracle-aggr.js'
import { fieldNames, type OracleApp } from './oracle/oracle-app.js'
import { oracleCube } from './oracle/oracle-cube.js'
import { type OracleSelections, universeFields } from './oracle/oracle-list.js'
import { type OracleView, oracleView } from './oracle/oracle-security.js'
import { randomApp } from './oracle/random-app.js'
import { ownColumns, randomColumnMeasure, randomMeasure, randomSelections } from './oracle/random-query.js'
import { randomSelectingSet } from './oracle/random-set.js'
import { sceneText } from './oracle/scene-text.js'
import { selectionStateOf } from './oracle/selection-state.js'
import { universesOf } from './oracle/universe.js'
import { withoutSecondTry } from './oracle/without-second-try.js'
import { withReloadedApp } from './oracle/written-app.js'

interface Table {
  readonly dimensions: readonly string[]
  readonly aggr: OracleAggr
}

const optional = <K extends string, T>(key: K, value: T | null) => (value === null ? {} : { [key]: value })

/** The fields of an `Aggr`: those of the chart with another one, or any, which may lack dimensions of the chart. */
type Grouping = readonly string[] | { readonly further: string; readonly turned: boolean }

const groupedBy = (dimensions: readonly string[], grouping: Grouping): readonly string[] => {
  if (!('further' in grouping)) return grouping
  const fields = [...new Set([...dimensions, grouping.further])]
  return grouping.turned ? fields.reverse() : fields
}

/** A chart by some fields, with an `Aggr` by these and others, or by any. */
const randomTable = (app: OracleApp): fc.Arbitrary<Table> =>
  fc
    .record({
      dimensions: fc.shuffledSubarray([...fieldNames(app)], { maxLength: 2 }),
      grouping: fc.oneof(
        fc.record({
          further: fc.constantFrom(...fieldNames(app)),
          turned: fc.boolean(),
        }),
        fc.shuffledSubarray([...fieldNames(app)], { minLength: 1, maxLength: 2 }),
      ),
      name: fc.constantFrom('Sum' as const, 'Count' as const, 'Avg' as const, 'Min' as const, 'Max' as const),
      inner: randomMeasure(app),
      innerSet: fc.option(randomSelectingSet(app), { freq: 3 }),
      qualifier: fc.constantFrom('' as const, 'DISTINCT' as const),
      set: fc.option(randomSelectingSet(app), { freq: 2 }),
      total: fc.option(fc.subarray([...fieldNames(app)], { maxLength: 1 }), { freq: 4 }),
    })
    .map(({ dimensions, grouping, innerSet, set, total, ...aggr }) => {
      return {
        dimensions,
        aggr: {
          ...aggr,
          ...optional('innerSet', innerSet),
          ...optional('set', set),
          ...optional('total', total),
          fields: groupedBy(dimensions, grouping),
        },
      }
    })

/** All of it in one table: there the groups of the `Aggr` can tell the dimensions that it lacks themselves. */
const randomTableOfColumns = (app: OracleApp): fc.Arbitrary<Table> =>
  fc.nat({ max: app.tables.length - 1 }).chain((index) => {
    const columns = ownColumns(app, index)
    const inner = randomColumnMeasure(app, index)
    if (columns.length === 0 || inner === null) return randomTable(app)
    const maxLength = Math.min(2, columns.length)
    return fc
      .record({
        dimensions: fc.shuffledSubarray([...columns], { maxLength }),
        fields: fc.shuffledSubarray([...columns], { minLength: 1, maxLength }),
        name: fc.constantFrom('Sum' as const, 'Count' as const, 'Avg' as const, 'Min' as const, 'Max' as const),
        inner,
        qualifier: fc.constantFrom('' as const, 'DISTINCT' as const),
        innerSet: fc.option(randomSelectingSet(app), { freq: 4 }),
        set: fc.option(randomSelectingSet(app), { freq: 3 }),
      })
      .map(({ dimensions, innerSet, set, ...aggr }) => ({
        dimensions,
        aggr: { ...aggr, ...optional('innerSet', innerSet), ...optional('set', set) },
      }))
  })

/** With NODISTINCT its rows are at records of associated tables, so a chart may have other fields of these. */
const randomRepeatedTable = (app: OracleApp): fc.Arbitrary<Table> =>
  randomTable(app).chain((table) => {
    const [first] = table.aggr.inner.aggregates
    const isOfKey = first?.argument.bare !== null && first?.name !== 'Sum' && first?.name !== 'Avg'
    const universe = universesOf(app).find(({ tables }) =>
      first?.argument.fields.every((field) =>
        tables.some((index) => app.tables[index]?.columns.some(({ name }) => name === field)),
      ),
    )
    const own = [
      ...new Set(universe?.tables.flatMap((index) => app.tables[index]?.columns.map(({ name }) => name) ?? [])),
    ]
    if (!first || first.argument.fields.length === 0 || isOfKey || own.length === 0) return fc.constant(table)
    return fc
      .record({
        fields: fc.shuffledSubarray(own, { minLength: 1, maxLength: 2 }),
        dimensions: fc.shuffledSubarray(own, { maxLength: 2 }),
        name: fc.constantFrom('Sum' as const, 'Count' as const, 'Avg' as const, 'Min' as const, 'Max' as const),
      })
      .map(({ fields, dimensions, name }) => ({
        dimensions,
        aggr: { ...table.aggr, fields, name, qualifier: 'NODISTINCT' as const },
      }))
  })

const scene = randomApp
  .map((app): OracleApp => ({ ...app, sectionAccess: null }))
  .chain((app) =>
    fc.record({
      app: fc.constant(app),
      // What a set selects beside nothing is often a part of it, and read with it.
      selections: fc.tuple(fc.constant<OracleSelections>(new Map()), randomSelections(app)),
      tables: fc.array(
        fc.oneof(
          { weight: 2, arbitrary: randomTable(app) },
          { weight: 2, arbitrary: randomTableOfColumns(app) },
          { weight: 1, arbitrary: randomRepeatedTable(app) },
        ),
        { minLength: 8, maxLength: 8 },
      ),
      together: fc.boolean(),
    }),
  )

/**
 * The rows of a chart that the aggregation makes: where it is grouped by all dimensions of some tables and by no others, each
 * of its groups meets all rows of the other dimensions.
 */
const rowsMade = (
  view: OracleView,
  dimensions: readonly string[],
  grouped: readonly string[],
  cells: readonly (readonly number[])[],
  selections: OracleSelections,
): readonly (readonly number[])[] => {
  const isMade = view.universes.some((universe) => {
    const own = dimensions.filter((field) => universeFields(view, universe).has(field))
    return own.length > 0 && own.join() === grouped.join()
  })
  if (!isMade) return []
  const others = dimensions.filter((field) => !grouped.includes(field))
  return oracleCube(view, others, [], selections).flatMap(({ elements }) =>
    cells.map((cell) =>
      dimensions.map((field) =>
        grouped.includes(field) ? (cell[grouped.indexOf(field)] ?? -2) : (elements[others.indexOf(field)] ?? -2),
      ),
    ),
  )
}

test('an aggregation over an Aggr runs over the rows that the oracle has', { timeout: 3_600_000 }, () =>
  assertAgreement({
    scenes: scene,
    ofThousand: 160,
    compare: ({ app, selections: several, tables, together }, compared) =>
      withReloadedApp(app, async (snapshot) => {
        const { view } = await contextOf(withoutSecondTry(snapshot), 's')
        const seen = oracleView(app, { subject: 's', groups: [] })
        if (!seen) throw new Error('an app without section access is open')
        const questions = several.flatMap((selections) =>
          tables.map(({ dimensions, aggr }) => ({
            question: () => [sceneText(app, selections), `cube of [${dimensions}]`, aggrSource(aggr)].join('\n'),
            compare: async () => {
              const outcome = await evaluateHypercube(
                { view, selections: selectionStateOf(selections) },
                {
                  dimensions: dimensions.map((field) => ({ definition: `[${field}]` })),
                  measures: [{ expression: aggrSource(aggr) }],
                },
              )
              if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
              const rows = await outcome.cube.page(0, 10_000)
              const actual = rows.map((row) => [
                row
                  .slice(0, -1)
                  .map(({ elem }) => elem)
                  .join(),
                row.at(-1)?.num ?? null,
              ])
              const { value, grouped, cells } = oracleAggr(seen, dimensions, aggr, selections)
              const shown = new Map(
                [
                  ...oracleCube(seen, dimensions, [], selections).map(({ elements }) => elements),
                  ...rowsMade(seen, dimensions, grouped, cells, selections),
                ].map((cell) => [cell.join(), cell] as const),
              )
              const wanted = [...shown].map(([key, cell]) => [key, close(value(cell))])
              expect(sorted(actual)).toEqual(sorted(wanted))
              expect(outcome.cube.grandTotal[0]?.num ?? null).toEqual(
                close(oracleAggr(seen, [], aggr, selections).value([])),
              )
              compared()
            },
          })),
        )
        await askAll(questions, together)
      }),
  }),
)

const sorted = (rows: readonly (readonly unknown[])[]) => [...rows].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))

const close = (value: unknown) => (typeof value === 'number' ? expect.closeTo(value, 8) : value)
