import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import {
  calculated,
  chartBy,
  listOf,
  listPath,
  openCalculated,
  size,
  where,
} from '../session/testing/shop-calculated.js'
import { cube, dimension, path, sales } from '../session/testing/shop-cube.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const open = (subject?: string) => openCalculated(shop, subject)

describe('a cube by a calculated dimension', () => {
  it('has a row for each value, and tells what it is', async () => {
    const client = await open()
    const chart = await client.create(chartBy(where))
    expect(await client.rows(chart)).toEqual([
      ['coast', '80'],
      ['inland', '120'],
    ])
    const [info] = (await client.layout(chart)).qHyperCube.qDimensionInfo
    expect(info).toMatchObject({
      qFallbackTitle: "If(Match(City, 'Oslo', 'Bergen'), 'coast', 'inland')",
      qGroupFieldDefs: [where],
      qIsCalculated: true,
      qCardinal: 2,
      qCardinalities: { qCardinal: 2, qHypercubeCardinal: 2 },
      qStateCounts: { qOption: 2, qExcluded: 0 },
      qTags: ['$ascii', '$text'],
      qDimensionType: 'D',
      qApprMaxGlyphCount: 6,
    })
    const years = await client.create(chartBy('=Mod(Year, 100)'))
    const [numeric] = (await client.layout(years)).qHyperCube.qDimensionInfo
    expect(numeric).toMatchObject({ qMin: 23, qMax: 24, qDimensionType: 'N', qTags: ['$numeric', '$integer'] })
    expect(await client.rows(years)).toEqual([
      ['23', '75'],
      ['24', '125'],
    ])
  })

  it('is titled by its label expression, and expands variables', async () => {
    const client = await open()
    const chart = await client.create(
      cube({
        qDimensions: [calculated('=If(Amount > $(vGoal) / 5, 1, 0)', { qLabelExpression: "='over ' & 30" })],
        qMeasures: [sales],
      }),
    )
    expect(await client.rows(chart)).toEqual([
      ['0', '100'],
      ['1', '100'],
    ])
    expect((await client.layout(chart)).qHyperCube.qDimensionInfo[0].qFallbackTitle).toBe('over 30')
  })

  it('shows to each person what that person may see', async () => {
    const nils = await open('nils')
    expect(await nils.rows(await nils.create(chartBy(where)))).toEqual([['coast', '80']])
    expect(await nils.rows(await nils.create(chartBy(size)))).toEqual([
      ['big', '60'],
      ['small', '20'],
    ])
    const [info] = (await nils.layout(await nils.create(chartBy(where)))).qHyperCube.qDimensionInfo
    expect(info).toMatchObject({ qCardinal: 1, qApprMaxGlyphCount: 5, qStateCounts: { qOption: 1 } })
    const omar = await open('omar')
    const { qHyperCube } = await omar.layout(await omar.create(chartBy('=Left(Product, 1)')))
    expect(qHyperCube.qDimensionInfo[0].qError.qExtendedMessage).toContain('There is no field [Product]')
  })

  it('draws stacked, with a field', async () => {
    const client = await open()
    const chart = await client.create(
      cube({
        qMode: 'K',
        qDimensions: [calculated(where), dimension('Product')],
        qMeasures: [sales],
        qInitialDataFetch: [{ qLeft: 0, qTop: 0, qWidth: 10, qHeight: 10 }],
      }),
    )
    const { qHyperCube } = await client.layout(chart)
    const root = qHyperCube.qStackedDataPages[0].qData[0]
    expect(root.qSubNodes.map(({ qText }: { qText: string }) => qText)).toEqual(['coast', 'inland'])
  })

  it('shows in its column what is wrong with the expression', async () => {
    const client = await open()
    const { qHyperCube } = await client.layout(await client.create(chartBy('=Sum(Amount)')))
    expect(qHyperCube.qDimensionInfo[0].qError).toMatchObject({
      qExtendedMessage: expect.stringContaining('Sum cannot be nested in a dimension outside Aggr'),
    })
  })
})

