import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { symbolSet } from '../model/symbol-set.js'
import type { DataView } from '../security/data-view.js'
import type { SelectionState } from '../selections/selection-state.js'
import { createResultCache } from '../snapshot/result-cache.js'
import { openSnapshot } from '../snapshot/snapshot.js'
import { contextOf, withAppFolder, withSnapshot } from '../testing/app-folder.js'
import { rowsBy, selecting, total } from '../testing/small-model.js'
import { watched } from '../testing/watched-statements.js'
import { evaluateHypercube } from './evaluate-hypercube.js'
import type { EvaluationContext, HypercubeRequest } from './evaluation.js'
import { type ExpressionNames, noExpressionNames } from './expansion/expression-names.js'

/** `some` sees two alternatives, one by `Year` and one by `Region`; `one` sees a region without amounts. */
const data = `
  CREATE TABLE facts AS SELECT i AS "Id", 2020 + i % 3 AS "Year", 'M' || i % 4 AS "Month", 'P' || i % 5 AS "Product",
    'C' || i % 7 AS "City", i % 11 AS "Amount", i % 6 AS "Units" FROM range(1, 400) r(i);
  CREATE TABLE cities AS SELECT DISTINCT "City", 'R' || right("City", 1)::INTEGER % 3 AS "Region" FROM facts;
  CREATE TABLE island AS SELECT * FROM (VALUES ('x'), ('y')) t("Away");
  CREATE TABLE SECTION_ACCESS AS SELECT * FROM (VALUES ('ADMIN', 'anybody', NULL, NULL, NULL),
    ('USER', 'some', '2021', NULL, NULL), ('USER', 'some', NULL, 'R1', NULL), ('USER', 'one', NULL, 'R2', 'Amount'))
    s("ACCESS", "USERID", "YEAR", "REGION", "OMIT")`

const chart = (dimensions: readonly string[], ...measures: readonly string[]): HypercubeRequest => ({
  dimensions: dimensions.map((definition) => ({ definition, nullSuppression: true, sort: { byNumeric: 1 } })),
  measures: measures.map((expression) => ({ expression, sortByNumeric: -1 })),
  interColumnSortOrder: [dimensions.length],
})

const charts: readonly HypercubeRequest[] = [
  chart(['Month'], 'Sum(Amount)'),
  chart(['Region', 'Month'], 'Sum(Amount) / Sum(TOTAL <Region> Amount)', 'Count(DISTINCT Product)'),
  chart(['Month'], 'Sum({1} Amount)', 'Sum(Amount)'),
  chart(['Region'], 'Sum({<Year={2021}>} Amount) - Sum({<Year={2020}>} Amount)'),
  chart(['Region'], 'Sum({<Year={2021}, Month={M1,M2}>} Amount) / Sum({<Month-={M3}>} Amount)'),
  chart(
    ['Product'],
    'Count({<City=P({<Units={">4"}>} City)>} Amount)',
    'Count({<City=E({<Units={">4"}>} City)>} Amount)',
  ),
  chart(['Year'], 'Avg(Aggr(Sum(Amount), Month, City))', 'Max(Aggr(Sum({1} Amount), Product))'),
  chart(['=Class(Aggr(Sum(Amount), City), 20)'], 'Count(DISTINCT City)'),
  chart(['Month'], 'RangeSum(Above(Sum(Amount), 0, 3))', 'Rank(Sum(Amount), 4)'),
  chart(['Away'], 'Sum(Amount)', 'Sum({<Away={x}>} Units)'),
  chart(['Month'], 'Sum({<City={"=Sum(Amount)>100"}>} Amount)'),
  chart(['Year'], 'Sum({<Year>} Amount) + Sum({$*1<Month={M1}>} Units)', 'Sum({1-$} Amount)'),
  chart([], 'Sum(Amount)', 'Count({<Region={R1}>} Id)'),
  {
    ...chart(['City'], 'Sum(Amount)'),
    dimensions: [
      {
        definition: 'City',
        limit: {
          kind: 'count',
          limit: '2',
          comparison: '>=',
          relative: false,
          by: '',
          direction: -1,
          global: true,
          showsOthers: true,
          collapses: false,
          keepsMissing: false,
          among: 'all',
        },
      },
    ],
  },
  {
    ...chart(['City'], 'Sum(Amount)'),
    dimensions: [{ definition: 'City', sort: { byState: 1, byFrequency: -1 } }],
    ignoreSelectionsIn: ['City'],
  },
]

