import { expect, test } from 'vitest'
import { contextOf, withSnapshot } from '../testing/app-folder.js'
import { evaluateHypercube } from './evaluate-hypercube.js'
import type { LimitRequest } from './evaluation.js'

const firstOnly: LimitRequest = {
  kind: 'count',
  limit: '1',
  comparison: '<=',
  relative: false,
  by: '',
  direction: 1,
  global: true,
  showsOthers: true,
  collapses: true,
  keepsMissing: true,
  among: 'all',
}

test('a row that meets several of the others is among them once', () =>
  withSnapshot(
    `CREATE TABLE hours AS SELECT * FROM (VALUES ('m', 1), ('m', 4)) t(task, hour);
     CREATE TABLE links AS SELECT * FROM (VALUES ('a', 'm'), ('b', 'm'), ('c', 'm'), ('c', 'm'), (NULL, 'm')) t(person, task)`,
    async (snapshot) => {
      const outcome = await evaluateHypercube(await contextOf(snapshot), {
        dimensions: [{ definition: 'person', limit: firstOnly, sort: { byAscii: 1 } }],
        measures: [{ expression: 'Sum(hour)' }, { expression: 'Count(hour)' }],
      })
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
      const rows = await outcome.cube.page(0, 10)
      expect(rows.map(([person, ...cells]) => [person?.elem, ...cells.map(({ num }) => num)])).toEqual([[-3, 5, 2]])
    },
  ))
