import { expect, test } from 'vitest'
import { contextOf, withSnapshot } from '../testing/app-folder.js'
import { rowsBy, withSmallModel } from '../testing/small-model.js'
import { evaluateHypercube } from './evaluate-hypercube.js'
import type { EvaluationContext } from './evaluation.js'

/** The columns of a table by customer and day, in their order: A 10, A 20, B 5, C 0 (without an amount), D 0 (without a day). */
const byCustomerAndDay = async (context: EvaluationContext, ...expressions: string[]) => {
  const rows = await rowsBy(context, ['Cust', 'Day'], ...expressions)
  return expressions.map((_, column) => rows.map((row) => row[2 + column]))
}

test('rows that tie share ranks; mode and format say how they show it', () =>
  withSnapshot(
    `CREATE TABLE marks AS SELECT * FROM (VALUES
      ('a', 9), ('b', 8), ('c', 8), ('d', 7), ('e', 6), ('f', 5), ('g', 5), ('h', 4), ('i', NULL)) t("pupil", "mark")`,
    async (snapshot) => {
      const context = await contextOf(snapshot)
      const ranks = async (expression: string) => {
        const outcome = await evaluateHypercube(context, {
          dimensions: [{ definition: 'pupil' }],
          measures: [{ expression }],
        })
        if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors))
        const cells = (await outcome.cube.page(0, 9)).map((row) => row[1])
        return { numbers: cells.map((cell) => cell?.num ?? null), texts: cells.map((cell) => cell?.text ?? null) }
      }
      const shared = ['1', '2-3', '2-3', '4', '5', '6-7', '6-7', '8', null]
      expect(await ranks('Rank(Max(mark))')).toEqual({ numbers: [1, 2, 2, 4, 5, 7, 7, 8, null], texts: shared })
      expect((await ranks('Rank(Max(mark), 1)')).numbers).toEqual([1, 2, 2, 4, 5, 6, 6, 8, null])
      expect((await ranks('Rank(Max(mark), 2)')).numbers).toEqual([1, 2.5, 2.5, 4, 5, 6.5, 6.5, 8, null])
      expect((await ranks('Rank(Max(mark), 3)')).numbers).toEqual([1, 3, 3, 4, 5, 7, 7, 8, null])
      expect((await ranks('Rank(Max(mark), 4)')).numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, null])
      const low = ['1', '2', '2', '4', '5', '6', '6', '8', null]
      expect((await ranks('Rank(Max(mark), 0, 1)')).texts).toEqual(low)
      expect((await ranks('Rank(Max(mark), 0, 2)')).texts).toEqual(['1', '2', '', '4', '5', '6', '', '8', null])
      // Seven and six tie on the ranks 4 and 5, which lie on both sides of the middle of eight.
      expect((await ranks('Rank(If(Max(mark) = 6, 7, Max(mark)))')).numbers).toEqual([1, 2, 2, 4.5, 4.5, 7, 7, 8, null])
      // Of three, two tie with the middle one.
      expect((await ranks('Rank(Max({<pupil={a,b,c}>} mark))')).numbers.slice(0, 3)).toEqual([1, 2, 2])
      expect((await ranks('Rank(-Max({<pupil={a,b,c}>} mark))')).numbers.slice(0, 3)).toEqual([3, 2, 2])
      // Sums of the same parts tie, in whichever order they are added up.
      expect((await ranks('Rank(If(Max(mark) > 5, 0.1 + 0.2, If(Max(mark) > 4, 0.3, 0)))')).texts).toEqual([
        ...Array.from({ length: 7 }, () => '1-7'),
        '8-9',
        '8-9',
      ])
      expect((await ranks("Rank(If(Max(mark) > 7, 'text', -Max(mark)))")).texts.slice(0, 4)).toEqual([
        null,
        null,
        null,
        '5',
      ])
    },
  ))

test('ranks count within what agrees in all dimensions but the last, with TOTAL within all', () =>
  withSmallModel(async (context) => {
    expect(await byCustomerAndDay(context, 'Rank(Sum(Amt))', 'Rank(TOTAL Sum(Amt))')).toEqual([
      ['2', '1', '1', '1', '1'],
      ['2', '1', '3', '4-5', '4-5'],
    ])
  }))
