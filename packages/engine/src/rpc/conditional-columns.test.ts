import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { type CellLayout, cube, dimension, measure, page, path, sales, texts } from '../session/testing/shop-cube.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const open = async (subject?: string) => openedClient(await openShopSession(shop, subject))

const when = (qv: string, column: object, message = '') => ({
  ...column,
  qCalcCondition: { qCond: { qv }, qMsg: { qv: message } },
})

const never = 'Count(DISTINCT City) > 9'

describe('a column with a condition', () => {
  it.each([
    ['a number', '1', true],
    ['an expression', 'Count(DISTINCT City) = 4', true],
    ['one that does not hold', never, false],
    ['zero', '0', false],
    ['a text', "='yes'", false],
    ['no value', 'Null()', false],
    ['none', '', true],
  ])('is shown by %s', async (_, condition, shown) => {
    const client = await open()
    for (const column of [
      when(condition, measure('Count([Year])')),
      { ...measure('Count([Year])'), qCalcCond: { qv: condition } },
    ]) {
      const chart = await client.create(cube({ qDimensions: [dimension('City')], qMeasures: [column, sales] }))
      const { qHyperCube } = await client.layout(chart)
      expect(qHyperCube.qError).toBeUndefined()
      expect(texts(qHyperCube.qDataPages[0].qMatrix)[0]).toEqual(shown ? ['Bergen', '2', '20'] : ['Bergen', '20'])
      expect(qHyperCube.qMeasureInfo[0].qError?.qErrorCode).toBe(shown ? undefined : 7005)
      expect(qHyperCube.qMeasureInfo[1].qError).toBeUndefined()
    }
  })

  it('keeps its place among the columns where it is hidden, and tells why', async () => {
    const client = await open()
    const chart = await client.create(
      cube({
        qDimensions: [
          when(never, dimension('Country'), "='Only ' & Count(DISTINCT City) & ' cities'"),
          dimension('City'),
        ],
        qMeasures: [sales, when(never, { ...measure('Count([Year])', { qLabel: 'Years' }) }), measure('Max([Amount])')],
        qInterColumnSortOrder: [4, 3, 0, 1, 2],
        qColumnOrder: [4, 0, 1, 2, 3],
      }),
    )
    const { qHyperCube } = await client.layout(chart)
    expect(qHyperCube.qSize).toEqual({ qcx: 3, qcy: 4 })
    expect(texts(qHyperCube.qDataPages[0].qMatrix)).toContainEqual(['40', 'Paris', '60'])
    expect(qHyperCube.qDimensionInfo[0]).toMatchObject({
      qFallbackTitle: 'Country',
      qCalcCondMsg: 'Only 4 cities',
      qError: { qErrorCode: 7005 },
    })
    expect(qHyperCube.qDimensionInfo[1].qCardinalities.qHypercubeCardinal).toBe(4)
    expect(qHyperCube.qMeasureInfo.map(({ qFallbackTitle }: { qFallbackTitle: string }) => qFallbackTitle)).toEqual([
      'Sum([Amount])',
      'Years',
      'Max([Amount])',
    ])
    expect(qHyperCube.qMeasureInfo[1]).toMatchObject({ qError: { qErrorCode: 7005 } })
    expect(qHyperCube.qColumnOrder).toEqual([4, 0, 1, 2, 3])
    expect(qHyperCube.qEffectiveInterColumnSortOrder).toEqual([4, 1, 2])
    expect(qHyperCube.qGrandTotalRow).toHaveLength(2)
    const { qDataPages } = await client.call(chart, 'GetHyperCubeData', path, [page])
    expect(qDataPages[0].qMatrix[0]).toHaveLength(3)
  })

  it('is not counted when values are selected', async () => {
    const client = await open()
    const chart = await client.create(
      cube({ qDimensions: [when(never, dimension('Country')), dimension('City')], qMeasures: [sales] }),
    )
    expect(await client.call(chart, 'SelectHyperCubeCells', path, [1], [0])).toMatchObject({ qSuccess: true })
    const { qHyperCube } = await client.layout(chart)
    expect(texts(qHyperCube.qDataPages[0].qMatrix)).toEqual([['Lyon', '60']])
  })

  it('comes and goes with selections', async () => {
    const client = await open()
    const chart = await client.create(
      cube({ qDimensions: [dimension('City')], qMeasures: [when('GetSelectedCount(Year) = 1', sales)] }),
    )
    expect((await client.layout(chart)).qHyperCube.qMeasureInfo[0].qError.qErrorCode).toBe(7005)
    const year = await client.field('Year')
    await client.call(year, 'SelectValues', [{ qText: '2023', qIsNumeric: true, qNumber: 2023 }])
    const { qHyperCube } = await client.layout(chart)
    expect(qHyperCube.qMeasureInfo[0].qError).toBeUndefined()
    expect(texts(qHyperCube.qDataPages[0].qMatrix)[0]).toEqual(['Bergen', '5'])
  })

  it('is left out of pivot tables, stacks and trees', async () => {
    const client = await open()
    const layoutOf = async (definition: object) =>
      (await client.layout(await client.create(cube(definition)))).qHyperCube
    const pivot = await layoutOf({
      qMode: 'P',
      qDimensions: [dimension('Year'), when(never, dimension('Country')), dimension('Product')],
      qMeasures: [sales, when(never, measure('Count([Year])'))],
      qInterColumnSortOrder: [0, 1, -1, 2],
      qNoOfLeftDims: 2,
    })
    expect(pivot.qError).toBeUndefined()
    const [{ qLeft, qTop, qData }] = pivot.qPivotDataPages
    expect(qLeft.map(({ qText }: CellLayout) => qText)).toEqual(['2023', '2024'])
    expect(qTop.map(({ qText }: CellLayout) => qText)).toEqual(['Coffee', 'Tea'])
    expect(qData[0].map(({ qNum }: CellLayout) => qNum)).toEqual([60, 15])
    expect(pivot.qNoOfLeftDims).toBe(2)
    expect(pivot.qEffectiveInterColumnSortOrder).toEqual([0, 2])
    const columns = { qDimensions: [when(never, dimension('Year')), dimension('Product')], qMeasures: [sales] }
    const stacked = await layoutOf({ qMode: 'K', ...columns })
    expect(stacked.qStackedDataPages[0].qData[0].qSubNodes.map(({ qText }: CellLayout) => qText)).toEqual([
      'Coffee',
      'Tea',
    ])
    const tree = await client.create(cube({ qMode: 'T', ...columns }))
    const { qNodes } = await client.call(tree, 'GetHyperCubeTreeData', path, {})
    expect(qNodes[0].qNodes.map(({ qText }: CellLayout) => qText)).toEqual(['Coffee', 'Tea'])
  })

  it('does not shift the columns that formulas count', async () => {
    const client = await open()
    const counted = measure('Column(2) * 2')
    const chart = await client.create(
      cube({ qDimensions: [dimension('City')], qMeasures: [when(never, sales), sales, counted] }),
    )
    const { qHyperCube } = await client.layout(chart)
    expect(texts(qHyperCube.qDataPages[0].qMatrix)[0]).toEqual(['Bergen', '20', '-'])
    expect(qHyperCube.qMeasureInfo[2].qError.qExtendedMessage).toContain('Column()')
  })
})

