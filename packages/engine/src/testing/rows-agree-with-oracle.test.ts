import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluateHypercube } from '../evaluate/evaluate-hypercube.js'
import { openDataView } from '../security/data-view.js'
import { assertAgreement } from './oracle/agreement.js'
import { askAll } from './oracle/asked.js'
import { fieldNames, type OracleApp } from './oracle/oracle-app.js'
import { type OracleCubeRow, oracleCube } from './oracle/oracle-cube.js'
import type { OracleMeasure } from './oracle/oracle-expression.js'
import { dimensionComparison, type OracleOrder, rowComparison, sortCriteria } from './oracle/oracle-order.js'
import type { RowResult, RowsExpression, ShownTable } from './oracle/oracle-rows.js'
import { oracleView } from './oracle/oracle-security.js'
import { randomApp } from './oracle/random-app.js'
import { randomMeasure, randomSelections } from './oracle/random-query.js'
import { randomRowsExpression } from './oracle/random-rows.js'
import { sceneText } from './oracle/scene-text.js'
import { selectionStateOf } from './oracle/selection-state.js'
import { withoutSecondTry } from './oracle/without-second-try.js'
import { withReloadedApp } from './oracle/written-app.js'

const direction = fc.constantFrom(1 as const, -1 as const)

/** Numbers whose last digits do not hang on the order in which they are added up; `/=` only takes values from a set. */
const exactNumber = (app: OracleApp) =>
  randomMeasure(app).filter(({ source }) => !/[/&]/.test(source.replaceAll('/=', '')))

const inBrackets = ({ source }: OracleMeasure): string => `(${source.replace(/^=/, '')})`

const randomOrder: fc.Arbitrary<OracleOrder> = fc.record(
  { frequency: direction, numeric: direction, text: direction, loadOrder: direction },
  { requiredKeys: [] },
)

const randomTable = (app: OracleApp) =>
  fc.tuple(exactNumber(app), exactNumber(app)).chain(([first, second]) =>
    fc.record({
      bases: fc.constant([first, second]),
      dimensions: fc.shuffledSubarray([...fieldNames(app)], { minLength: 1, maxLength: 3 }),
      orders: fc.tuple(randomOrder, randomOrder, randomOrder),
      columns: fc.array(randomRowsExpression([first, second].map(inBrackets)), {
        minLength: 1,
        maxLength: 3,
      }),
      sorts: fc.array(fc.constantFrom(1 as const, -1 as const, 0 as const), { minLength: 5, maxLength: 5 }),
      priority: fc.shuffledSubarray([0, 1, 2, 3, 4]),
      nullSuppression: fc.boolean(),
      suppressZero: fc.boolean(),
    }),
  )

const scene = randomApp
  .map((app): OracleApp => ({ ...app, sectionAccess: null }))
  .chain((app) =>
    fc.record({
      app: fc.constant(app),
      selections: randomSelections(app),
      tables: fc.array(randomTable(app), { minLength: 14, maxLength: 18 }),
      together: fc.boolean(),
    }),
  )

