import { readFile } from 'node:fs/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openExports } from '../session/testing/exporting-host.js'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { cube, dimension, measure, path, sales } from '../session/testing/shop-cube.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
let exports: Awaited<ReturnType<typeof openExports>>
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())
beforeEach(async () => {
  exports = await openExports()
})
afterEach(() => exports.close())

const open = async (subject?: string) => openedClient(await openShopSession(shop, subject), false, exports.host)

type Client = Awaited<ReturnType<typeof open>>

/** Lines of a CSV file without the mark in front. */
const exportedLines = async (client: Client, object: number, ...params: unknown[]) => {
  const { qUrl, qWarnings } = await client.call(object, 'ExportData', ...params)
  expect(qWarnings).toEqual([])
  const text = await exports.text(qUrl)
  expect(text.startsWith('\uFEFF')).toBe(true)
  expect(text.endsWith('\r\n')).toBe(true)
  return text.slice(1, -2).split('\r\n')
}

const byCity = cube({ qDimensions: [dimension('City')], qMeasures: [sales] })

const selectTea = (client: Client) =>
  client.field('Product').then((field) => client.call(field, 'Select', 'Tea', false, 0))

describe('ExportData', () => {
  it('writes what is possible, or everything that the person may see', async () => {
    const client = await open()
    const chart = await client.create(byCity)
    await selectTea(client)
    expect(await exportedLines(client, chart, 'CSV_C', path, 'towns', 'P')).toEqual([
      'City,Sum([Amount])',
      'Bergen,5',
      'Oslo,40',
      'Paris,8',
    ])
    const everything = ['City,Sum([Amount])', 'Bergen,20', 'Lyon,60', 'Oslo,60', 'Paris,60']
    expect(await exportedLines(client, chart, 'EXPORT_CSV_C', path, '', 'EXPORT_ALL')).toEqual(everything)
    expect(await exportedLines(client, chart, 'CSV_C')).toEqual(everything)
    expect(exports.wanted.map(({ everything: all, fileName, rows }) => [all, fileName, rows])).toEqual([
      [false, 'towns', 3],
      [true, '', 4],
      [true, '', 4],
    ])
    expect(exports.ends.map(([, written]) => written)).toEqual([true, true, true])
  })

  it('writes nothing that section access hides, with and without selections', async () => {
    const client = await open('nils')
    const chart = await client.create(byCity)
    await selectTea(client)
    expect(await exportedLines(client, chart, 'CSV_C', path, '', 'A')).toEqual([
      'City,Sum([Amount])',
      'Bergen,20',
      'Oslo,60',
    ])
    expect(await exportedLines(client, chart, 'CSV_C', path, '', 'P')).toEqual([
      'City,Sum([Amount])',
      'Bergen,5',
      'Oslo,40',
    ])
    const list = await client.create({
      qInfo: { qType: 'list' },
      qListObjectDef: { qDef: { qFieldDefs: ['Country'] } },
    })
    expect(await exportedLines(client, list, 'CSV_C', '', '', 'A')).toEqual(['Country', 'Norway'])
    const omitted = await open('omar')
    const products = await omitted.create(cube({ qDimensions: [dimension('Product')], qMeasures: [sales] }))
    await expect(omitted.call(products, 'ExportData', 'CSV_C', path)).rejects.toMatchObject({ code: 8 })
  })

  it('writes lists: the possible values, or all', async () => {
    const client = await open()
    const list = await client.create({
      qInfo: { qType: 'list' },
      qListObjectDef: { qDef: { qFieldDefs: ['City'], qFieldLabels: ['Town'], qSortCriterias: [{ qSortByAscii: 1 }] } },
    })
    await selectTea(client)
    expect(await exportedLines(client, list, 'CSV_C', '/qListObjectDef', '', 'P')).toEqual([
      'Town',
      'Bergen',
      'Oslo',
      'Paris',
    ])
    expect((await exportedLines(client, list, 'CSV_C', '/qListObjectDef', '', 'A')).sort()).toEqual(
      ['Town', 'Bergen', 'Lyon', 'Oslo', 'Paris'].sort(),
    )
  })

  it('writes columns as they are shown, in their order, with titles of master items', async () => {
    const client = await open()
    expect(await exportedLines(client, await client.object('chart-1'), 'CSV_T')).toEqual([
      'Town\tSales',
      'Lyon\t$60.00',
      'Oslo\t$60.00',
      'Paris\t$60.00',
      'Bergen\t$20.00',
    ])
    expect(exports.wanted[0]).toMatchObject({ objectId: 'chart-1', title: 'Sales by town', fileType: 'CSV_T' })
    const turned = await client.create(
      cube({
        qDimensions: [dimension('City'), dimension('Year')],
        qMeasures: [{ ...sales, qCalcCondition: { qCond: '0' } }, measure('Count([Amount])')],
        qColumnOrder: [3, 2, 1, 0],
      }),
    )
    expect((await exportedLines(client, turned, 'CSV_C'))[0]).toBe('Count([Amount]),Year,City')
  })

  it('makes no formula of a text, and keeps separators and quotes in their field', async () => {
    const client = await open()
    const texts = ['=1+2', '+1+2', '-2+3', '@SUM(A1)', '-12.5', '+3', 'a,b', 'say "hi"', '\t=1', '-']
    const chart = await client.create(
      cube({
        qDimensions: [{ qDef: { qFieldDefs: [`=ValueList(${texts.map((text) => `'${text}'`).join()})`] } }],
        qMeasures: [measure("'=cmd()'"), measure("'one' & Chr(10) & 'two'")],
      }),
    )
    const { qUrl } = await client.call(chart, 'ExportData', 'CSV_C', path)
    const text = await exports.text(qUrl)
    const fields = ["'=1+2", "'+1+2", "'-2+3", "'@SUM(A1)", '-12.5', '+3', '"a,b"', '"say ""hi"""', `"'\t=1"`, '-']
    for (const field of fields) expect(text).toContain(`\n${field},'=cmd(),"one\ntwo"\r\n`)
  })

  it('writes numbers to workbooks as numbers, texts as texts', async () => {
    const client = await open()
    const chart = await client.create(
      cube({
        qDimensions: [dimension('City'), dimension('Year')],
        qMeasures: [{ qLibraryId: 'mea-sales' }, measure("'=1+2'")],
      }),
    )
    const { qUrl } = await client.call(chart, 'ExportData', 'OOXML', path)
    const { sheets } = await readXlsx(await readFile(exports.file(qUrl)))
    expect(sheets[0]?.rows.slice(0, 3)).toEqual([
      ['City', 'Year', 'Sales', "'=1+2'"],
      ['Bergen', 2023, 5, '=1+2'],
      ['Bergen', 2024, 15, '=1+2'],
    ])
    expect(sheets[0]?.rows).toHaveLength(8)
  })

  it('writes Parquet with columns of numbers and of texts', async () => {
    const client = await open()
    const chart = await client.create(
      cube({
        qDimensions: [dimension('City'), dimension('Year'), dimension('City')],
        qMeasures: [sales, measure("If([City]='Oslo', 'far', 1)")],
      }),
    )
    const { qUrl } = await client.call(chart, 'ExportData', 'PARQUET', path)
    const instance = await DuckDBInstance.create()
    const connection = await instance.connect()
    const rows = await connection.runAndReadAll(`SELECT * FROM read_parquet('${exports.file(qUrl)}') ORDER BY 1, 2`)
    expect(rows.columnNames().slice(0, 4)).toEqual(['City', 'Year', 'City 2', 'Sum([Amount])'])
    expect(rows.columnTypes().map(String)).toEqual(['VARCHAR', 'DOUBLE', 'VARCHAR', 'DOUBLE', 'VARCHAR'])
    expect(rows.getRows()[0]).toEqual(['Bergen', 2023, 'Bergen', 5, '1'])
    connection.closeSync()
    instance.closeSync()
    expect(await exports.files()).toEqual(['1'])
  })

  it('refuses what has no rows, is no type, leads nowhere or cannot be evaluated', async () => {
    const client = await open()
    const chart = await client.create(byCity)
    const refusals: [unknown[], number][] = [
      [['PDF', path], -32602],
      [['CSV_C', '/qNothing'], 4],
      [['CSV_C', path, 'x'.repeat(256)], -32602],
      [['CSV_C', path, '', 'B'], -32602],
      [[{}, path], -32602],
    ]
    for (const [params, code] of refusals)
      await expect(client.call(chart, 'ExportData', ...params), JSON.stringify(params)).rejects.toMatchObject({ code })
    const wrong = await client.create(cube({ qDimensions: [dimension('City')], qMeasures: [sales, measure('Sum(')] }))
    await expect(client.call(wrong, 'ExportData', 'CSV_C')).rejects.toMatchObject({ code: 8 })
    const hidden = await client.create(
      cube({ qDimensions: [dimension('City')], qMeasures: [sales], qCalcCondition: { qCond: '0', qMsg: 'not yet' } }),
    )
    await expect(client.call(hidden, 'ExportData', 'CSV_C')).rejects.toThrow('not yet')
    const none = await client.create(
      cube({
        qDimensions: [dimension('City')],
        qMeasures: [measure('Sum({<City={"x"}>} Amount)')],
        qSuppressZero: true,
      }),
    )
    await expect(client.call(none, 'ExportData', 'CSV_C')).rejects.toMatchObject({ code: 13001 })
    const text = await client.create({ qInfo: { qType: 'text' } })
    await expect(client.call(text, 'ExportData', 'CSV_C')).rejects.toMatchObject({ code: 4 })
    expect(exports.wanted).toEqual([])
  })

  it('gives up a file that grows too large, and tells the tenant', async () => {
    await exports.close()
    exports = await openExports(20)
    const client = await open()
    const chart = await client.create(byCity)
    for (const type of ['CSV_C', 'OOXML', 'PARQUET'])
      await expect(client.call(chart, 'ExportData', type), type).rejects.toMatchObject({ code: 13000 })
    expect(exports.ends.map(([, written]) => written)).toEqual([false, false, false])
  })

  it('goes on under the selections that it was asked under', async () => {
    const client = await open()
    const chart = await client.create(byCity)
    const field = await client.field('Product')
    const [exported] = await Promise.all([
      exportedLines(client, chart, 'CSV_C', path, '', 'P'),
      client.call(field, 'Select', 'Tea', false, 0),
    ])
    expect(exported).toHaveLength(5)
  })
})