const counts = { Year: 3, Month: 4, Product: 5, City: 7, Region: 3, Away: 2 }

/** Selections in the same fields, one after the other. */
const states: fc.Arbitrary<readonly SelectionState[]> = fc
  .subarray(Object.entries(counts), { minLength: 1, maxLength: 2 })
  .chain((fields) =>
    fc.array(
      fc.tuple(
        ...fields.map(([field, most]) =>
          fc.uniqueArray(fc.nat(most - 1), { minLength: 1 }).map((values) => [field, selectedOf(values)] as const),
        ),
      ),
      { minLength: 3, maxLength: 3 },
    ),
  )
  .map((chosen) => chosen.map((each) => new Map(each)))

const selectedOf = (values: readonly number[]) => ({ values: symbolSet(values), locked: false })

/** The same view, of which no result is known. */
const withoutResults = (view: DataView): DataView => ({
  ...view,
  snapshot: { ...view.snapshot, results: createResultCache(4_000_000) },
})

/** The same view of a model of which nothing is known: it is a copy. */
const withoutPlans = (view: DataView): DataView => {
  const model = { ...view.model, fields: view.model.fields.map((field) => ({ ...field })) }
  const visible = model.fields.filter(({ name }) => view.fields.has(name))
  return { ...view, model, fields: new Map(visible.map((field) => [field.name, field])) }
}

const isOfSymbols = (sql: string): boolean => sql.startsWith('SELECT num, text')

const asked = async (context: EvaluationContext, request: HypercubeRequest) => {
  const { statements, context: observed } = watched(context)
  const outcome = await evaluateHypercube(observed, request)
  if (!outcome.ok) return { errors: outcome.errors }
  const rows = await outcome.cube.page(0, 50)
  // Values of fields are read once for all views of a snapshot.
  return { statements: statements.filter((sql) => !isOfSymbols(sql)).sort(), rows, totals: outcome.cube.grandTotal }
}

describe('a cube that was checked and planned before', () => {
  it.each(['anybody', 'some', 'one'])(
    'asks and answers the same as one that was not, for %s',
    { timeout: 300_000 },
    (person) =>
      withSnapshot(data, async (snapshot) => {
        const { view } = await contextOf(snapshot, person)
        await fc.assert(
          fc.asyncProperty(states, async (selected) => {
            for (const request of charts)
              for (const state of selected) {
                const again = await asked({ view: withoutResults(view), selections: state }, request)
                const anew = withoutPlans(withoutResults(view))
                expect(again).toEqual(await asked({ view: anew, selections: state }, request))
              }
          }),
          { numRuns: Number(process.env.ORACLE_RUNS ?? 1), seed: Number(process.env.ORACLE_SEED ?? 7) },
        )
      }),
  )
})

const named = (names: Partial<ExpressionNames>): ExpressionNames => ({ ...noExpressionNames, ...names })

/** The totals of the same formula under names that change, one after the other, each under a selection of its own. */
const totalsWith = async (context: EvaluationContext, formula: string, names: readonly Partial<ExpressionNames>[]) => {
  const totals: (string | number | null)[] = []
  for (const [index, each] of names.entries()) {
    const selected = await selecting(context, 'Product', `P${index}`)
    totals.push(await total({ ...selected, names: named(each), ...stateOf(selected) }, formula))
  }
  return totals
}

/** What is selected in an alternate state beside the default one. */
const stateOf = ({ selections }: EvaluationContext): Partial<EvaluationContext> => ({
  states: new Map<string, SelectionState>([
    ['$', selections],
    ['Other', new Map([['Month', selectedOf([0])]])],
  ]),
})

