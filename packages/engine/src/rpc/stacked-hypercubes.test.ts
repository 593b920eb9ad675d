import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { cube, dimension, measure, page, path, sales, texts } from '../session/testing/shop-cube.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop(
    `CREATE TABLE parcels AS SELECT * FROM (VALUES ('a', NULL, 1), (NULL, 'm', 2)) AS t("Kind", "Size", "Weight");`,
  )
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

  it('evaluate attributes of outer values for all that is within them', async () => {
    const client = await open()
    const attributes = {
      qAttributeExpressions: [{ qExpression: 'Sum([Amount])' }],
      qAttributeDimensions: [{ qDef: "=If(Sum([Amount]) > 100, 'much', 'little')" }],
    }
    const chart = await client.create(
      stacked({
        qDimensions: [
          { ...dimension('Year'), ...attributes },
          { ...dimension('Country'), ...attributes },
          { ...dimension('City'), ...attributes },
        ],
      }),
    )
    const { qHyperCube } = await client.layout(chart)
    interface Attributed {
      readonly qText: string
      readonly qType: string
      readonly qAttrExps: { readonly qValues: [{ readonly qNum: number }] }
      readonly qSubNodes: Attributed[]
    }
    const numbers = (nodes: Attributed[]): unknown =>
      nodes
        .filter(({ qType }) => qType === 'N')
        .map(({ qText, qAttrExps, qSubNodes }) => [qText, qAttrExps.qValues[0].qNum, numbers(qSubNodes)])
    const [root] = qHyperCube.qStackedDataPages[0].qData
    expect(numbers(root.qSubNodes)).toEqual([
      [
        '2023',
        75,
        [
          ['France', 40, [['Paris', 40, []]]],
          [
            'Norway',
            35,
            [
              ['Bergen', 5, []],
              ['Oslo', 30, []],
            ],
          ],
        ],
      ],
      [
        '2024',
        125,
        [
          [
            'France',
            80,
            [
              ['Lyon', 60, []],
              ['Paris', 20, []],
            ],
          ],
          [
            'Norway',
            45,
            [
              ['Bergen', 15, []],
              ['Oslo', 30, []],
            ],
          ],
        ],
      ],
    ])
    // Colours are spread over the range of the values that they are of.
    const ranges = qHyperCube.qDimensionInfo.map(
      ({ qAttrExprInfo: [info] }: { qAttrExprInfo: [{ qMin: number; qMax: number }] }) => [info.qMin, info.qMax],
    )
    expect(ranges).toEqual([
      [75, 125],
      [35, 80],
      [5, 60],
    ])
  })

  it('keep an outer value whose rows cancel out where zeros are left out', async () => {
    const client = await open()
    const chart = await client.create(
      stacked({
        qMeasures: [measure("Sum({<City={'Oslo'}>} [Amount]) - 6 * Sum({<City={'Bergen'}>} [Amount])")],
        qSuppressZero: true,
      }),
    )
    const { qHyperCube } = await client.layout(chart)
    expect(qHyperCube.qSize.qcy).toBe(2)
    expect(tree(qHyperCube.qStackedDataPages[0].qData[0].qSubNodes)).toEqual([
      [
        '2023',
        [
          ['Bergen', -30],
          ['Oslo', 30],
        ],
      ],
      [
        '2024',
        [
          ['Bergen', -90],
          ['Oslo', 30],
        ],
      ],
    ])
    const { qDataPages } = await client.call(chart, 'GetHyperCubeReducedData', path, [page], -1, 'D1')
    expect(texts(qDataPages[0].qMatrix)).toEqual([
      ['2023', '0'],
      ['2024', '-60'],
    ])
    const alone = await client.create(
      stacked({ qMeasures: [measure("Sum({<City={'Oslo'}, Year={2023}>} [Amount])")], qSuppressZero: true }),
    )
    const reduced = await client.call(alone, 'GetHyperCubeReducedData', path, [page], -1, 'D1')
    expect(texts(reduced.qDataPages[0].qMatrix)).toEqual([['2023', '30']])
  })

  it('have no more outer values in all pages than the call asks for', async () => {
    const client = await open()
    const chart = await client.create(stacked())
    const pages = [
      { ...page, qHeight: 1 },
      { ...page, qTop: 1 },
    ]
    const values = async (most?: number) =>
      (await client.call(chart, 'GetHyperCubeStackData', path, pages, most)).qDataPages.map(
        ({ qData }: { qData: NodeLayout[] }) => qData[0]?.qSubNodes.map(({ qText }) => qText),
      )
    expect(await values()).toEqual([['2023'], ['2024']])
    expect(await values(1)).toEqual([['2023'], []])
    expect(await values(0)).toEqual([[], []])
  })

  it('tell missing values from others', async () => {
    const client = await open()
    const fields = [dimension('Kind'), dimension('Size')]
    const chart = await client.create(stacked({ qDimensions: fields, qMeasures: [measure('Sum([Weight])')] }))
    const [root] = (await client.layout(chart)).qHyperCube.qStackedDataPages[0].qData
    const types = (nodes: NodeLayout[]): unknown =>
      nodes.flatMap(({ qText, qType, qSubNodes }) => (qType === 'V' ? [] : [[qText, qType, types(qSubNodes)]]))
    expect(types(root.qSubNodes)).toEqual([
      ['a', 'N', [['-', 'U', []]]],
      ['-', 'U', [['m', 'N', []]]],
    ])
  })
})
