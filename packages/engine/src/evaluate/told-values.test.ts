import { UnderstudyError } from '@understudy/contract'
import { expect, test } from 'vitest'
import { symbolSet } from '../model/symbol-set.js'
import { fieldKey } from '../plan/group-key.js'
import { planCube } from '../plan/plan-cube.js'
import { fieldValues } from '../plan/question.js'
import type { ResultColumns } from '../snapshot/select-runner.js'
import { contextOf, withSnapshot } from '../testing/app-folder.js'
import { watched } from '../testing/watched-statements.js'
import { ask } from './ask.js'
import { evaluateHypercube } from './evaluate-hypercube.js'
import type { EvaluationContext } from './evaluation.js'
import { possibleElements, selectedScope } from './field-elements.js'

/** Sales of five regions, one of which comes to nothing in 2023, and one of which has none then. */
const sales = `CREATE TABLE sales(region VARCHAR, year INTEGER, amount INTEGER);
  INSERT INTO sales VALUES ('a', 2023, 1), ('b', 2023, 2), ('c', 2023, 0), ('d', 2023, 4), (NULL, 2023, 8), ('e', 2024, 16)`

const in2023 = new Map([['year', { values: symbolSet([0]), locked: false }]])

test('the values of a dimension are told by the rows of its chart, where these are all there', () =>
  withSnapshot(sales, async (snapshot) => {
    const { context, statements } = watched(await contextOf(snapshot))
    const shown = async (suppressZero: boolean) => {
      statements.length = 0
      const outcome = await evaluateHypercube(
        { ...context, selections: in2023 },
        {
          dimensions: [{ definition: 'region', nullSuppression: true }],
          measures: [{ expression: 'Sum(amount)' }],
          suppressZero,
        },
      )
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
      const values = statements.filter((sql) => /DISTINCT/.test(sql)).length
      return { rows: outcome.cube.rowCount, possible: outcome.cube.dimensions[0]?.stateCounts.possible, values }
    }
    expect(await shown(true)).toEqual({ rows: 3, possible: 4, values: 1 })
  }))

test('a page that does not have all rows tells nothing', () =>
  withSnapshot(sales, async (snapshot) => {
    const { view } = await contextOf(snapshot)
    const { model } = view
    const region = model.fields.find(({ name }) => name === 'region')
    if (!region) throw new Error('no region')
    const scope = selectedScope(view, in2023)
    const plan = planCube(
      model,
      {
        dimensions: [{ key: fieldKey(region), nullSuppression: false, order: {} }],
        measures: [],
        sortOrder: [0],
        suppressZero: false,
        suppressMissing: false,
      },
      { selected: scope, of: () => scope, loaded: () => undefined },
    )
    const asked = (limit: number) =>
      Promise.all([
        ask(view, { kind: 'cube page', plan, page: { offset: 0, limit } }),
        ask(view, fieldValues(model, region, scope)),
      ])
    expect(await asked(2)).toEqual([[[0, 1]], [[0, 1, 2, 3]]])
    expect(await asked(9)).toEqual([[[0, 1, 2, 3, null]], [[0, 1, 2, 3]]])
  }))

type Run = EvaluationContext['view']['snapshot']['runner']['run']

/** The same view, whose statements something else runs. */
const runBy = ({ view }: EvaluationContext, run: (plain: Run, ...of: Parameters<Run>) => Promise<ResultColumns>) => {
  const { runner } = view.snapshot
  const { run: plain } = runner
  return {
    ...view,
    snapshot: { ...view.snapshot, runner: { ...runner, run: (...of: Parameters<Run>) => run(plain, ...of) } },
  }
}

const pageOf = ({ model }: EvaluationContext['view'], name: string, scope: ReturnType<typeof selectedScope>) => {
  const field = model.fields.find((each) => each.name === name)
  if (!field) throw new Error(`no field ${name}`)
  const checked = {
    dimensions: [{ key: fieldKey(field), nullSuppression: false, order: {} }],
    measures: [],
    sortOrder: [0],
    suppressZero: false,
    suppressMissing: false,
  }
  const plan = planCube(model, checked, { selected: scope, of: () => scope, loaded: () => undefined })
  return { page: { kind: 'cube page', plan, page: { offset: 0, limit: 9 } } as const, field }
}

