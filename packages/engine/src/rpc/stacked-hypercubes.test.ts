import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { cube, dimension, page, path, sales, texts } from '../session/testing/shop-cube.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const open = async (subject?: string) => openedClient(await openShopSession(shop, subject))

describe('stacked hypercubes', () => {
  const stacked = (more: object = {}) =>
    cube({ qMode: 'K', qDimensions: [dimension('Year'), dimension('City')], qMeasures: [sales], ...more })

  interface NodeLayout {
    readonly qText: string
    readonly qValue: number
    readonly qType: string
    readonly qSubNodes: NodeLayout[]
  }
  const tree = (nodes: NodeLayout[]): unknown =>
    nodes.map(({ qText, qSubNodes, qValue }) =>
      qSubNodes[0]?.qType === 'V'
        ? [qText, ...qSubNodes.map((node) => node.qValue)]
        : qSubNodes.length > 0
          ? [qText, tree(qSubNodes)]
          : qValue,
    )

  it('nest the inner dimension, one outer value per row', async () => {
    const client = await open()
    const { qHyperCube } = await client.layout(await client.create(stacked()))
    expect(qHyperCube).toMatchObject({ qMode: 'K', qSize: { qcx: 4, qcy: 2 }, qDataPages: [] })
    const [root] = qHyperCube.qStackedDataPages[0].qData
    expect(root).toMatchObject({ qType: 'R', qElemNo: 0, qMaxPos: 200, qMinNeg: 0 })
    expect(tree(root.qSubNodes)).toEqual([
      [
        '2023',
        [
          ['Bergen', 5],
          ['Oslo', 30],
          ['Paris', 40],
        ],
      ],
      [
        '2024',
        [
          ['Bergen', 15],
          ['Lyon', 60],
          ['Oslo', 30],
          ['Paris', 20],
        ],
      ],
    ])
    expect(root.qSubNodes[1]).toMatchObject({
      qText: '2024',
      qValue: 2024,
      qType: 'N',
      qRow: 1,
      qMaxPos: 125,
      qUp: 0,
      qDown: 0,
    })
    expect(root.qSubNodes[0].qSubNodes[0].qSubNodes[0]).toMatchObject({ qType: 'V', qElemNo: -1, qText: '5' })
  })

  it('order the outer values by a measure of their own', async () => {
    const client = await open()
    const descending = { qDef: { qDef: 'Sum([Amount])' }, qSortBy: { qSortByNumeric: -1 } }
    const chart = await client.create(stacked({ qMeasures: [descending], qInterColumnSortOrder: [2, 0, 1] }))
    const { qHyperCube } = await client.layout(chart)
    expect(tree(qHyperCube.qStackedDataPages[0].qData[0].qSubNodes)).toEqual([
      [
        '2024',
        [
          ['Lyon', 60],
          ['Oslo', 30],
          ['Paris', 20],
          ['Bergen', 15],
        ],
      ],
      [
        '2023',
        [
          ['Paris', 40],
          ['Oslo', 30],
          ['Bergen', 5],
        ],
      ],
    ])
  })

  it('page along the outer values', async () => {
    const client = await open()
    const chart = await client.create(stacked({ qInitialDataFetch: [] }))
    const { qDataPages } = await client.call(chart, 'GetHyperCubeStackData', path, [
      { qLeft: 0, qTop: 1, qWidth: 100, qHeight: 1 },
    ])
    expect(qDataPages[0].qArea).toEqual({ qLeft: 0, qTop: 1, qWidth: 4, qHeight: 1 })
    expect(tree(qDataPages[0].qData[0].qSubNodes)).toEqual([
      [
        '2024',
        [
          ['Bergen', 15],
          ['Lyon', 60],
          ['Oslo', 30],
          ['Paris', 20],
        ],
      ],
    ])
    expect((await client.request(chart, 'GetHyperCubeData', [path, [page]])).error).toBeDefined()
  })

  it.each([0, 1])('reduce to one row per outer value, also when asked from column %i', async (qLeft) => {
    const client = await open()
    const chart = await client.create(stacked())
    const { qDataPages } = await client.call(
      chart,
      'GetHyperCubeReducedData',
      path,
      [{ qLeft, qTop: 0, qWidth: 2, qHeight: 100 }],
      -1,
      'D1',
    )
    expect(texts(qDataPages[0].qMatrix)).toEqual([
      ['2023', '75'],
      ['2024', '125'],
    ])
  })
})
