import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { cube, dimension, measure, page, path, sales, texts } from '../session/testing/shop-cube.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const open = async (subject?: string) => openedClient(await openShopSession(shop, subject))

describe('straight hypercubes', () => {
  it('answer rows, size, totals, extremes and columns, mode S even where none is asked for', async () => {
    const client = await open()
    const chart = await client.create(
      cube({
        qDimensions: [dimension('City', { cId: 'a1', textAlign: { auto: true } })],
        qMeasures: [measure('Sum([Amount])', { qLabel: 'Revenue', cId: 'b1' })],
      }),
    )
    const { qHyperCube } = await client.layout(chart)
    expect(texts(qHyperCube.qDataPages[0].qMatrix)).toEqual([
      ['Bergen', '20'],
      ['Lyon', '60'],
      ['Oslo', '60'],
      ['Paris', '60'],
    ])
    expect(qHyperCube).toMatchObject({
      qMode: 'S',
      qSize: { qcx: 2, qcy: 4 },
      qNoOfLeftDims: -1,
      qEffectiveInterColumnSortOrder: [0, 1],
      qGrandTotalRow: [{ qText: '200', qNum: 200 }],
      qPivotDataPages: [],
      qStackedDataPages: [],
    })
    expect(qHyperCube.qDimensionInfo[0]).toMatchObject({
      qFallbackTitle: 'City',
      qDimensionType: 'D',
      qGroupFieldDefs: ['[City]'],
      qAttrExprInfo: [],
      qCardinal: 4,
      qCardinalities: { qHypercubeCardinal: 4 },
      qApprMaxGlyphCount: 6,
      qStateCounts: { qOption: 4 },
      cId: 'a1',
      textAlign: { auto: true },
    })
    expect(qHyperCube.qMeasureInfo[0]).toMatchObject({
      qFallbackTitle: 'Revenue',
      qMin: 20,
      qMax: 60,
      qNumFormat: { qType: 'U' },
      qAttrExprInfo: [],
      cId: 'b1',
    })
    const [cell] = qHyperCube.qDataPages[0].qMatrix[0]
    expect(cell).toMatchObject({ qNum: 'NaN', qState: 'O' })
    expect(qHyperCube.qDataPages[0].qMatrix[0][1]).toMatchObject({ qNum: 20, qElemNumber: 0, qState: 'L' })
  })

  it('write measures in the format of their column or of Num()', async () => {
    const client = await open()
    const chart = await client.create(
      cube({
        qMeasures: [
          measure('Sum([Amount])/3', { qNumFormat: { qType: 'F', qFmt: '0.0%', qDec: '.', qThou: ',' } }),
          measure("Num(Sum([Amount])*100, '#,##0')"),
          measure('Sum([Amount])/3'),
        ],
      }),
    )
    const { qHyperCube } = await client.layout(chart)
    expect(texts(qHyperCube.qDataPages[0].qMatrix)).toEqual([['6666.7%', '20,000', '66.666666666667']])
  })

  it('page, in the order of columns that the definition asks for', async () => {
    const client = await open()
    const chart = await client.create(
      cube({ qDimensions: [dimension('City'), dimension('Year')], qMeasures: [sales], qColumnOrder: [2, 0, 1] }),
    )
    const { qDataPages } = await client.call(chart, 'GetHyperCubeData', path, [
      { qLeft: 0, qTop: 1, qWidth: 2, qHeight: 2 },
    ])
    expect(texts(qDataPages[0].qMatrix)).toEqual([
      ['15', 'Bergen'],
      ['60', 'Lyon'],
    ])
    expect(qDataPages[0].qArea).toEqual({ qLeft: 0, qTop: 1, qWidth: 2, qHeight: 2 })
  })

  it('refuse more cells per call than QIX allows', async () => {
    const client = await open()
    const chart = await client.create(cube({ qDimensions: [dimension('City')], qMeasures: [sales] }))
    const pages = Array.from({ length: 1300 }, () => page)
    expect((await client.request(chart, 'GetHyperCubeData', [path, pages])).error).toMatchObject({ code: 7009 })
  })

  it('use master items and titles that are expressions', async () => {
    const client = await open()
    const chart = await client.create(
      cube({
        qDimensions: [{ qLibraryId: 'dim-city' }],
        qMeasures: [{ qLibraryId: 'mea-sales' }, measure('Sum([Amount])', { qLabelExpression: '=Sum([Amount])' })],
      }),
    )
    const { qHyperCube } = await client.layout(chart)
    expect(qHyperCube.qDimensionInfo[0]).toMatchObject({ qFallbackTitle: 'Town', coloring: { base: 'red' } })
    expect(qHyperCube.qMeasureInfo.map((info: { qFallbackTitle: string }) => info.qFallbackTitle)).toEqual([
      'Sales',
      '200',
    ])
    expect(qHyperCube.qGrandTotalRow[0].qText).toBe('$200.00')
  })
})
