import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop(`CREATE TABLE notes AS SELECT * FROM (VALUES ('Oslo', 'b', 2.5), ('Oslo', NULL, -1.5),
    ('Lyon', 'abc', 0.0), ('Paris', 'abc', NULL), ('Paris', 'abc', NULL)) AS t("City", "Note", "Weight");`)
})
afterAll(() => shop.close())

const open = async (subject?: string) => {
  const client = await openedClient(await openShopSession(shop, subject))
  const ask = (method: string, ...params: unknown[]) => client.call(client.doc, method, ...params)
  return {
    ...client,
    ask,
    rows: async (offset: number, rows: number, table: string): Promise<readonly (readonly string[])[]> =>
      (await ask('GetTableData', offset, rows, false, table)).qData.map(
        ({ qValue }: { qValue: readonly { qText: string }[] }) => qValue.map(({ qText }) => qText),
      ),
  }
}

describe('rows of a table', () => {
  it('are told in the order in which they were loaded, each one, whatever is selected', async () => {
    const { rows, call, field } = await open()
    await call(await field('City'), 'SelectValues', [{ qText: 'Lyon' }])
    expect(await rows(0, 100, 'notes')).toEqual([
      ['Oslo', 'b', '2.5'],
      ['Oslo', '-', '-1.5'],
      ['Lyon', 'abc', '0'],
      ['Paris', 'abc', '-'],
      ['Paris', 'abc', '-'],
    ])
    expect(await rows(1, 2, 'cities')).toEqual([
      ['Bergen', 'Norway'],
      ['Paris', 'France'],
    ])
    expect(await rows(5, 10, 'notes')).toEqual([])
    expect(await rows(-3, -1, 'notes')).toEqual([])
  })

  it('have texts and numbers', async () => {
    const { ask } = await open()
    expect((await ask('GetTableData', 1, 1, false, 'notes')).qData).toEqual([
      {
        qValue: [
          { qText: 'Oslo', qIsNumeric: false, qNumber: 'NaN' },
          { qText: '-', qIsNumeric: false, qNumber: 'NaN' },
          { qText: '-1.5', qIsNumeric: true, qNumber: -1.5 },
        ],
      },
    ])
  })

  it('are those that the person may see, and count from the first of them', async () => {
    const nils = await open('nils')
    expect(await nils.rows(0, 100, 'notes')).toEqual([
      ['Oslo', 'b', '2.5'],
      ['Oslo', '-', '-1.5'],
    ])
    expect(await nils.rows(3, 100, 'sales')).toEqual([
      ['Bergen', '2023', 'Tea', '5'],
      ['Bergen', '2024', 'Coffee', '15'],
    ])
    const omar = await open('omar')
    expect(await omar.rows(0, 1, 'sales')).toEqual([['Paris', '2023', '40']])
    expect(await omar.rows(0, 9, 'notes')).toHaveLength(3)
  })

  it('are of one table, and of no more cells than a call may ask for', async () => {
    const { ask } = await open()
    await expect(ask('GetTableData', 0, 10, false, 'SECTION_ACCESS')).rejects.toMatchObject({ code: 2 })
    await expect(ask('GetTableData', 0, 10, false, 'nothing')).rejects.toMatchObject({ code: 2 })
    await expect(ask('GetTableData', 0, 2501, false, 'sales')).rejects.toMatchObject({ code: 7009 })
    expect((await ask('GetTableData', 0, 2500, false, 'sales')).qData).toHaveLength(9)
  })
})

