import { expect, test } from 'vitest'
import type { SelectStatement } from '../../snapshot/select-statement.js'
import { contextOf, withSnapshot } from '../../testing/app-folder.js'
import { evaluateHypercube } from '../evaluate-hypercube.js'

/** A hundred sales on nine days of three shops; one day and one amount are missing. */
const sales = `CREATE TABLE sales AS SELECT
  CASE WHEN i % 10 < 9 THEN DATE '2024-01-27' + CAST(i % 10 AS INTEGER) END AS day,
  CASE WHEN i > 0 THEN i END AS amount, 'shop ' || (i % 3) AS shop FROM range(100) t(i)`

test('what is calculated from few values is computed for these, with the results of computing it row by row', () =>
  withSnapshot(sales, async (snapshot) => {
    const plain = await contextOf(snapshot)
    const statements: string[] = []
    const run = (statement: SelectStatement, signal?: AbortSignal) => {
      statements.push(statement.sql)
      return snapshot.runner.run(statement, signal)
    }
    const context = {
      ...plain,
      view: { ...plain.view, snapshot: { ...snapshot, runner: { ...snapshot.runner, run } } },
    }
    const by = async (definition: string, ...expressions: string[]) => {
      const outcome = await evaluateHypercube(context, {
        dimensions: [{ definition, sort: { byNumeric: 1 } }],
        measures: expressions.map((expression) => ({ expression })),
      })
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
      const rows = await outcome.cube.page(0, 10)
      return [...rows, outcome.cube.grandTotal].map((row) => row.map(({ num }) => num))
    }
    const measures = ['Sum(amount)', 'Count(amount)', 'Avg(amount)', 'Min(amount)', 'Count(DISTINCT day)', 'Max(day)']
    // 27 to 31 January are the remainders 0 to 4, the days of February 5 to 8.
    expect(await by('=Month(day)', ...measures)).toEqual([
      [1, 2350, 49, 2350 / 49, 1, 5, 45322],
      [2, 2060, 40, 51.5, 5, 4, 45326],
      [null, 540, 10, 54, 9, 0, null],
      [4950, 99, 50, 1, 9, 45326],
    ])
    expect(statements.some((sql) => /count\(DISTINCT x\d+_0p\).* AS fg\b/.test(sql))).toBe(true)
    expect(await by('=If(Aggr(Sum(amount), shop) > 1640, 2, 1)', 'Count(amount)', 'Count(DISTINCT shop)')).toEqual([
      [1, 66 - 33, 1],
      [2, 66, 2],
      [99, 3],
    ])
    // What counts each row, and cannot be added up, is computed from the rows.
    expect(await by('=Month(day)', 'Median(amount)', 'Count(DISTINCT amount)')).toEqual([
      [1, 50, 49],
      [2, 51.5, 40],
      [null, 54, 10],
      [50, 99],
    ])
  }))