test('a page of other rows tells nothing of those that are asked for beside it', () =>
  withSnapshot(sales, async (snapshot) => {
    const { view } = await contextOf(snapshot)
    const everywhere = pageOf(view, 'region', selectedScope(view, new Map())).page
    const { page } = pageOf(view, 'region', selectedScope(view, in2023))
    const unordered = { ...page, plan: { ...page.plan, order: [] } } as const
    const [all, some] = await Promise.all([ask(view, everywhere), ask(view, unordered)])
    expect(all).toEqual([[0, 1, 2, 3, 4, null]])
    expect([...(some[0] ?? [])].sort()).toEqual([0, 1, 2, 3, null])
  }))

test('values that a page would have told are found when the one who asked for the page leaves', () =>
  withSnapshot(sales, async (snapshot) => {
    const leaving = new AbortController()
    const view = runBy(await contextOf(snapshot), (run, statement, signal) => {
      leaving.abort()
      return run(statement, signal)
    })
    const scope = selectedScope(view, in2023)
    const { page, field } = pageOf(view, 'region', scope)
    const [left, values] = await Promise.allSettled([
      ask(view, page, leaving.signal),
      ask(view, fieldValues(view.model, field, scope)),
    ])
    expect(left).toMatchObject({ reason: { code: 'ENGINE-QUERY-CANCELLED' } })
    expect(values).toMatchObject({ value: [[0, 1, 2, 3]] })
  }))

test('a question that cannot even be planned takes no other with it', () =>
  withSnapshot(sales, async (snapshot) => {
    const { view } = await contextOf(snapshot)
    const scope = selectedScope(view, in2023)
    const { page, field } = pageOf(view, 'region', scope)
    const [broken, values] = await Promise.allSettled([
      ask(view, { ...page, plan: { ...page.plan, cube: { ...page.plan.cube, parts: undefined as never } } }),
      ask(view, fieldValues(view.model, field, scope)),
    ])
    expect(broken.status).toBe('rejected')
    expect(values).toMatchObject({ value: [[0, 1, 2, 3]] })
  }))

test('a result that is too large for the memory takes no other with it', () =>
  withSnapshot(sales, async (snapshot) => {
    const context = await contextOf(snapshot)
    let together = 0
    const view = runBy(context, (run, statement, signal) => {
      if (!statement.sql.includes('AS p1')) return run(statement, signal)
      together++
      throw new UnderstudyError('ENGINE-RESULT-SIZE', 'its texts are too long')
    })
    const outcomes = await Promise.all(
      ['Sum(amount)', 'Max(amount)'].map((expression) =>
        evaluateHypercube(
          { ...context, view, selections: in2023 },
          { dimensions: [{ definition: 'region' }], measures: [{ expression }] },
        ),
      ),
    )
    expect(together).toBeGreaterThan(0)
    expect(outcomes.map((outcome) => outcome.ok && outcome.cube.rowCount)).toEqual([5, 5])
  }))

test('values that stand beside others which are not shown are possible all the same', () =>
  withSnapshot(
    `CREATE TABLE sales(region VARCHAR, kind VARCHAR, year INTEGER, amount INTEGER);
     INSERT INTO sales VALUES ('a', 'x', 2023, 9), ('b', 'y', 2023, 2), ('c', 'z', 2023, 1), ('c', 'w', 2024, 1)`,
    async (snapshot) => {
      const context = await contextOf(snapshot)
      const outcome = await evaluateHypercube(
        { ...context, selections: in2023 },
        {
          dimensions: [
            {
              definition: 'region',
              limit: {
                kind: 'count',
                limit: '1',
                comparison: '>',
                relative: false,
                by: '',
                direction: -1,
                global: false,
                showsOthers: false,
                collapses: false,
                keepsMissing: true,
                among: 'all',
              },
            },
            { definition: 'kind' },
          ],
          measures: [{ expression: 'Sum(amount)' }],
        },
      )
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
      expect(outcome.cube.rowCount).toBe(1)
      expect(outcome.cube.dimensions[1]?.stateCounts).toMatchObject({ possible: 3, excluded: 1 })
    },
  ))

