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
