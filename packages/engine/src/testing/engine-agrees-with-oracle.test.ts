import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluateHypercube } from '../evaluate/evaluate-hypercube.js'
import { evaluateListObject } from '../evaluate/evaluate-list-object.js'
import type { Cell } from '../evaluate/evaluation.js'
import { type DataView, openDataView } from '../security/data-view.js'
import { assertAgreement } from './oracle/agreement.js'
import { askAll } from './oracle/asked.js'
import { fieldNames, type OracleApp, type OracleValue, symbolsOf } from './oracle/oracle-app.js'
import { oracleCube } from './oracle/oracle-cube.js'
import { fieldsOfAggregate, type OracleMeasure } from './oracle/oracle-expression.js'
import { type OracleSelections, oracleStates } from './oracle/oracle-list.js'
import { type OraclePrincipal, type OracleView, oracleView } from './oracle/oracle-security.js'
import { randomApp, randomPrincipal } from './oracle/random-app.js'
import { randomMeasure, randomSelections } from './oracle/random-query.js'
import { sceneText } from './oracle/scene-text.js'
import { selectionStateOf } from './oracle/selection-state.js'
import { withoutSecondTry } from './oracle/without-second-try.js'
import { withReloadedApp } from './oracle/written-app.js'

interface Scene {
  readonly app: OracleApp
  readonly principals: readonly OraclePrincipal[]
  readonly selections: readonly OracleSelections[]
  readonly measures: readonly OracleMeasure[]
  readonly dimensions: readonly (readonly string[])[]
  readonly together: boolean
}

const scene: fc.Arbitrary<Scene> = randomApp.chain((app) =>
  fc.record({
    app: fc.constant(app),
    principals: fc.array(randomPrincipal, { minLength: 2, maxLength: 3 }),
    selections: fc.array(randomSelections(app), { minLength: 2, maxLength: 3 }),
    measures: fc.array(randomMeasure(app), { minLength: 3, maxLength: 5 }),
    dimensions: fc.array(fc.shuffledSubarray([...fieldNames(app)], { maxLength: 2 }), { minLength: 8, maxLength: 8 }),
    together: fc.boolean(),
  }),
)

test('the engine shows every principal what the oracle shows', { timeout: 3_600_000 }, () =>
  assertAgreement({
    scenes: scene,
    ofThousand: 400,
    compare: ({ app, principals, selections, measures, dimensions, together }, compared) =>
      withReloadedApp(app, async (snapshot) => {
        for (const principal of principals) {
          const expected = oracleView(app, principal)
          const view = await openDataView(withoutSecondTry(snapshot), {
            tenantId: 't',
            userId: 'u',
            ...principal,
          }).catch((error) => {
            expect(error).toMatchObject({ code: 'ENGINE-NO-ACCESS' })
            return null
          })
          expect(view === null).toBe(expected === null)
          if (!view || !expected) continue
          expect([...view.fields.keys()]).toEqual(expected.fields)
          for (const made of selections) {
            const visible = new Map([...made].filter(([field]) => expected.fields.includes(field)))
            const scene = () => sceneText(app, visible, principal)
            const lists = expected.fields.map((field) => ({
              question: () => `${scene()}\nlist of ${field}`,
              compare: () => assertSameList(view, expected, field, visible),
            }))
            const cubes = dimensions.map((fields) => ({
              question: () => [scene(), `cube of [${fields}]`, ...measures.map(({ source }) => source)].join('\n'),
              compare: async () => {
                await assertSameCube(view, expected, fields, measures, visible)
                compared()
              },
            }))
            await askAll([...lists, ...cubes], together)
          }
        }
      }),
  }),
)

const assertSameList = async (view: DataView, expected: OracleView, field: string, selections: OracleSelections) => {
  const outcome = await evaluateListObject(
    { view, selections: selectionStateOf(selections) },
    { definition: `[${field}]` },
  )
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
  const rows = outcome.list.page(0, 1_000)
  const states = oracleStates(expected, field, selections)
  expect(new Map(rows.map((row) => [row.symbol, row.state]))).toEqual(states)
  const symbols = symbolsOf(expected.app, field)
  for (const row of rows) expect(row.text).toBe(String(symbols[row.symbol ?? -1]))
  expect(outcome.list.facts.cardinality).toBe(states.size)
}

const assertSameCube = async (
  view: DataView,
  expected: OracleView,
  asked: readonly string[],
  askedMeasures: readonly OracleMeasure[],
  selections: OracleSelections,
) => {
  const exists = (field: string) => expected.fields.includes(field)
  const dimensions = asked.filter(exists)
  const fieldsOf = (measure: OracleMeasure) => measure.aggregates.flatMap(fieldsOfAggregate)
  const measures = askedMeasures.filter((measure) => fieldsOf(measure).every(exists))
  const outcome = await evaluateHypercube(
    { view, selections: selectionStateOf(selections) },
    {
      dimensions: dimensions.map((field) => ({ definition: field })),
      measures: measures.map((measure) => ({ expression: measure.source })),
    },
  )
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
  if (dimensions.length + measures.length === 0) return
  const rows = await outcome.cube.page(0, 10_000)
  expect(rows.length).toBe(outcome.cube.rowCount)
  const actual = rows.map((row) => ({
    elements: row.slice(0, dimensions.length).map((cell) => cell.symbol ?? cell.elem),
    measures: row.slice(dimensions.length).map(measured),
  }))
  const key = (row: { readonly elements: readonly number[] }) => row.elements.join()
  const sorted = <T extends { readonly elements: readonly number[] }>(list: readonly T[]) =>
    [...list].sort((a, b) => (key(a) < key(b) ? -1 : 1))
  const wanted = oracleCube(expected, dimensions, measures, selections)
  expect(sorted(actual)).toEqual(sorted(wanted.map((row) => ({ ...row, measures: row.measures.map(close) }))))
  const totals = oracleCube(expected, [], measures, selections, dimensions)[0]?.measures ?? []
  expect(outcome.cube.grandTotal.map(measured)).toEqual(totals.map(close))
}

const measured = (cell: Cell): OracleValue => cell.text ?? cell.num

/** Sums of quotients may differ in the last digits, by the order of the rows. */
const close = (value: OracleValue) => (typeof value === 'number' ? expect.closeTo(value, 8) : value)
