import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluateHypercube } from '../evaluate/evaluate-hypercube.js'
import type { Cell, LimitRequest } from '../evaluate/evaluation.js'
import { type DataView, openDataView } from '../security/data-view.js'
import { assertAgreement } from './oracle/agreement.js'
import { askAll } from './oracle/asked.js'
import { fieldNames, type OracleApp, type OracleValue } from './oracle/oracle-app.js'
import { oracleCube } from './oracle/oracle-cube.js'
import { fieldsOfAggregate, type OracleMeasure } from './oracle/oracle-expression.js'
import { oracleLimitedCube } from './oracle/oracle-limit.js'
import type { OracleSelections } from './oracle/oracle-list.js'
import { type OracleView, oracleView } from './oracle/oracle-security.js'
import { randomApp, randomPrincipal } from './oracle/random-app.js'
import { randomMeasure, randomSelections } from './oracle/random-query.js'
import { sceneText } from './oracle/scene-text.js'
import { selectionStateOf } from './oracle/selection-state.js'
import { withReloadedApp } from './oracle/written-app.js'

/** What ranks: numbers that are added up in any order to the same digits. */
const rankingMeasure = (app: OracleApp) =>
  randomMeasure(app).filter(({ source }) => !/[/&]|Avg|If/.test(source.replaceAll('/=', '')))

const leftOut = fc.constantFrom<LimitRequest['among']>('all', 'all', 'present', 'not zero')

const randomLimit: fc.Arbitrary<Omit<LimitRequest, 'among'>> = fc
  .constantFrom<LimitRequest['kind']>('count', 'count', 'value', 'running')
  .chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      relative: kind === 'count' ? fc.constant(false) : fc.boolean(),
      comparison: fc.constantFrom<LimitRequest['comparison']>('>=', '>', '<=', '<'),
      number: fc.integer({ min: 0, max: 8 }),
      by: fc.constant(''),
      direction: fc.constantFrom<LimitRequest['direction']>(-1, -1, 0, 1),
      global: fc.boolean(),
      showsOthers: fc.constantFrom(true, true, false),
      collapses: fc.boolean(),
      keepsMissing: fc.boolean(),
    }),
  )
  .map(({ number, ...limit }) => ({
    ...limit,
    limit: String(limit.kind === 'count' ? Math.floor(number / 2) : limit.relative ? number / 8 : number * 2 - 4),
  }))

const randomCube = (app: OracleApp) =>
  fc.shuffledSubarray([...fieldNames(app)], { minLength: 1, maxLength: 3 }).chain((fields) =>
    fc.record({
      dimensions: fc.tuple(
        ...fields.map((field) =>
          fc.record({
            field: fc.constant(field),
            nullSuppression: fc.boolean(),
            limit: fc.option(randomLimit, { freq: 4 }),
          }),
        ),
      ),
      leftOut,
      ranking: rankingMeasure(app),
      others: fc.array(randomMeasure(app), { maxLength: 2 }),
    }),
  )

type RandomCube = typeof randomCube extends (app: OracleApp) => fc.Arbitrary<infer Cube> ? Cube : never

const scene = randomApp.chain((app) =>
  fc.record({
    app: fc.constant(app),
    principals: fc.array(randomPrincipal, { minLength: 1, maxLength: 2 }),
    selections: fc.array(randomSelections(app), { minLength: 1, maxLength: 2 }),
    cubes: fc.array(randomCube(app), { minLength: 8, maxLength: 10 }),
    together: fc.boolean(),
  }),
)

