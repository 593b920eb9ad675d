import { expect, it } from 'vitest'
import { withFolderSession } from '../session/testing/folder-session.js'

const files = {
  'data.sql': `CREATE TABLE t AS SELECT * FROM (VALUES (9007199254740993, 1, '10'), (9007199254740992, 2, '9'), (12, 4, '2'), (12, 8, '10'))
    v("ID", "n", "Txt")`,
}

const ids = { qDef: { qFieldDefs: ['ID'], qSortCriterias: [{ qSortByAscii: 1 }] } }

it('whole numbers keep their digits in cells, searches, sets and selections', () =>
  withFolderSession(files, async (client) => {
    const sum = { qDef: { qDef: 'Sum(n)' } }
    expect((await client.cube([ids], [sum])).rows).toEqual([
      ['12', '12'],
      ['9007199254740992', '2'],
      ['9007199254740993', '1'],
    ])
    const formatted = { qDef: { ...ids.qDef, qNumberPresentations: [{ qType: 'I', qUseThou: 1 }] } }
    expect((await client.cube([formatted], [])).rows).toEqual([['12'], ['9007199254740992'], ['9007199254740993']])
    expect(await client.value('Sum({<ID={9007199254740993}>} n)')).toEqual(['1', 1])
    expect(await client.value('Sum({<ID={12}>} n)')).toEqual(['12', 12])
    const field = await client.field('ID')
    await client.call(field, 'Select', '9007199254740993')
    expect(await client.value('Sum(n)')).toEqual(['1', 1])
    await client.call(field, 'Clear')
    expect(await client.value('123456789012345 + 0')).toEqual(['123456789012345', 123_456_789_012_345])
    expect(await client.value("123456789012345 & ''")).toEqual(['123456789012345', 'NaN'])
    expect(await client.value("0.1 + 0.2 & ''")).toEqual(['0.3', 'NaN'])
  }))

it('values compare by their numbers where both read as numbers', () =>
  withFolderSession(files, async ({ value }) => {
    const worth: Readonly<Record<string, string>> = {
      'Sum(If(Txt > 5, 1, 0))': '3',
      "'11' < '2'": '0',
      "'1.0' = 1": '-1',
      "'007' = '7'": '-1',
      "'11' precedes '2'": '-1',
      "'a' = 'A'": '0',
      'Sum(Txt)': '31',
      'Max(Txt)': '10',
      'Count(DISTINCT Txt)': '3',
    }
    const found: Record<string, string> = {}
    for (const expression of Object.keys(worth)) found[expression] = (await value(expression))[0]
    expect(found).toEqual(worth)
  }))

it('what is no number is missing', () =>
  withFolderSession(files, async ({ value }) => {
    const missing = [
      '1 / 0',
      '0 / 0',
      'Log(-1)',
      'Sqrt(-1)',
      'Exp(1000)',
      'Pow(10, 400)',
      '1e308 * 10',
      '-1e308 * 10',
      "'1e999' + 0",
    ]
    const found: Record<string, unknown> = {}
    for (const expression of missing)
      found[expression] = [
        (await value(expression))[0],
        (await value(`IsNull(${expression})`))[0],
        (await value(`IsNum(${expression})`))[0],
      ]
    expect(found).toEqual(Object.fromEntries(missing.map((expression) => [expression, ['-', '-1', '0']])))
    expect(await value('Sum({<Txt={0}>} n)')).toEqual(['0', 0])
    expect(await value('Avg({<Txt={0}>} n)')).toEqual(['-', 'NaN'])
    expect(await value('Count({<Txt={0}>} n)')).toEqual(['0', 0])
  }))
