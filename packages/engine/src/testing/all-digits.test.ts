import { expect, test } from 'vitest'
import { withFolderSession } from '../session/testing/folder-session.js'

/** Three numbers that are one double, and others around them. */
const data = `CREATE TABLE t AS SELECT * FROM (VALUES
    (9007199254740992, 'even', 1), (9007199254740993, 'odd', 2), (9007199254740993, 'odd', 4), (12, 'small', 8),
    (-9007199254740995, 'low', 16), (-9007199254740994, 'low', 32), (NULL, 'none', 64)) v("Id", "k", "n");
  CREATE TABLE h AS SELECT * FROM (VALUES (170141183460469231731687303715884105727, 'most'), (1, 'least')) v("Huge", "h")`

const dimension = (field: string) => ({ qDef: { qFieldDefs: [field], qSortCriterias: [{ qSortByLoadOrder: 1 }] } })

test('whole numbers keep all of their digits where they are shown', () =>
  withFolderSession({ 'data.sql': data }, async ({ cube, value, create, layout }) => {
    const written: Readonly<Record<string, string>> = {
      'Max(Id)': '9007199254740993',
      'Min(Id)': '-9007199254740995',
      'Max(Huge)': '170141183460469231731687303715884105727',
      'Min(Huge)': '1',
      'Max(Id) & Min(Huge)': '90071992547409931',
      "Only({<k={'odd'}>} Id)": '9007199254740993',
      "Only({<k={'odd'}>} Id) & '!'": '9007199254740993!',
      "Max({<k={'small'}>} Id)": '12',
      "Min({<k={'small'}>} Id) + 1": '13',
      // Two values are not one because their numbers are.
      "Only({<k={'odd', 'even'}>} Id)": '-',
      "IsNull(Only({<k={'low'}>} Id))": '-1',
      'Count(DISTINCT Id)': '5',
      'FirstSortedValue(Id, n)': '9007199254740992',
      "Mode({<k={'odd', 'small'}>} Id)": '9007199254740993',
      "Concat({<k={'odd', 'even'}>} DISTINCT Id, ',', n)": '9007199254740992,9007199254740993,9007199254740993',
      'Sum({<Id={9007199254740993}>} n)': '6',
      "Sum({<Id={'9007199254740993'}>} n)": '6',
      'Sum({<Id={"9007199254740993"}>} n)': '6',
      'Sum({<Id={12}>} n)': '8',
      'Max(Id, 2)': '12',
    }
    const found: Record<string, string> = {}
    for (const expression of Object.keys(written)) found[expression] = (await value(expression))[0]
    expect(found).toEqual(written)
    const ids = ['9007199254740992', '9007199254740993', '12', '-9007199254740995', '-9007199254740994']
    const {
      rows,
      totals,
      layout: shown,
    } = await cube(
      [dimension('Id')],
      [{ qDef: { qDef: 'Sum(n)' } }, { qDef: { qDef: 'Max(Id)', qNumFormat: { qType: 'F', qFmt: '#,##0' } } }],
    )
    expect(rows.slice(0, 3)).toEqual([
      ['9007199254740992', '1', '9007199254740992'],
      ['9007199254740993', '6', '9007199254740993'],
      ['12', '8', '12'],
    ])
    expect(totals[1]).toBe('9007199254740993')
    expect(shown.qDimensionInfo[0].qTags).toContain('$integer')
    expect((await cube([dimension('=Id')], [])).rows.flat().filter((text) => text !== '-')).toEqual(ids)
    expect((await cube([dimension("=Id & ''")], [])).rows.flat()).toEqual(expect.arrayContaining(ids))
    const list = await create({
      qInfo: { qType: 'list' },
      qListObjectDef: { ...dimension('Id'), qInitialDataFetch: [{ qWidth: 1, qHeight: 9 }] },
    })
    const { qListObject } = await layout(list)
    expect(qListObject.qDataPages[0].qMatrix.map(([cell]: [{ qText: string }]) => cell.qText)).toEqual(ids)
  }))

test('one of several that are the same double is selected alone', () =>
  withFolderSession({ 'data.sql': data }, async ({ call, doc, value, create }) => {
    const { qReturn } = await call(doc, 'GetField', 'Id')
    const field = qReturn.qHandle
    const selected = async () => (await value('Sum(n)'))[0]
    const select = async (method: string, ...params: unknown[]) => (await call(field, method, ...params)).qReturn
    expect(await select('SelectValues', [{ qText: '9007199254740993' }], false, false)).toBe(true)
    expect(await selected()).toBe('6')
    expect(await select('Select', '9007199254740992', false, 0)).toBe(true)
    expect(await selected()).toBe('1')
    expect(await select('LowLevelSelect', [1], false, false)).toBe(true)
    expect(await selected()).toBe('6')
    // Which of the two the number means, nobody can tell.
    expect(await select('SelectValues', [{ qIsNumeric: true, qNumber: 9007199254740992 }], false, false)).toBe(false)
    expect(await selected()).toBe('6')
    expect(await select('SelectValues', [{ qIsNumeric: true, qNumber: 12 }], false, false)).toBe(true)
    expect(await selected()).toBe('8')
    await call(field, 'Clear')
    const list = await create({
      qInfo: { qType: 'list' },
      qListObjectDef: { ...dimension('Id'), qInitialDataFetch: [{ qWidth: 1, qHeight: 9 }] },
    })
    await call(list, 'SelectListObjectValues', '/qListObjectDef', [1], false)
    expect(await selected()).toBe('6')
    await call(doc, 'ClearAll', false)
    await call(list, 'SearchListObjectFor', '/qListObjectDef', '*4740993')
    await call(list, 'AcceptListObjectSearch', '/qListObjectDef', false)
    expect(await selected()).toBe('6')
  }))
