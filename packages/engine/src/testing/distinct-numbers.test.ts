import { expect, test } from 'vitest'
import { evaluateHypercube } from '../evaluate/evaluate-hypercube.js'
import { contextOf, withSnapshot } from './app-folder.js'

/** Texts of which several read as one number, and whole numbers that are one where a double holds no more digits. */
const data = `
  CREATE TABLE facts AS
  SELECT ['1', '1.0', '01', '2', 'x'][i % 5 + 1] AS "F",
         [9007199254740992, 9007199254740993, 2][i % 3 + 1]::BIGINT AS "N",
         i AS "Row"
  FROM range(3000) r(i)`

const expressions = [
  'Sum(DISTINCT F)',
  'NumericCount(DISTINCT F)',
  'Count(DISTINCT F)',
  'TextCount(DISTINCT F)',
  'Sum(DISTINCT N)',
  'NumericCount(DISTINCT N)',
]

test('values of one number are counted once over all, whatever the dimensions tell apart', () =>
  withSnapshot(data, async (snapshot) => {
    const context = await contextOf(snapshot)
    for (const dimensions of [[], ['F'], ["=F&'!'"], ['N'], ["=N&'!'"]]) {
      const measures = expressions.filter((_, index) => !dimensions.some((by) => by.includes('N')) || index > 3)
      const outcome = await evaluateHypercube(context, {
        dimensions: dimensions.map((definition) => ({ definition })),
        measures: measures.map((expression) => ({ expression })),
      })
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
      const totals = new Map(measures.map((expression, index) => [expression, outcome.cube.grandTotal[index]?.num]))
      expect([dimensions, ...totals]).toEqual([
        dimensions,
        ...measures.map((expression) => [expression, expected[expression]]),
      ])
    }
  }))

const expected: Readonly<Record<string, number>> = {
  'Sum(DISTINCT F)': 3,
  'NumericCount(DISTINCT F)': 2,
  'Count(DISTINCT F)': 5,
  'TextCount(DISTINCT F)': 1,
  'Sum(DISTINCT N)': 9007199254740994,
  'NumericCount(DISTINCT N)': 2,
}
