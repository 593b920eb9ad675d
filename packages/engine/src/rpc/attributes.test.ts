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

const withAttributes = (column: object, ...qAttributeExpressions: object[]) => ({ ...column, qAttributeExpressions })
const withDimensions = (column: object, ...qAttributeDimensions: object[]) => ({ ...column, qAttributeDimensions })

describe('attribute expressions', () => {
  it('colour cells by attribute expressions without showing them as columns', async () => {
    const client = await open()
    const chart = await client.create(
      cube({
        qDimensions: [
          { ...dimension('City'), qAttributeExpressions: [{ qExpression: 'Count([Year])', id: 'colorByExpression' }] },
        ],
        qMeasures: [{ ...sales, qAttributeExpressions: [{ qExpression: 'Max([Amount])' }] }],
      }),
    )
    const { qHyperCube } = await client.layout(chart)
    expect(qHyperCube.qSize.qcx).toBe(2)
    expect(qHyperCube.qMeasureInfo).toHaveLength(1)
    expect(qHyperCube.qDimensionInfo[0].qAttrExprInfo).toMatchObject([{ id: 'colorByExpression' }])
    const [city, amount] = qHyperCube.qDataPages[0].qMatrix[2]
    expect([city.qText, city.qAttrExps.qValues[0].qNum, amount.qAttrExps.qValues[0].qNum]).toEqual(['Oslo', 3, 30])
  })

  it('are told as colours, with their range, master items, labels and members of charts', async () => {
    const client = await open()
    const chart = await client.create(
      cube({
        qDimensions: [
          withAttributes(
            dimension('City'),
            { qExpression: { qv: '=If(Sum([Amount]) > 50, RGB(128, 0, 0), Null())' }, id: 'colorByExpression' },
            { qLibraryId: 'mea-sales', id: 'tooltip', matchMeasure: 1 },
          ),
        ],
        qMeasures: [sales],
      }),
    )
    const { qHyperCube } = await client.layout(chart)
    const [bergen, lyon] = qHyperCube.qDataPages[0].qMatrix
    expect(bergen[0].qAttrExps.qValues).toEqual([{ qNum: 'NaN' }, { qText: '$20.00', qNum: 20 }])
    expect(lyon[0].qAttrExps.qValues[0]).toEqual({ qText: 'RGB(128,0,0)', qNum: 4286578688 })
    expect(qHyperCube.qDimensionInfo[0].qAttrExprInfo).toMatchObject([
      { id: 'colorByExpression', qMin: 4286578688, qMax: 4286578688 },
      {
        id: 'tooltip',
        matchMeasure: 1,
        qLibraryId: 'mea-sales',
        qFallbackTitle: 'Sales',
        qMinText: '$20.00',
        qMaxText: '$60.00',
      },
    ])
  })

  it('that cannot be evaluated keep their place, without values, and say why', async () => {
    const client = await open()
    const broken = { qExpression: 'Frobnicate(1)', id: 'broken' }
    const chart = await client.create(
      cube({
        qDimensions: [withAttributes(dimension('City'), broken, { qExpression: 'Count([Year])' })],
        qMeasures: [withAttributes(sales, { qExpression: '' }, { qLibraryId: 'gone' })],
      }),
    )
    const { qHyperCube } = await client.layout(chart)
    expect(qHyperCube.qError).toBeUndefined()
    const [city, amount] = qHyperCube.qDataPages[0].qMatrix[2]
    expect(city.qAttrExps.qValues).toEqual([{ qNum: 'NaN' }, { qText: '3', qNum: 3 }])
    expect([amount.qText, amount.qAttrExps.qValues]).toEqual(['60', [{ qNum: 'NaN' }, { qNum: 'NaN' }]])
    const [info] = qHyperCube.qDimensionInfo
    expect(info.qError).toBeUndefined()
    expect(info.qAttrExprInfo[0]).toMatchObject({
      id: 'broken',
      qMin: 'NaN',
      qMax: 'NaN',
      qError: { qErrorCode: 7000 },
    })
    expect(info.qAttrExprInfo[0].qError.qExtendedMessage).toContain('There is no function Frobnicate')
    expect(info.qAttrExprInfo[1].qError).toBeUndefined()
    expect(info.qAttrExprInfo[1]).toMatchObject({ qMin: 1, qMax: 3 })
    const [empty, gone] = qHyperCube.qMeasureInfo[0].qAttrExprInfo
    expect(empty.qError.qExtendedMessage).toBe('The attribute has no definition.')
    expect(gone.qError.qExtendedMessage).toBe('The master item "gone" does not exist.')
  })

  it('keep rows unless they are beside them', async () => {
    const client = await open()
    const rowsWith = async (qAttribute: boolean) => {
      const never = measure('Sum({<City={Nowhere}>} [Amount])')
      const chart = await client.create(
        cube({
          qDimensions: [withAttributes(dimension('City'), { qExpression: "If(City = 'Oslo', 1)", qAttribute })],
          qMeasures: [never],
          qSuppressZero: true,
        }),
      )
      return (await client.layout(chart)).qHyperCube.qDataPages[0].qMatrix.map(
        (row: { qText: string }[]) => row[0]?.qText,
      )
    }
    expect(await rowsWith(false)).toEqual(['Oslo'])
    expect(await rowsWith(true)).toEqual([])
  })
})