describe('a measure that cannot be evaluated', () => {
  const broken = measure('Frobnicate([Amount])')

  it('has no values and tells why, and the others are shown', async () => {
    const client = await open()
    const chart = await client.create(
      cube({
        qDimensions: [dimension('City')],
        qMeasures: [sales, broken, measure('Max([Amount])')],
        qSuppressMissing: true,
      }),
    )
    const { qHyperCube } = await client.layout(chart)
    expect(qHyperCube.qError).toBeUndefined()
    expect(qHyperCube.qMeasureInfo[1].qError).toMatchObject({ qErrorCode: 7 })
    expect(qHyperCube.qMeasureInfo[1].qError.qExtendedMessage).toContain('Frobnicate')
    expect(texts(qHyperCube.qDataPages[0].qMatrix)[0]).toEqual(['Bergen', '20', '-', '15'])
    expect(qHyperCube.qGrandTotalRow.map(({ qText }: CellLayout) => qText)).toEqual(['200', '-', '60'])
    const { qDataPages } = await client.call(chart, 'GetHyperCubeData', path, [page])
    expect(texts(qDataPages[0].qMatrix)[0]).toEqual(['Bergen', '20', '-', '15'])
  })

  it('takes those with it that name it, and its colours', async () => {
    const client = await open()
    const chart = await client.create(
      cube({
        qDimensions: [dimension('City')],
        qMeasures: [
          {
            ...measure('Frobnicate([Amount])', { qLabel: 'Broken' }),
            qAttributeExpressions: [{ qExpression: 'Max([Year])' }],
          },
          measure('[Broken] * 2'),
          { ...sales, qAttributeExpressions: [{ qExpression: 'Max([Year])' }] },
        ],
      }),
    )
    const { qHyperCube } = await client.layout(chart)
    expect(qHyperCube.qMeasureInfo.map(({ qError }: { qError?: object }) => qError !== undefined)).toEqual([
      true,
      true,
      false,
    ])
    const [, , , amount] = qHyperCube.qDataPages[0].qMatrix[0]
    expect([amount.qText, amount.qAttrExps.qValues[0].qNum]).toEqual(['20', 2024])
  })

  it('leaves nothing of a cube that it limits, or that has no other', async () => {
    const client = await open()
    const limited = {
      ...dimension('City'),
      qOtherTotalSpec: { qOtherMode: 'OTHER_COUNTED', qOtherCounted: { qv: '2' } },
    }
    for (const definition of [
      { qDimensions: [limited], qMeasures: [broken, sales] },
      { qDimensions: [dimension('City')], qMeasures: [broken] },
      { qDimensions: [dimension('Nowhere')], qMeasures: [sales] },
    ]) {
      const { qHyperCube } = await client.layout(await client.create(cube(definition)))
      expect(qHyperCube).toMatchObject({ qError: { qErrorCode: 7 }, qSize: { qcx: 0, qcy: 0 } })
    }
  })
})
