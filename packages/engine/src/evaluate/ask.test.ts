import { UnderstudyError } from '@understudy/contract'
import { describe, expect, test } from 'vitest'
import { selecting, withSmallModel } from '../testing/small-model.js'
import { watched } from '../testing/watched-statements.js'
import { evaluateHypercube } from './evaluate-hypercube.js'
import { evaluateListObject } from './evaluate-list-object.js'
import type { EvaluationContext } from './evaluation.js'

/** Three charts and a list, asked for at once. */
const dashboard = async (context: EvaluationContext) => {
  const cubes = await Promise.all(
    [
      { dimensions: [], measures: [{ expression: 'Sum(Amt)' }] },
      {
        dimensions: [{ definition: 'OrderID' }],
        measures: [{ expression: 'Sum(Amt)', sortByNumeric: -1 as const }],
        interColumnSortOrder: [1, 0],
      },
      { dimensions: [{ definition: 'Region' }], measures: [{ expression: "If(Count(Amt) > 1, 'many', 'few')" }] },
    ].map(async (request) => {
      const outcome = await evaluateHypercube(context, request)
      return outcome.ok
        ? (await outcome.cube.page(0, 10)).map((row) => row.map(({ text, num }) => text ?? num))
        : outcome
    }),
  )
  const list = await evaluateListObject(context, { definition: 'Day' })
  return { cubes, list: list.ok ? list.list.page(0, 10).map(({ text, state }) => `${text} ${state}`) : list }
}

const answers = {
  cubes: [
    [[30]],
    [
      ['2', 20],
      ['1', 10],
    ],
    [['North', 'many']],
  ],
  list: ['2024-01-05 O', '2024-02-05 O', '2024-01-10 X', '2024-03-01 X'],
}

describe('what is asked together', () => {
  test('reads the rows of one selection once', () =>
    withSmallModel(async (plain) => {
      const { statements, context } = watched(await selecting(plain, 'Cust', 'A'))
      expect(await dashboard(context)).toEqual(answers)
      const ofOrders = statements.filter((sql) => /\bt_0\b/.test(sql) && !/\bs_\d+ ORDER BY/.test(sql))
      const sharing = ofOrders.filter((sql) => sql.startsWith('WITH'))
      expect(sharing).toHaveLength(1)
      expect(sharing[0]?.match(/\bt_0 AS\b/g)).toHaveLength(1)
    }))

  test('is answered one by one where the statement of all fails', () =>
    withSmallModel(async (plain) => {
      const failure = new UnderstudyError('ENGINE-QUERY-FAILED', 'of one of them')
      const { statements, context } = watched(await selecting(plain, 'Cust', 'A'), (sql) =>
        sql.startsWith('WITH') ? failure : undefined,
      )
      expect(await dashboard(context)).toEqual(answers)
      expect(statements.filter((sql) => sql.startsWith('WITH')).length).toBeGreaterThan(0)
    }))

  test('fails in the one place that makes it fail', () =>
    withSmallModel(async (plain) => {
      const failure = new UnderstudyError('ENGINE-QUERY-FAILED', 'of one of them')
      const { context } = watched(await selecting(plain, 'Cust', 'A'), (sql) =>
        sql.includes('stddev_samp') ? failure : undefined,
      )
      const failing = evaluateHypercube(context, { dimensions: [], measures: [{ expression: 'Stdev(Amt)' }] })
      const [outcome, others] = await Promise.allSettled([failing, dashboard(context)])
      expect(outcome).toMatchObject({ status: 'rejected', reason: failure })
      expect(others).toEqual({ status: 'fulfilled', value: answers })
    }))

  test('ends together when a newer selection makes it useless', () =>
    withSmallModel(async (plain) => {
      const stop = new AbortController()
      const { statements, context } = watched({ ...(await selecting(plain, 'Cust', 'A')), signal: stop.signal })
      const asked = dashboard(context)
      stop.abort()
      await expect(asked).rejects.toMatchObject({ code: 'ENGINE-QUERY-CANCELLED' })
      // Nothing is tried again on its own.
      const afterwards = statements.length
      await new Promise((resolve) => setTimeout(resolve, 20))
      expect(statements).toHaveLength(afterwards)
    }))
})