describe('a cube is checked and planned anew', () => {
  const inModel = (use: (context: EvaluationContext) => Promise<void>) => () =>
    withSnapshot(data, async (snapshot) => use(await contextOf(snapshot)))

  it(
    'where a variable, a master measure or an alternate state is another',
    inModel(async (context) => {
      const variable = (value: string) => ({ variable: (name: string) => (name === 'v' ? value : undefined) })
      expect(await totalsWith(context, 'Min(Product) & v', [variable('1'), variable('2'), {}])).toEqual([
        '1',
        '2',
        expect.stringContaining('error: '),
      ])
      const measure = (expression: string) => ({ measure: (title: string) => (title === 'M' ? expression : undefined) })
      expect(
        await totalsWith(context, '[M]', [measure('MinString(Product)'), measure("MaxString(Product) & '!'")]),
      ).toEqual(['P0', 'P1!'])
      const state = (names: readonly string[]) => ({ isState: (name: string) => name === '$' || names.includes(name) })
      const outcomes = await totalsWith(context, 'Count({Other} DISTINCT Month)', [
        state(['Other']),
        state([]),
        state(['Other']),
      ])
      expect(outcomes).toEqual([1, expect.stringContaining('There is no alternate state'), 1])
    }),
  )

  it(
    'where a bookmark selects something else',
    inModel(async (context) => {
      const bookmark = (...texts: string[]) => ({
        bookmark: (name: string) => (name === 'B' ? new Map([['$', new Map([['Month', texts]])]]) : undefined),
      })
      expect(
        await totalsWith(context, "Concat({[B]} DISTINCT Month, ',')", [bookmark('M1'), bookmark('M2', 'M3'), {}]),
      ).toEqual(['M1', 'M2,M3', expect.stringContaining('error: ')])
    }),
  )

  it('where somebody else sees other fields and other rows', () =>
    withSnapshot(data, async (snapshot) => {
      const [all, some, one] = await Promise.all(['anybody', 'some', 'one'].map((who) => contextOf(snapshot, who)))
      if (!all || !some || !one) throw new Error('nobody')
      const of = (context: EvaluationContext) => total(context, 'Count(Amount)')
      for (const selected of [undefined, 'M1', 'M2']) {
        const within = (context: EvaluationContext) => (selected ? selecting(context, 'Month', selected) : context)
        const [every, part, none] = [
          await of(await within(all)),
          await of(await within(some)),
          await of(await within(one)),
        ]
        expect(Number(part)).toBeLessThan(Number(every))
        expect(none).toContain('error: ')
      }
    }))

  it(
    'where what a cube ignores and sorts by is selected otherwise',
    inModel(async (context) => {
      for (const city of ['C3', 'C5', 'C1']) {
        const selected = await selecting(context, 'City', city)
        const outcome = await evaluateHypercube(selected, {
          dimensions: [{ definition: 'City', sort: { byState: 1, byAscii: 1 } }],
          measures: [{ expression: 'Sum(Amount)' }],
          ignoreSelectionsIn: ['City'],
        })
        if (!outcome.ok) throw new Error('an error')
        expect((await outcome.cube.page(0, 1))[0]?.[0]?.text).toBe(city)
      }
    }),
  )

  it(
    'where a function of the session is worth something else',
    inModel(async (context) => {
      const counts: unknown[] = []
      for (const months of [['M1'], ['M1', 'M2']])
        counts.push(
          await total(await selecting(context, 'Month', ...months), 'GetSelectedCount(Month) + 0 * Sum(Amount)'),
        )
      expect(counts).toEqual([1, 2])
    }),
  )

  it('where data or formats were reloaded', () =>
    withAppFolder({ 'data.sql': 'CREATE TABLE t AS SELECT 1 AS "A", 5 AS "B"' }, async (app) => {
      const answers: unknown[] = []
      for (const [sql, point] of [
        ['CREATE TABLE t AS SELECT 1 AS "A", 5.5 AS "B"', '.'],
        ['CREATE TABLE t AS SELECT 9 AS "Z", 2 AS "B", 1 AS "A"', ','],
      ] as const) {
        await app.write('data.sql', sql)
        await app.write('script.qvs', `SET DecimalSep='${point}';`)
        await app.reload()
        const snapshot = await openSnapshot(app.snapshotDir)
        const context = await contextOf(snapshot)
        answers.push(await rowsBy(context, ['A'], "Num(Sum(B) / 4) & ''"))
        snapshot.close()
      }
      expect(answers).toEqual([[['1', '1.375']], [['1', '0,5']]])
    }))
})