test('limited dimensions show what the oracle shows', { timeout: 3_600_000 }, () =>
  assertAgreement({
    scenes: scene,
    ofThousand: 200,
    compare: ({ app, principals, selections, cubes, together }, compared) =>
      withReloadedApp(app, async (snapshot) => {
        for (const principal of principals) {
          const expected = oracleView(app, principal)
          if (!expected) continue
          const view = await openDataView(snapshot, { tenantId: 't', userId: 'u', ...principal })
          const places = await loadOrders(view, expected)
          for (const made of selections) {
            const visible = new Map([...made].filter(([field]) => expected.fields.includes(field)))
            const questions = cubes.map((cube) => ({
              question: () => `${sceneText(app, visible, principal)}\n${JSON.stringify(cube)}`,
              compare: async () => {
                await assertSameCube(view, expected, places, cube, visible)
                compared()
              },
            }))
            await askAll(questions, together)
          }
        }
      }),
  }),
)

type Places = ReadonlyMap<string, ReadonlyMap<number, number>>

/** Where values stand in load order, of which ties hang: sorting has tests of its own. */
const loadOrders = async (view: DataView, { fields }: OracleView): Promise<Places> => {
  const places = new Map<string, ReadonlyMap<number, number>>()
  for (const field of fields) {
    const outcome = await evaluateHypercube(
      { view, selections: new Map() },
      { dimensions: [{ definition: field }], measures: [] },
    )
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
    const rows = await outcome.cube.page(0, 1_000)
    places.set(field, new Map(rows.map(([cell], place) => [cell?.symbol ?? cell?.elem ?? -2, place])))
  }
  return places
}

const assertSameCube = async (
  view: DataView,
  expected: OracleView,
  places: Places,
  { dimensions: asked, leftOut: among, ranking, others }: RandomCube,
  selections: OracleSelections,
) => {
  const exists = (field: string) => expected.fields.includes(field)
  const isVisible = (measure: OracleMeasure) => measure.aggregates.flatMap(fieldsOfAggregate).every(exists)
  const dimensions = asked
    .filter(({ field }) => exists(field))
    .map(({ limit, ...dimension }) => ({ ...dimension, limit: limit ? { ...limit, among } : undefined }))
  const measures = [ranking, ...others].filter(isVisible)
  if (measures[0] !== ranking || dimensions.length === 0) return
  const outcome = await evaluateHypercube(
    { view, selections: selectionStateOf(selections) },
    {
      dimensions: dimensions.map(({ field, nullSuppression, limit }) => ({
        definition: field,
        nullSuppression,
        ...(limit ? { limit } : {}),
      })),
      measures: measures.map(({ source }) => ({ expression: source })),
      suppressMissing: among === 'present',
      suppressZero: among === 'not zero',
    },
  )
  if (!outcome.ok) {
    if (outcome.errors.every(({ message }) => message.includes('limited within others'))) return
    throw new Error(JSON.stringify(outcome.errors))
  }
  const rows = await outcome.cube.page(0, 10_000)
  const actual = rows.map((row) => ({
    elements: row.slice(0, dimensions.length).map((cell) => cell.symbol ?? cell.elem),
    measures: row.slice(dimensions.length).map(measured),
  }))
  const wanted = oracleLimitedCube({
    view: expected,
    dimensions,
    measures,
    selections,
    leftOut: among,
    placeOf: (field, element) => places.get(field)?.get(element) ?? Number.POSITIVE_INFINITY,
  })
  expect(sorted(actual)).toEqual(sorted(wanted.map((row) => ({ ...row, measures: row.measures.map(close) }))))
  const fields = dimensions.map(({ field }) => field)
  const totals = oracleCube(expected, [], measures, selections, fields)[0]?.measures ?? []
  expect(outcome.cube.grandTotal.map(measured)).toEqual(totals.map(close))
  expect(outcome.cube.hasOthers).toBe(wanted.some(({ elements }) => elements.includes(-3)))
}

const sorted = <T extends { readonly elements: readonly number[] }>(list: readonly T[]) =>
  [...list].sort((a, b) => (a.elements.join() < b.elements.join() ? -1 : 1))

const measured = (cell: Cell): OracleValue => cell.text ?? cell.num

/** Sums of quotients may differ in the last digits, by the order of the rows. */
const close = (value: OracleValue) => (typeof value === 'number' ? expect.closeTo(value, 8) : value)
