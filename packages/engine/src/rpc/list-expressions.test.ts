import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withFolderSession } from '../session/testing/folder-session.js'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const page = (more: object = {}) => ({ qLeft: 0, qTop: 0, qWidth: 9, qHeight: 9, ...more })

const open = async (subject?: string) => {
  const client = await openedClient(await openShopSession(shop, subject))
  const listOf = async (definition: string, qExpressions: readonly object[], fetch: object = page()) =>
    client.create({
      qInfo: { qType: 'listbox' },
      qListObjectDef: {
        qDef: { qFieldDefs: [definition], qSortCriterias: [{ qSortByAscii: 1 }] },
        qExpressions,
        qInitialDataFetch: [fetch],
      },
    })
  const list = async (handle: number) => (await client.layout(handle)).qListObject
  return {
    ...client,
    listOf,
    list,
    rows: async (handle: number) =>
      (await list(handle)).qDataPages[0].qMatrix.map((row: { qText: string }[]) => row.map(({ qText }) => qText)),
    select: async (name: string, qText: string) => client.call(await client.field(name), 'SelectValues', [{ qText }]),
  }
}

describe('expressions of a list', () => {
  it('stand beside its values, in columns of their own', async () => {
    const { listOf, list, rows } = await open()
    const cities = await listOf('City', [{ qExpr: 'Sum(Amount)' }, { qExpr: "=Only(Country) & '!'" }])
    expect(await rows(cities)).toEqual([
      ['Bergen', '20', 'Norway!'],
      ['Lyon', '60', 'France!'],
      ['Oslo', '60', 'Norway!'],
      ['Paris', '60', 'France!'],
    ])
    expect(await list(cities)).toMatchObject({
      qSize: { qcx: 3, qcy: 4 },
      qExpressions: [{ qExpr: 'Sum(Amount)' }, { qExpr: "=Only(Country) & '!'" }],
    })
    expect((await list(cities)).qDataPages[0].qMatrix[0].slice(1)).toEqual([
      { qText: '20', qNum: 20 },
      { qText: 'Norway!', qNum: 'NaN' },
    ])
  })

  it('follow selections in other fields, and not those of the list itself', async () => {
    const { listOf, rows, select } = await open()
    const cities = await listOf('City', [{ qExpr: 'Sum(Amount)' }])
    await select('City', 'Oslo')
    await select('Year', '2024')
    expect(await rows(cities)).toEqual([
      ['Bergen', '15'],
      ['Lyon', '60'],
      ['Oslo', '30'],
      ['Paris', '20'],
    ])
    await select('Year', '2023')
    expect((await rows(cities))[1]).toEqual(['Lyon', '-'])
  })

  it('are of calculated values, too', async () => {
    const { listOf, rows, select } = await open()
    const initials = await listOf("=If(City = 'Oslo', 'capital', 'other')", [{ qExpr: 'Count(DISTINCT City)' }])
    await select('City', 'Lyon')
    expect(await rows(initials)).toEqual([
      ['capital', '1'],
      ['other', '3'],
    ])
  })

  it('may be master measures, written as the expression asks', async () => {
    const { listOf, rows } = await open()
    expect(
      await rows(await listOf('Year', [{ qLibraryId: 'mea-sales' }, { qExpr: "Num(Sum(Amount), '0.0')" }])),
    ).toEqual([
      ['2023', '75', '75.0'],
      ['2024', '125', '125.0'],
    ])
  })

  it('are paged with the values', async () => {
    const { call, listOf, list } = await open()
    const cities = await listOf('City', [{ qExpr: 'Sum(Amount)' }], page({ qWidth: 1 }))
    expect((await list(cities)).qDataPages[0].qMatrix[0]).toHaveLength(1)
    const asked = [page({ qLeft: 1, qTop: 2, qHeight: 1 })]
    expect((await call(cities, 'GetListObjectData', '/qListObjectDef', asked)).qDataPages).toMatchObject([
      { qMatrix: [[{ qText: '60', qNum: 60 }]], qArea: { qLeft: 1, qTop: 2, qWidth: 1, qHeight: 1 } },
    ])
  })

  it('say what is wrong with them, and the others are shown', async () => {
    const { listOf, list } = await open()
    const years = await listOf('Year', [
      { qExpr: 'Sum(' },
      { qLibraryId: 'none' },
      { qExpr: '' },
      { qExpr: 'Max(Amount)' },
    ])
    const { qExpressions, qDataPages } = await list(years)
    expect(qExpressions.map(({ qError }: { qError?: { qErrorCode: number } }) => qError?.qErrorCode ?? 0)).toEqual([
      7, 2, 2, 0,
    ])
    expect(qDataPages[0].qMatrix[0].map(({ qText }: { qText: string }) => qText)).toEqual(['2023', '-', '-', '-', '40'])
  })

  it('are no more than twenty', async () => {
    const { listOf, list } = await open()
    const many = (length: number) => Array.from({ length }, (_, index) => ({ qExpr: `Sum(Amount) + ${index}` }))
    expect((await list(await listOf('Year', many(20)))).qSize).toEqual({ qcx: 21, qcy: 2 })
    expect((await list(await listOf('Year', many(21)))).qError).toMatchObject({
      qExtendedMessage: 'A list object has at most 20 expressions.',
    })
  })

  it('count what the person may see', async () => {
    const { listOf, rows } = await open('nils')
    expect(await rows(await listOf('Year', [{ qExpr: 'Sum({1} Amount)' }]))).toEqual([
      ['2023', '35'],
      ['2024', '45'],
    ])
  })

  it('say where the list has too many values for all of them', () =>
    withFolderSession(
      { 'data.sql': `CREATE TABLE facts AS SELECT i AS "Id" FROM range(50001) r(i)` },
      async ({ create, layout }) => {
        const told = async (length: number) => {
          const list = await create({
            qInfo: { qType: 'listbox' },
            qListObjectDef: {
              qDef: { qFieldDefs: ['Id'] },
              qExpressions: Array.from({ length }, (_, index) => ({ qExpr: `Sum(Id) + ${index}` })),
              qInitialDataFetch: [page({ qHeight: 1 })],
            },
          })
          return (await layout(list)).qListObject
        }
        const { qExpressions, qSize } = await told(20)
        expect(qSize.qcy).toBe(50_001)
        const qExtendedMessage = 'The list has 50001 values, 50000 can have 20 expressions.'
        expect(qExpressions).toMatchObject(Array.from({ length: 20 }, () => ({ qError: { qExtendedMessage } })))
        expect((await told(2)).qExpressions).toEqual([{ qExpr: 'Sum(Id) + 0' }, { qExpr: 'Sum(Id) + 1' }])
      },
    ))
})
