import { describe, expect, it } from 'vitest'
import { contextOf, withSnapshot } from '../testing/app-folder.js'
import { rowsBy, selecting, total } from '../testing/small-model.js'

/** The keys of Id 1, 4 and 6 are no range, so that they are joined as a list; the alternatives of `some` are told by masks. */
const data = `
  CREATE TABLE facts AS SELECT i AS "Id", 'K' || i AS "Key", i / 100 AS "Share", DATE '2013-01-06' + i::INTEGER AS "Day",
    'Y' || (CASE WHEN i = 6 THEN 2 ELSE 1 END) AS "Year" FROM range(1, 9) r(i);
  CREATE TABLE SECTION_ACCESS AS SELECT * FROM (VALUES ('ADMIN', 'all', NULL, NULL),
    ('USER', 'some', 'K1', NULL), ('USER', 'some', 'K4', NULL), ('USER', 'some', NULL, 'Y2')) s("ACCESS", "USERID", "KEY", "YEAR")`

/** Functions that compute something once by a name of their own, as a search of the rows, which reads these where they are. */
const searches = [
  'Sum(TInv([Share], 10)) > 0',
  'Sum(NormInv([Share], 0, 1)) < 0',
  'Len(MaxString(LunarWeekName([Day]))) = 7',
  'Sum(RangeIRR(-[Id], 5, 6)) > -1',
  "MaxString(Capitalize([Key] & ' a')) like 'K* A'",
].map((condition) => `Count({<[Id]={"=${condition}"}>} [Id])`)

describe('names of a statement', () => {
  it.each(searches)('are no names of functions where values are joined as a list: %s', (formula) =>
    withSnapshot(data, async (snapshot) => {
      const context = await contextOf(snapshot, 'all')
      expect(await total(await selecting(context, 'Key', 'K1', 'K4', 'K6'), formula)).toBe(3)
    }),
  )

  it.each(searches)('are no names of functions where alternatives are told by masks: %s', (formula) =>
    withSnapshot(data, async (snapshot) => {
      expect(await total(await contextOf(snapshot, 'some'), formula)).toBe(3)
    }),
  )

  it('are no names of functions where groups tell the keys around them by their first rows', () =>
    withSnapshot(data, async (snapshot) => {
      const context = await contextOf(snapshot, 'all')
      const rows = await rowsBy(context, ['Key'], "Sum(Aggr(Sum(IndexRegEx([Key], '[0-9]')), [Year]))")
      expect(rows.filter(([, sum]) => sum !== 0)).toEqual([
        ['K1', 14],
        ['K6', 2],
      ])
    }))

  it('are no names of functions over listed values', () =>
    withSnapshot(data, async (snapshot) => {
      const context = await contextOf(snapshot, 'all')
      const rows = await rowsBy(context, ['=Round(NormInv(ValueLoop(1, 3) / 4, 0, 1), 0.001)'])
      expect(rows.flat().sort()).toEqual(['-0.674', '0', '0.674'])
    }))
})
