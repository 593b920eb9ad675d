import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluateHypercube } from '../evaluate/evaluate-hypercube.js'
import { evaluateListObject } from '../evaluate/evaluate-list-object.js'
import { openDataView } from '../security/data-view.js'
import { assertAgreement } from './oracle/agreement.js'
import { askAll } from './oracle/asked.js'
import { type OracleApp, symbolsOf } from './oracle/oracle-app.js'
import { type OracleCubeRow, oracleCube } from './oracle/oracle-cube.js'
import { type OracleSelections, oracleStates } from './oracle/oracle-list.js'
import { dimensionComparison, type OracleOrder, rowComparison, sortCriteria } from './oracle/oracle-order.js'
import { oracleView } from './oracle/oracle-security.js'
import { randomApp } from './oracle/random-app.js'
import { randomMeasure, randomSelections } from './oracle/random-query.js'
import { sceneText } from './oracle/scene-text.js'
import { selectionStateOf } from './oracle/selection-state.js'
import { withoutSecondTry } from './oracle/without-second-try.js'
import { withReloadedApp } from './oracle/written-app.js'

const direction = fc.constantFrom(1 as const, -1 as const)

/** Sums of quotients depend on the order of rows in their last digits, so they cannot tell the order of rows. */
const exactMeasure = (app: OracleApp) => randomMeasure(app).filter((measure) => !measure.source.includes('/'))

const randomOrder = (app: OracleApp): fc.Arbitrary<OracleOrder> =>
  fc.record(
    {
      expression: fc.record({ measure: exactMeasure(app), direction }),
      frequency: direction,
      numeric: direction,
      text: direction,
      loadOrder: direction,
    },
    { requiredKeys: [] },
  )

const openApp = randomApp.map((app): OracleApp => ({ ...app, sectionAccess: null }))

const scene = openApp.chain((app) => {
  const cube = fc.record({
    dimensions: fc.shuffledSubarray(
      [...new Set(app.tables.flatMap((table) => table.columns.map(({ name }) => name)))],
      {
        minLength: 1,
        maxLength: 2,
      },
    ),
    orders: fc.tuple(randomOrder(app), randomOrder(app)),
    measures: fc.array(fc.tuple(exactMeasure(app), fc.constantFrom(1 as const, -1 as const, 0 as const)), {
      maxLength: 2,
    }),
    priority: fc.shuffledSubarray([0, 1, 2, 3]),
    suppressZero: fc.boolean(),
    suppressMissing: fc.boolean(),
    nullSuppression: fc.boolean(),
  })
  return fc.record({
    app: fc.constant(app),
    selections: randomSelections(app),
    cubes: fc.array(cube, { minLength: 14, maxLength: 18 }),
    together: fc.boolean(),
  })
})

test('rows come in the order the oracle gives, with the same rows suppressed', { timeout: 3_600_000 }, () =>
  assertAgreement({
    scenes: scene,
    ofThousand: 150,
    compare: ({ app, selections, cubes, together }, compared) =>
      withReloadedApp(app, async (snapshot) => {
        const view = await openDataView(withoutSecondTry(snapshot), {
          tenantId: 't',
          userId: 'u',
          subject: 's',
          groups: [],
        })
        const expected = oracleView(app, { subject: 's', groups: [] })
        if (!expected) throw new Error('an app without section access is open')
        const questions = cubes.map((cube) => ({
          question: () => `${sceneText(app, selections)}\n${JSON.stringify(cube)}`,
          compare: async () => {
            await assertSameRows(cube)
            compared()
          },
        }))
        await askAll(questions, together)

        async function assertSameRows(cube: (typeof cubes)[number]) {
          if (!expected) return
          const { dimensions, suppressZero, suppressMissing, nullSuppression } = cube
          const { measures } = cube
          const orders = dimensions.map((_, index): OracleOrder => cube.orders[index] ?? {})
          const columns = [...dimensions, ...measures].map((_, column) => column)
          const priority = [...new Set([...cube.priority.filter((column) => columns.includes(column)), ...columns])]
          const outcome = await evaluateHypercube(
            { view, selections: selectionStateOf(selections) },
            {
              dimensions: dimensions.map((definition, index) => ({
                definition,
                sort: sortCriteria(orders[index] ?? {}),
                nullSuppression,
              })),
              measures: measures.map(([measure, sortByNumeric]) => ({ expression: measure.source, sortByNumeric })),
              interColumnSortOrder: cube.priority,
              suppressZero,
              suppressMissing,
            },
          )
          if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
          const wanted = oracleCube(
            expected,
            dimensions,
            measures.map(([measure]) => measure),
            selections,
          )
            .filter((row) => !nullSuppression || !row.elements.includes(-2))
            .filter((row) => measures.length === 0 || !suppressMissing || row.measures.some((value) => value !== null))
            .filter(
              (row) =>
                measures.length === 0 || !suppressZero || row.measures.some((value) => value !== null && value !== 0),
            )
            .sort(
              rowComparison(
                dimensions.map((field, index) => dimensionComparison(expected, field, orders[index] ?? {}, selections)),
                measures.map(([, sort]) => sort),
                priority,
              ),
            )
          expect(outcome.cube.effectiveSortOrder).toEqual(priority)
          const half = Math.floor(wanted.length / 2)
          const pages = [...(await outcome.cube.page(0, half)), ...(await outcome.cube.page(half, 1_000))]
          const actual = pages.map(
            (row): OracleCubeRow => ({
              elements: row.slice(0, dimensions.length).map((cell) => cell.elem),
              measures: row.slice(dimensions.length).map((cell) => cell.text ?? cell.num),
            }),
          )
          expect(actual).toEqual(wanted)
          const [field] = dimensions
          if (field !== undefined) await assertListOrder(field, orders[0] ?? {})
        }

        async function assertListOrder(field: string, order: OracleOrder) {
          if (!expected) return
          const sort = { ...sortCriteria(order), byState: 1 as const }
          const outcome = await evaluateListObject(
            { view, selections: selectionStateOf(selections) },
            { definition: field, sort, frequency: true },
          )
          if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
          const outside: OracleSelections = new Map([...selections].filter(([name]) => name !== field))
          const states = oracleStates(expected, field, selections)
          const rank = (element: number) =>
            ['SL', 'O', 'A', 'XSXL'].findIndex((s) => s.includes(states.get(element) ?? ''))
          const stateRank = (element: number) => (states.get(element) === 'X' ? 4 : rank(element))
          const compare = dimensionComparison(expected, field, order, outside)
          const wanted = symbolsOf(app, field)
            .map((_, element) => element)
            .filter((element) => states.has(element))
            .sort((a, b) => stateRank(a) - stateRank(b) || compare(a, b))
          expect(outcome.list.page(0, 1_000).map((row) => row.elem)).toEqual(wanted)
        }
      }),
  }),
)