test('values that no row of a measure has are possible, whatever rows it is made of', () =>
  withSnapshot(
    `CREATE TABLE customers AS SELECT i AS customer, 'r' || (i % 2) AS area, i % 3 AS segment FROM range(12) t(i);
     CREATE TABLE orders AS SELECT i % 9 AS customer, 2020 + i % 3 AS year, i AS amount FROM range(3000) t(i)`,
    async (snapshot) => {
      const context = await contextOf(snapshot)
      const { model } = context.view
      const of = (name: string) => {
        const field = model.fields.find((each) => each.name === name)
        if (!field) throw new Error(`no field ${name}`)
        return field
      }
      const selections = new Map([['segment', { values: symbolSet([0]), locked: false }]])
      const chart = (view: EvaluationContext['view'], expression: string) =>
        evaluateHypercube(
          { ...context, view, selections },
          { dimensions: [{ definition: 'year' }], measures: [{ expression }] },
        )
      // Sets are known from now on, so that both are asked at the same time.
      await chart(context.view, 'Sum(amount) + Sum({<area={r0}>} amount)')
      const statements: string[] = []
      const view = runBy(context, (run, statement, signal) => {
        statements.push(statement.sql)
        return run(statement, signal)
      })
      const [, possible] = await Promise.all([
        chart(view, 'Sum(amount) - Sum({<area={r0}>} amount)'),
        possibleElements(view, of('customer'), selections),
      ])
      expect(possible.size).toBe(4)
      expect(statements.length).toBeLessThan(9)
    },
  ))

test('groups of a set beyond the selection tell the values within it', () =>
  withSnapshot(
    `CREATE TABLE sales AS SELECT 'r' || (i % 4) AS region, 2020 + CAST(i % 3 AS INTEGER) AS year, i AS amount FROM range(990) t(i)
       WHERE i % 4 < 3 OR i % 3 > 0
     UNION ALL SELECT NULL, 2020, 1 UNION ALL SELECT 'r9', NULL, 1`,
    async (snapshot) => {
      const { context, statements } = watched(await contextOf(snapshot))
      const possible = async (year: number) => {
        statements.length = 0
        const selections = new Map([['year', { values: symbolSet([year]), locked: false }]])
        const outcome = await evaluateHypercube(
          { ...context, selections },
          { dimensions: [{ definition: 'region' }], measures: [{ expression: 'Sum(amount) - Sum({1} amount)' }] },
        )
        if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
        const { rowCount, dimensions } = outcome.cube
        return [rowCount, dimensions[0]?.stateCounts.possible, dimensions[0]?.stateCounts.excluded, statements.length]
      }
      // Five regions and none; r3 has no sales in 2020, and r9 those of no year.
      expect(await possible(0)).toEqual([6, 3, 2, 1])
      expect(await possible(1)).toEqual([6, 4, 1, 1])
    },
  ))

test('rows tell their totals, which count what is no row, too; where there is no row, they are asked for', () =>
  withSnapshot(sales, async (snapshot) => {
    const { context, statements } = watched(await contextOf(snapshot))
    const shown = async (expression: string) => {
      statements.length = 0
      const outcome = await evaluateHypercube(
        { ...context, selections: in2023 },
        {
          dimensions: [{ definition: 'region', nullSuppression: true }],
          measures: [{ expression }],
          suppressZero: true,
        },
      )
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
      return [outcome.cube.rowCount, outcome.cube.grandTotal.map(({ num, text }) => text ?? num), statements.length]
    }
    await shown('Min(amount)')
    expect(await shown('Sum(amount)')).toEqual([3, [15], 1])
    expect(await shown('Avg(amount)')).toEqual([3, [3], 1])
    expect(await shown("Dual('all', Max(amount))")).toEqual([3, ['all'], 1])
    expect(await shown('RowNo() * Sum(amount)')).toEqual([3, [null], 1])
    expect(await shown('Sum(amount) / Sum(TOTAL amount)')).toEqual([3, [1], 1])
    // Every row is zero.
    expect(await shown('Count(amount) - Count(region) - 1 + Count(region) - Count(amount) + 1')).toEqual([0, [0], 2])
  }))