test('what is computed from other rows is what the oracle computes', { timeout: 3_600_000 }, () =>
  assertAgreement({
    scenes: scene,
    ofThousand: 150,
    compare: ({ app, selections, tables, together }, compared) =>
      withReloadedApp(app, async (snapshot) => {
        const view = await openDataView(withoutSecondTry(snapshot), {
          tenantId: 't',
          userId: 'u',
          subject: 's',
          groups: [],
        })
        const expected = oracleView(app, { subject: 's', groups: [] })
        if (!expected) throw new Error('an app without section access is open')
        const questions = tables.map((table) => ({
          question: () => `${sceneText(app, selections)}\n${JSON.stringify(table)}`,
          compare: async () => {
            await assertSameRows(table)
            compared()
          },
        }))
        await askAll(questions, together)

        async function assertSameRows(table: (typeof tables)[number]) {
          if (!expected) return
          const { bases, dimensions, columns, nullSuppression, suppressZero } = table
          const outcome = await evaluateHypercube(
            { view, selections: selectionStateOf(selections) },
            {
              dimensions: dimensions.map((definition, index) => ({
                definition,
                sort: sortCriteria(table.orders[index] ?? {}),
                nullSuppression,
              })),
              measures: columns.map(({ source }, index) => ({
                expression: source,
                sortByNumeric: table.sorts[index] ?? 0,
              })),
              interColumnSortOrder: table.priority,
              suppressZero,
            },
          )
          if (!outcome.ok) throw new Error(JSON.stringify([outcome.errors, columns]))

          const all = [...dimensions, ...columns].map((_, column) => column)
          const asked = [...new Set([...table.priority.filter((column) => all.includes(column)), ...all])]
          const isDimension = (column: number) => column < dimensions.length
          const byDimensions = asked.filter(isDimension)
          const priority = columns.some(({ ordered }) => ordered)
            ? [...byDimensions, ...asked.filter((column) => !isDimension(column))]
            : asked
          const comparisons = dimensions.map((field, index) =>
            dimensionComparison(expected, field, table.orders[index] ?? {}, selections),
          )
          const written = (measure: OracleMeasure) => columns.some(({ source }) => source.includes(inBrackets(measure)))
          const used = bases.filter(written)
          const shown: ShownTable = {
            innermost: byDimensions.at(-1) ?? 0,
            rows: oracleCube(expected, dimensions, used, selections)
              .filter(({ elements }) => !nullSuppression || !elements.includes(-2))
              .sort(rowComparison(comparisons, [], byDimensions))
              .map(({ elements, measures }) => ({
                elements,
                values: bases.map((base) => measures[used.indexOf(base)] ?? null),
              })),
          }
          const computed = shown.rows.map(({ elements }, at) => ({
            elements,
            results: columns.map((column) => column.evaluate(shown, at)),
          }))
          const worth = ({ number, text }: RowResult) => (number === null ? text !== undefined : number !== 0)
          const numbers = (row: (typeof computed)[number]): OracleCubeRow => ({
            elements: row.elements,
            measures: row.results.map(({ number }) => number),
          })
          const sorts = columns.some(({ ordered }) => ordered) ? [] : columns.map((_, index) => table.sorts[index] ?? 0)
          const compare = rowComparison(comparisons, sorts, priority)
          const wanted = computed
            .filter(({ results }) => !suppressZero || results.some(worth))
            .sort((a, b) => compare(numbers(a), numbers(b)))

          expect(outcome.cube.effectiveSortOrder).toEqual(priority)
          const half = Math.floor(wanted.length / 2)
          const pages = [...(await outcome.cube.page(0, half)), ...(await outcome.cube.page(half, 1_000))]
          const actual = pages.map((row) => ({
            elements: row.slice(0, dimensions.length).map(({ elem }) => elem),
            results: row
              .slice(dimensions.length)
              .map(({ num, text }) => (text === null ? { number: num } : { number: num, text })),
          }))
          const sources = columns.map(({ source }) => source)
          expect({ sources, actual }).toEqual({
            sources,
            actual: wanted.map((row) => ({ ...row, results: row.results.map(close) })),
          })
          const [column] = columns
          if (column) await assertAggr(table, column)
        }

        /**
         * The same expression in `Aggr`: its rows are those with a value of each field, each field in one order. Those that
         * are not selected, which a set brought, are seen from others but do not count.
         */
        async function assertAggr({ dimensions, bases, orders }: (typeof tables)[number], column: RowsExpression) {
          if (!expected) return
          const sorts = dimensions.map((_, index) => aggrSort(orders[index] ?? {}))
          const fields = dimensions.map((field, index) => `([${field}], (${sorts[index]?.written}))`)
          const used = bases.filter((measure) => column.source.includes(inBrackets(measure)))
          const shown: ShownTable = {
            innermost: dimensions.length - 1,
            rows: oracleCube(expected, dimensions, used, selections)
              .filter(({ elements }) => !elements.includes(-2))
              .sort(
                rowComparison(
                  dimensions.map((field, index) =>
                    dimensionComparison(expected, field, sorts[index]?.order ?? {}, selections),
                  ),
                  [],
                  [...dimensions.keys()],
                ),
              )
              .map(({ elements, measures }) => ({
                elements,
                values: bases.map((base) => measures[used.indexOf(base)] ?? null),
              })),
          }
          const selected = new Set(
            oracleCube(expected, dimensions, [], selections).map(({ elements }) => elements.join()),
          )
          const numbers = shown.rows.map(({ elements }, at) =>
            selected.has(elements.join()) ? (column.evaluate(shown, at).number ?? 0) : 0,
          )
          const expression = `Sum(Aggr(${column.source}, ${fields.join(', ')}))`
          const outcome = await evaluateHypercube(
            { view, selections: selectionStateOf(selections) },
            { dimensions: [], measures: [{ expression }] },
          )
          if (!outcome.ok) throw new Error(JSON.stringify([outcome.errors, expression]))
          const wanted = expect.closeTo(
            numbers.reduce((sum, number) => sum + number, 0),
            6,
          )
          expect([expression, outcome.cube.grandTotal[0]?.num]).toEqual([expression, wanted])
        }
      }),
  }),
)

/** One of the orders of a dimension, as `Aggr` writes it. */
const aggrSort = ({ frequency, numeric, text, loadOrder }: OracleOrder): { written: string; order: OracleOrder } => {
  const written = (by: string, direction: number) => `${by}, ${direction === 1 ? 'ASCENDING' : 'DESCENDING'}`
  if (frequency) return { written: written('FREQUENCY', frequency), order: { frequency } }
  if (numeric) return { written: written('NUMERIC', numeric), order: { numeric } }
  if (text) return { written: written('TEXT', text), order: { text } }
  return { written: written('LOAD_ORDER', loadOrder ?? 1), order: { loadOrder: loadOrder ?? 1 } }
}

/** Quotients and roots differ in their last digits. */
const close = ({ number, ...rest }: RowResult) => ({
  number: number === null ? null : expect.closeTo(number, 8),
  ...rest,
})