describe('attribute dimensions', () => {
  const byCity = cube({
    qDimensions: [
      withDimensions(
        dimension('City'),
        { qDef: 'Country', id: 'map' },
        { qDef: '=Left([Country], 1)', qLabel: 'Letter' },
        { qDef: 'Year' },
        { qDef: '[Coutry]', id: 'wrong' },
      ),
    ],
    qMeasures: [sales],
  })
  const attribute = `${path}/qDimensions/0/qAttributeDimensions/0`

  it('tell the one value of each row, by its element', async () => {
    const client = await open()
    const { qHyperCube } = await client.layout(await client.create(byCity))
    expect(qHyperCube.qSize).toEqual({ qcx: 2, qcy: 4 })
    const values = qHyperCube.qDataPages[0].qMatrix.map(
      (row: { qText: string; qAttrDims: { qValues: unknown[] } }[]) => [
        row[0]?.qText,
        ...(row[0]?.qAttrDims.qValues ?? []),
      ],
    )
    const [bergen, lyon, oslo] = values
    expect(bergen.slice(0, 3)).toEqual([
      'Bergen',
      { qText: 'Norway', qElemNo: expect.any(Number) },
      { qText: 'N', qElemNo: expect.any(Number) },
    ])
    expect(lyon.slice(1, 3)).toMatchObject([{ qText: 'France' }, { qText: 'F' }])
    expect(oslo.slice(1, 5)).toEqual([bergen[1], bergen[2], { qElemNo: -2 }, { qElemNo: -2 }])
    expect(lyon[1].qElemNo).not.toBe(bergen[1].qElemNo)
    const [map, letter, year, wrong] = qHyperCube.qDimensionInfo[0].qAttrDimInfo
    expect(map).toMatchObject({
      id: 'map',
      qCardinal: 2,
      qSize: { qcx: 1, qcy: 2 },
      qFallbackTitle: 'Country',
      qLocked: false,
    })
    expect(letter).toMatchObject({ qFallbackTitle: 'Letter', qIsCalculated: true, qCardinal: 2 })
    expect(year.qError).toBeUndefined()
    expect(wrong).toMatchObject({ id: 'wrong', qSize: { qcy: 0 }, qError: { qErrorCode: 7000 } })
    expect(wrong.qError.qExtendedMessage).toContain('did you mean [Country]?')
  })

  it('have pages of their own, and are selected in', async () => {
    const client = await open()
    const chart = await client.create(byCity)
    const { qDataPages } = await client.call(chart, 'GetHyperCubeData', attribute, [page])
    expect(qDataPages[0].qMatrix.map(([cell]: [{ qText: string }]) => cell.qText).sort()).toEqual(['France', 'Norway'])
    const france = qDataPages[0].qMatrix.find(([cell]: [{ qText: string }]) => cell.qText === 'France')[0].qElemNumber
    const { qSuccess } = await client.call(chart, 'SelectHyperCubeValues', attribute, 0, [france], false)
    expect(qSuccess).toBe(true)
    const { qHyperCube } = await client.layout(chart)
    expect(qHyperCube.qDataPages[0].qMatrix.map((row: { qText: string }[]) => row[0]?.qText)).toEqual(['Lyon', 'Paris'])
    const nowhere = await client.request(chart, 'GetHyperCubeData', [
      `${path}/qDimensions/0/qAttributeDimensions/9`,
      [page],
    ])
    expect(nowhere.error).toMatchObject({ parameter: 'QIX-PATH' })
  })
})
