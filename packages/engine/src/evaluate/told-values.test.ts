import { expect, test } from 'vitest'
import { symbolSet } from '../model/symbol-set.js'
import { fieldKey } from '../plan/group-key.js'
import { planCube } from '../plan/plan-cube.js'
import { fieldValues } from '../plan/question.js'
import type { SelectStatement } from '../snapshot/select-statement.js'
import { contextOf, withSnapshot } from '../testing/app-folder.js'
import { ask } from './ask.js'
import { evaluateHypercube } from './evaluate-hypercube.js'
import { selectedScope } from './field-elements.js'

/** Sales of five regions, one of which comes to nothing in 2023, and one of which has none then. */
const sales = `CREATE TABLE sales(region VARCHAR, year INTEGER, amount INTEGER);
  INSERT INTO sales VALUES ('a', 2023, 1), ('b', 2023, 2), ('c', 2023, 0), ('d', 2023, 4), (NULL, 2023, 8), ('e', 2024, 16)`

const in2023 = new Map([['year', { values: symbolSet([0]), locked: false }]])

test('the values of a dimension are told by the rows of its chart, where these are all there', () =>
  withSnapshot(sales, async (snapshot) => {
    const plain = await contextOf(snapshot)
    const statements: string[] = []
    const run = (statement: SelectStatement, signal?: AbortSignal) => {
      statements.push(statement.sql)
      return snapshot.runner.run(statement, signal)
    }
    const view = { ...plain.view, snapshot: { ...snapshot, runner: { ...snapshot.runner, run } } }
    const shown = async (suppressZero: boolean) => {
      statements.length = 0
      const outcome = await evaluateHypercube(
        { ...plain, view, selections: in2023 },
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