describe('a profile of a table', () => {
  const profile = async (subject?: string, table = 'notes') => {
    const { ask } = await open(subject)
    const { qNoOfRows, qFieldProfiling } = (await ask('GetTableProfileData', table)).qProfiling
    const of = new Map<string, object>(qFieldProfiling.map((field: { qName: string }) => [field.qName, field]))
    return { qNoOfRows, of }
  }

  it('tells of each field how its values are spread', async () => {
    const { qNoOfRows, of } = await profile()
    expect(qNoOfRows).toBe(5)
    expect(of.get('Note')).toMatchObject({
      qDistinctValues: 2,
      qDistinctTextValues: 2,
      qDistinctNumericValues: 0,
      qTextValues: 4,
      qNumericValues: 0,
      qNullValues: 1,
      qSum: 'NaN',
      qAverage: 'NaN',
      qMinStringLen: 1,
      qMaxStringLen: 3,
      qSumStringLen: 10,
      qAvgStringLen: 2.5,
      qEmptyStrings: 0,
      qFirstSorted: 'abc',
      qLastSorted: 'b',
    })
    expect(of.get('Weight')).toMatchObject({
      qFieldTags: expect.arrayContaining(['$numeric']),
      qDistinctValues: 3,
      qNumericValues: 3,
      qTextValues: 0,
      qNullValues: 2,
      qNegValues: 1,
      qPosValues: 1,
      qZeroValues: 1,
      qSum: 1,
      qSum2: 8.5,
      qAverage: expect.closeTo(1 / 3),
      qMedian: 0,
      qMin: -1.5,
      qMax: 2.5,
      qMaxStringLen: 0,
      qFirstSorted: '',
    })
    expect(of.get('Weight')).toHaveProperty('qFractiles.4', 0)
    // Other tables have it, too.
    expect(of.get('City')).toEqual({ qName: 'City', qFieldTags: expect.anything(), qDistinctValues: 4 })
  })

  it('comes along with the tables where that is asked for', async () => {
    const { ask } = await open()
    const told = async (...more: unknown[]) => {
      const { qtr } = await ask('GetTablesAndKeys', {}, {}, 0, false, false, ...more)
      return qtr.map(({ qProfilingData }: { qProfilingData?: { qNoOfRows: number } }) => qProfilingData?.qNoOfRows)
    }
    expect(await told(true)).toEqual([9, 4, 5])
    expect(await told(false)).toEqual([undefined, undefined, undefined])
  })

  it('is of what the person may see', async () => {
    const nils = await profile('nils')
    expect(nils.qNoOfRows).toBe(2)
    expect(nils.of.get('Weight')).toMatchObject({ qDistinctValues: 2, qNullValues: 0, qSum: 1, qZeroValues: 0 })
    expect(nils.of.get('Note')).toMatchObject({ qDistinctValues: 1, qNullValues: 1, qFirstSorted: 'b' })
    expect([...(await profile('omar', 'sales')).of.keys()]).not.toContain('Product')
  })
})

describe('samples', () => {
  const samples = async (wanted: readonly object[], most: number, subject?: string) => {
    const { ask } = await open(subject)
    const { qResult } = await ask('GetFieldAndColumnSamples', wanted, most)
    return qResult.map(
      ({ qFieldOrColumn, qValues }: { qFieldOrColumn: object; qValues: readonly { qText: string }[] }) => [
        Object.values(qFieldOrColumn).join(' of '),
        qValues.map(({ qText }) => qText).join(),
      ],
    )
  }

  it('are different values of fields and of columns, found by patterns', async () => {
    expect(await samples([{ qFieldName: 'c*y', qTableName: 'NOTES' }], 10)).toEqual([
      ['City of notes', 'Oslo,Lyon,Paris'],
    ])
    expect(await samples([{ qFieldName: '????' }], -1)).toEqual([
      ['City', 'Oslo,Bergen,Paris,Lyon'],
      ['Year', '2023,2024'],
      ['Note', 'b,abc'],
    ])
    expect(await samples([{ qFieldName: 'City' }, { qFieldName: 'None' }], 4)).toEqual([['City', 'Oslo,Bergen']])
  })

  it('are of what the person may see', async () => {
    expect(await samples([{ qFieldName: '*', qTableName: 'cities' }], 10, 'nils')).toEqual([
      ['City of cities', 'Oslo,Bergen'],
      ['Country of cities', 'Norway'],
    ])
    expect(await samples([{ qFieldName: 'Product' }], 10, 'omar')).toEqual([])
  })
})
