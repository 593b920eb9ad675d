import { expect, test } from 'vitest'
import { inSheetOrder, type SheetItem, sheetTitle } from './sheet-list.js'

const sheet = (title: string, rank?: number | string): SheetItem => ({
  qInfo: { qId: `id of ${title}` },
  qMeta: { title },
  qData: rank === undefined ? {} : { rank },
})

test('sheets come by rank, then by title, and those without a rank last', () => {
  const sheets = [
    sheet('Late'),
    sheet('B', 2),
    sheet('a', 2),
    sheet('Ten', '10'),
    sheet('First', -1),
    sheet('Also', ''),
  ]
  expect(inSheetOrder(sheets).map(sheetTitle)).toEqual(['First', 'a', 'B', 'Ten', 'Also', 'Late'])
})

test('a sheet without a title is called by its id', () => {
  expect(sheetTitle(sheet(''))).toBe('id of ')
})

test('a sheet is listed unless its condition says no, and called as its expression says', () => {
  const hidden = (showCondition: unknown): SheetItem => ({ ...sheet(`${showCondition}`), qData: { showCondition } })
  const sheets = [0, '0', -1, 1, '', null, undefined, 'NaN', 'yes'].map(hidden)
  expect(inSheetOrder(sheets).map(sheetTitle).sort()).toEqual(
    ['-1', '1', '', 'NaN', 'null', 'undefined', 'yes'].map((title) => title || 'id of ').sort(),
  )
  expect(sheetTitle({ ...sheet('plain'), qData: { labelExpression: 'North' } })).toBe('North')
  expect(sheetTitle({ ...sheet('plain'), qData: { labelExpression: {} } })).toBe('plain')
})
