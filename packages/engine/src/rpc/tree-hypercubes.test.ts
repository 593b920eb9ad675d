import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { cube, dimension, measure, page, path, sales } from '../session/testing/shop-cube.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const open = async (subject?: string) => openedClient(await openShopSession(shop, subject))

interface Node {
  readonly qText: string
  readonly qType: string
  readonly qValues: readonly { readonly qText: string }[]
  readonly qNodes: readonly Node[]
}

/** Nodes as text: their values, and those within them in brackets. */
const written = (nodes: readonly Node[]): string =>
  nodes
    .map(({ qText, qType, qValues, qNodes }) => {
      const values = qValues.map((value) => ` ${value.qText}`).join('')
      const inner = qNodes.length > 0 ? ` [${written(qNodes)}]` : ''
      return `${qText}${qType === 'N' ? '' : `/${qType}`}${values}${inner}`
    })
    .join(', ')

const tree = (more: object = {}) =>
  cube({
    qMode: 'T',
    qDimensions: [dimension('City'), dimension('Year')],
    qMeasures: [sales, measure('50 - Sum([Amount])')],
    qInterColumnSortOrder: [1, 0],
    ...more,
  })

describe('hypercubes as trees', () => {
  it('nest the dimensions in the order of the columns, measures at the deepest level', async () => {
    const client = await open()
    const chart = await client.create(tree())
    const { qHyperCube } = await client.layout(chart)
    expect(qHyperCube).toMatchObject({
      qMode: 'T',
      qSize: { qcx: 1, qcy: 7 },
      qNoOfLeftDims: 2,
      qEffectiveInterColumnSortOrder: [1, 0],
      qTreeNodesOnDim: [2, 7],
      qGrandTotalRow: [],
      qDataPages: [],
    })
    const { qNodes } = await client.call(chart, 'GetHyperCubeTreeData', path, {})
    const [root] = qNodes
    expect(written(root.qNodes)).toBe(
      '2023 [Bergen 5 45, Oslo 30 20, Paris 40 10], 2024 [Bergen 15 35, Lyon 60 -10, Oslo 30 20, Paris 20 30]',
    )
    expect(root).toMatchObject({
      qType: 'R',
      qElemNo: -1,
      qValue: 0,
      qGroupPos: 0,
      qGroupSize: 2,
      qValues: [],
      qMaxPos: [200, 160],
      qMinNeg: [0, -10],
    })
    const [, second] = root.qNodes
    expect(second).toMatchObject({
      qValue: 2024,
      qGroupPos: 1,
      qGroupSize: 4,
      qRow: 3,
      qMaxPos: [125, 85],
      qMinNeg: [0, -10],
      qState: 'O',
      qTreePath: [],
    })
    expect(second.qNodes[1]).toMatchObject({
      qText: 'Lyon',
      qValue: 'NaN',
      qGroupPos: 1,
      qGroupSize: 0,
      qRow: 4,
      qValues: [
        { qText: '60', qValue: 60 },
        { qText: '-10', qValue: -10 },
      ],
      qTreePath: [1],
    })
  })

  it('answer areas by level, levels, and values without rows where all are wanted', async () => {
    const client = await open()
    const chart = await client.create(tree({ qMeasures: [sales] }))
    const nodes = async (options: object) => {
      const { qNodes } = await client.call(chart, 'GetHyperCubeTreeData', path, options)
      return qNodes.length === 0 ? 'none' : written(qNodes[0].qNodes)
    }
    const area = (qLeft: number, qTop: number, qHeight: number, qAllValues = false) => ({
      qArea: { qLeft, qTop, qWidth: 1, qHeight },
      qAllValues,
    })
    expect(await nodes({ qTreeNodes: [area(0, 1, 1), area(1, 1, 2)] })).toBe('2024 [Lyon 60, Oslo 30]')
    expect(await nodes({ qTreeNodes: [area(0, 0, 1), area(1, 0, 9, true)] })).toBe(
      '2023 [Bergen 5, Lyon/G, Oslo 30, Paris 40]',
    )
    expect(await nodes({ qTreeNodes: [area(1, 1, 2, true)] })).toBe('2023 [Lyon/G, Oslo 30], 2024 [Lyon 60, Oslo 30]')
    expect(await nodes({ qTreeLevels: { qLeft: 0, qDepth: 1 } })).toBe('2023, 2024')
    expect(await nodes({ qTreeLevels: { qLeft: 1, qDepth: 1 }, qTreeNodes: [area(1, 0, 1)] })).toBe(
      'Bergen 5, Bergen 15',
    )
    expect(await nodes({ qMaxNbrOfNodes: 9 })).toContain('2023 [')
    expect(await nodes({ qMaxNbrOfNodes: 8 })).toBe('none')
  })

  it('carry the attributes of each level, of all records of the value', async () => {
    const client = await open()
    const attributes = { qAttributeExpressions: [{ qExpression: 'Count(Amount)', id: 'n' }] }
    const chart = await client.create(
      tree({
        qDimensions: [dimension('City'), { ...dimension('Year'), ...attributes }],
        qMeasures: [{ ...sales, ...attributes }],
      }),
    )
    const { qNodes } = await client.call(chart, 'GetHyperCubeTreeData', path, {})
    const [first] = qNodes[0].qNodes
    expect(first.qAttrExps).toEqual({ qValues: [{ qText: '4', qNum: 4 }] })
    expect(first.qNodes[0].qAttrExps).toBeUndefined()
    expect(first.qNodes[1].qValues[0]).toMatchObject({ qText: '30', qAttrExps: { qValues: [{ qNum: 2 }] } })
    const { qHyperCube } = await client.layout(chart)
    expect(qHyperCube.qDimensionInfo[1].qAttrExprInfo[0]).toMatchObject({ id: 'n', qMin: 4, qMax: 5 })
    expect(qHyperCube.qMeasureInfo[0].qAttrExprInfo[0]).toMatchObject({ id: 'n', qMin: 1, qMax: 2 })
  })

  it('follow selections and what a person may see', async () => {
    const client = await open('nils')
    const chart = await client.create(tree({ qMeasures: [sales] }))
    const { qElemNo } = (await client.call(chart, 'GetHyperCubeTreeData', path, {})).qNodes[0].qNodes[1]
    await client.call(chart, 'SelectHyperCubeValues', path, 1, [qElemNo], false)
    const { qNodes } = await client.call(chart, 'GetHyperCubeTreeData', path, {})
    expect(written(qNodes[0].qNodes)).toBe('2024 [Bergen 15, Oslo 30]')
    expect(qNodes[0].qNodes[0].qState).toBe('S')
  })

  it('are told from cubes of other modes', async () => {
    const client = await open()
    const straight = await client.create(cube({ qDimensions: [dimension('City')], qMeasures: [sales] }))
    const refused = await client.request(straight, 'GetHyperCubeTreeData', [path, {}])
    expect(refused.error?.message).toContain('of mode S, not T')
    const chart = await client.create(tree())
    expect((await client.request(chart, 'GetHyperCubeData', [path, [page]])).error?.message).toContain(
      'of mode T, not S',
    )
    const wrong = await client.layout(await client.create(tree({ qMeasures: [measure('Summ(Amount)')] })))
    expect(wrong.qHyperCube.qMeasureInfo[0].qError).toBeDefined()
  })
})