describe('selecting in a cube by a calculated dimension', () => {
  it('selects the values of its field that make the value', async () => {
    const client = await open()
    const chart = await client.create(chartBy(where))
    const [coast = -1] = await client.elements(chart, 'coast')
    expect(await client.call(chart, 'SelectHyperCubeValues', path, 0, [coast], false)).toEqual({ qSuccess: true })
    expect(await client.selections()).toEqual({ City: 'Oslo, Bergen' })
    expect(await client.rows(chart)).toEqual([['coast', '80']])
    expect(await client.states(chart)).toEqual({ coast: 'S' })
    await client.call(chart, 'Lock', path, [])
    expect(await client.states(chart)).toEqual({ coast: 'L' })
  })

  it('selects the values of the dimension of its Aggr, and in the mode as it was when the mode began', async () => {
    const client = await open()
    const chart = await client.create(chartBy(size))
    const big = await client.elements(chart, 'big')
    const small = await client.elements(chart, 'small')
    await client.call(chart, 'BeginSelections', [path])
    await client.call(chart, 'SelectHyperCubeValues', path, 0, small, false)
    expect(await client.selections()).toEqual({ City: 'Bergen' })
    expect(await client.states(chart)).toEqual({ big: 'A', small: 'S' })
    await client.call(chart, 'SelectHyperCubeValues', path, 0, big, true)
    expect(await client.states(chart)).toEqual({ big: 'S', small: 'S' })
    await client.call(chart, 'SelectHyperCubeValues', path, 0, small, true)
    expect(await client.selections()).toEqual({ City: 'Oslo, Paris, Lyon' })
    await client.call(chart, 'EndSelections', true)
    expect(await client.rows(chart)).toEqual([['big', '180']])
  })

  it('selects by cells and ranges, together with fields', async () => {
    const client = await open()
    const chart = await client.create(cube({ qDimensions: [calculated(where), dimension('City')], qMeasures: [sales] }))
    await client.call(chart, 'SelectHyperCubeCells', path, [0], [])
    expect(await client.selections()).toEqual({ City: 'Bergen' })
    await client.call(client.doc, 'ClearAll')
    const byYear = await client.create(chartBy('=Mod(Year, 100)'))
    await client.call(byYear, 'SelectHyperCubeContinuousRange', path, [
      { qDimIx: 0, qRange: { qMin: 24, qMax: 25, qMinInclEq: true, qMaxInclEq: true } },
    ])
    expect(await client.selections()).toEqual({ Year: '2024' })
    await client.call(client.doc, 'ClearAll')
    const bySize = await client.create(chartBy(size))
    const range = { qMeasureIx: 0, qRange: { qMin: 0, qMax: 50, qMinInclEq: true, qMaxInclEq: true } }
    await client.call(bySize, 'RangeSelectHyperCubeValues', path, [range], [], true)
    expect(await client.selections()).toEqual({ City: 'Bergen' })
  })

  it('narrows what is selected in its field, as what is shown is that', async () => {
    const client = await open()
    const cities = await client.create(listOf('City'))
    await client.call(cities, 'SelectListObjectValues', listPath, await client.elements(cities, 'Oslo', 'Lyon'), false)
    const chart = await client.create(chartBy(where))
    expect(await client.rows(chart)).toEqual([
      ['coast', '60'],
      ['inland', '60'],
    ])
    await client.call(chart, 'SelectHyperCubeValues', path, 0, await client.elements(chart, 'coast'), false)
    expect(await client.selections()).toEqual({ City: 'Oslo' })
  })

  it('selects nothing for values that there are not', async () => {
    const client = await open()
    const chart = await client.create(chartBy(where))
    for (const values of [[-2], [77], [2 ** 48 + 5]]) {
      expect(await client.call(chart, 'SelectHyperCubeValues', path, 0, values, false)).toEqual({ qSuccess: false })
    }
    expect(await client.selections()).toEqual({})
    const nils = await open('nils')
    const own = await nils.create(chartBy(where))
    expect(await nils.call(own, 'SelectHyperCubeValues', path, 0, [1], false)).toEqual({ qSuccess: false })
  })
})

describe('a cube by listed values', () => {
  const list = "ValueList('tea', 'coffee')"
  const measure = { qDef: { qDef: `Sum(If(Product = 'Tea', Amount)) * -(${list} = 'tea')` }, qSortBy: {} }

  it('selects nothing by them, and what is beside them', async () => {
    const client = await open()
    const chart = await client.create(
      cube({ qDimensions: [dimension('City'), calculated(`=${list}`)], qMeasures: [measure] }),
    )
    expect((await client.rows(chart)).slice(0, 2)).toEqual([
      ['Bergen', 'coffee', '0'],
      ['Bergen', 'tea', '5'],
    ])
    expect(await client.call(chart, 'SelectHyperCubeValues', path, 1, [0], false)).toEqual({ qSuccess: false })
    expect(await client.call(chart, 'SelectHyperCubeCells', path, [0], [1])).toEqual({ qSuccess: false })
    expect(await client.selections()).toEqual({})
    await client.call(chart, 'BeginSelections', [path])
    expect(await client.call(chart, 'SelectHyperCubeCells', path, [0], [])).toEqual({ qSuccess: true })
    await client.call(chart, 'EndSelections', true)
    expect(await client.selections()).toEqual({ City: 'Bergen' })
  })

  it('draws stacked, where the outer values are ordered by a cube without them', async () => {
    const client = await open()
    const chart = await client.create(
      cube({
        qMode: 'K',
        qDimensions: [dimension('City'), calculated(`=${list}`)],
        qMeasures: [measure],
        qInitialDataFetch: [{ qLeft: 0, qTop: 0, qWidth: 10, qHeight: 10 }],
      }),
    )
    const root = (await client.layout(chart)).qHyperCube.qStackedDataPages[0].qData[0]
    expect(root.qSubNodes[0].qSubNodes.map(({ qText }: { qText: string }) => qText)).toEqual(['coffee', 'tea'])
  })
})
