import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const path = '/qHyperCubeDef'
const page = { qLeft: 0, qTop: 0, qWidth: 10, qHeight: 100 }
const dimension = (field: string, more: object = {}) => ({
  qDef: { qFieldDefs: [`[${field}]`], qSortCriterias: [{ qSortByAscii: 1 }], ...more },
})
const measure = (expression: string, more: object = {}) => ({
  qDef: { qDef: expression, ...more },
  qSortBy: { qSortByNumeric: 0 },
})
const cube = (definition: object) => ({
  qInfo: { qType: 'chart' },
  qHyperCubeDef: { qInitialDataFetch: [page], ...definition },
})
const sales = measure('Sum([Amount])')

const open = async (subject?: string) => openedClient(await openShopSession(shop, subject))

interface CellLayout {
  readonly qText: string
  readonly qNum: number
  readonly qState: string
  readonly qElemNumber: number
}
const texts = (matrix: CellLayout[][]) => matrix.map((row) => row.map(({ qText }) => qText))

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

  it('do without attribute expressions that cannot be evaluated', async () => {
    const client = await open()
    const broken = { qExpression: 'Frobnicate(1)' }
    const chart = await client.create(
      cube({
        qDimensions: [{ ...dimension('City'), qAttributeExpressions: [broken, { qExpression: 'Count([Year])' }] }],
        qMeasures: [{ ...sales, qAttributeExpressions: [{ qExpression: '' }] }],
      }),
    )
    const { qHyperCube } = await client.layout(chart)
    expect(qHyperCube.qError).toBeUndefined()
    const [city, amount] = qHyperCube.qDataPages[0].qMatrix[2]
    expect([city.qText, city.qAttrExps.qValues[0].qNum, amount.qText, amount.qAttrExps]).toEqual([
      'Oslo',
      3,
      '60',
      undefined,
    ])
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

describe('hypercubes that cannot be calculated', () => {
  const failing = [
    ['an unknown field', { qDimensions: [dimension('Nowhere')], qMeasures: [sales] }, 'qDimensionInfo', 'Nowhere'],
    ['an unknown function', { qMeasures: [measure('Frobnicate([Amount])')] }, 'qMeasureInfo', 'Frobnicate'],
    ['an expression that ends too early', { qMeasures: [measure('Sum([Amount]')] }, 'qMeasureInfo', ''],
    ['a missing master item', { qMeasures: [{ qLibraryId: 'gone' }] }, 'qMeasureInfo', 'gone'],
  ] as const

  it.each(failing)('tell of %s in their own layout only', async (_, definition, column, message) => {
    const client = await open()
    const bad = await client.create(cube(definition))
    const good = await client.create(cube({ qMeasures: [sales] }))
    const { qHyperCube } = await client.layout(bad)
    expect(qHyperCube.qError.qExtendedMessage).toContain(message)
    expect(qHyperCube.qError.qExtendedMessage).not.toBe('')
    expect(qHyperCube.qError.qErrorCode).not.toBe(7005)
    expect(qHyperCube[column][0].qError.qExtendedMessage).toBe(qHyperCube.qError.qExtendedMessage)
    expect(qHyperCube).toMatchObject({ qSize: { qcx: 0, qcy: 0 }, qDataPages: [], qGrandTotalRow: [] })
    expect((await client.request(bad, 'GetHyperCubeData', [path, [page]])).error).toMatchObject({ code: 8 })
    expect((await client.layout(good)).qHyperCube.qGrandTotalRow[0].qNum).toBe(200)
  })

  it('tell that pivot mode is not supported', async () => {
    const client = await open()
    const chart = await client.create(cube({ qMode: 'P', qDimensions: [dimension('City')], qMeasures: [sales] }))
    expect((await client.layout(chart)).qHyperCube).toMatchObject({ qMode: 'P', qError: { qErrorCode: 20 } })
  })

  it('keep to their calculation condition', async () => {
    const client = await open()
    const condition = (expression: string) =>
      cube({ qMeasures: [sales], qCalcCondition: { qCond: { qv: expression }, qMsg: { qv: 'Select a city' } } })
    const failed = await client.layout(await client.create(condition('Count(DISTINCT [City]) = 1')))
    expect(failed.qHyperCube).toMatchObject({ qError: { qErrorCode: 7005 }, qCalcCondMsg: 'Select a city' })
    const met = await client.layout(await client.create(condition('Count(DISTINCT [City]) = 4')))
    expect(met.qHyperCube.qError).toBeUndefined()
  })

  it('name no value or field that is hidden from the principal', async () => {
    const client = await open('omar')
    const chart = await client.create(cube({ qDimensions: [dimension('Produkt')], qMeasures: [sales] }))
    const { qHyperCube } = await client.layout(chart)
    expect(JSON.stringify(qHyperCube)).not.toContain('[Product]')
    const hidden = await client.create(cube({ qDimensions: [dimension('Product')], qMeasures: [sales] }))
    const unknown = await client.create(cube({ qDimensions: [dimension('Prodect')], qMeasures: [sales] }))
    const message = async (handle: number) =>
      (await client.layout(handle)).qHyperCube.qError.qExtendedMessage.replace(/Prod[eu]ct/g, '…')
    expect(await message(hidden)).toBe(await message(unknown))
  })
})

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

describe('selections in hypercubes', () => {
  const byCity = cube({ qDimensions: [dimension('City')], qMeasures: [sales] })
  const selections = async (client: Awaited<ReturnType<typeof open>>) => {
    const handle = await client.create({ qInfo: { qId: 'current', qType: 'x' }, qSelectionObjectDef: {} })
    const { qSelectionObject } = await client.layout(handle)
    return Object.fromEntries(
      qSelectionObject.qSelections.map((item: { qField: string; qSelected: string }) => [item.qField, item.qSelected]),
    )
  }

  it('select rows of a table by columns of its definition, whatever order they are shown in', async () => {
    const client = await open()
    const table = await client.create(
      cube({ qDimensions: [dimension('City'), dimension('Year')], qMeasures: [sales], qColumnOrder: [2, 1, 0] }),
    )
    await client.call(table, 'SelectHyperCubeCells', path, [0, 2], [0])
    expect(await selections(client)).toEqual({ City: 'Bergen, Lyon' })
    await client.call(client.doc, 'ClearAll')
    await client.call(table, 'SelectHyperCubeCells', path, [0], [])
    expect(await selections(client)).toEqual({ City: 'Bergen', Year: '2023' })
  })

  it('select by ranges of measures', async () => {
    const client = await open()
    const chart = await client.create(byCity)
    const range = (qMin: number, qMax: number) => ({
      qMeasureIx: 0,
      qRange: { qMin, qMax, qMinInclEq: true, qMaxInclEq: true },
    })
    await client.call(chart, 'RangeSelectHyperCubeValues', path, [range(50, 100)], [], true)
    expect(await selections(client)).toEqual({ City: 'Oslo, Paris, Lyon' })
    await client.call(client.doc, 'ClearAll')
    await client.call(chart, 'MultiRangeSelectHyperCubeValues', path, [
      { qRanges: [range(0, 20)], qColumnsToSelect: [0] },
    ])
    expect(await selections(client)).toEqual({ City: 'Bergen' })
    const nothing = await client.call(chart, 'RangeSelectHyperCubeValues', path, [range(1000, 2000)], [], true)
    expect(nothing).toEqual({ qSuccess: false })
  })

  it('go on showing all values of the object in selection mode, while others follow', async () => {
    const client = await open()
    const chart = await client.create(byCity)
    const other = await client.create(cube({ qDimensions: [dimension('Country')], qMeasures: [sales] }))
    const rows = async (handle: number): Promise<CellLayout[][]> =>
      (await client.layout(handle)).qHyperCube.qDataPages[0].qMatrix
    const bergen = (await rows(chart))[0]?.[0]
    const begun = await client.request(chart, 'BeginSelections', [[path]])
    expect(begun.change).toEqual([chart])
    expect((await client.layout(chart)).qSelectionInfo).toEqual({ qInSelections: true })
    await client.call(chart, 'SelectHyperCubeValues', path, 0, [bergen?.qElemNumber], true)
    expect((await rows(chart)).map(([city]) => [city?.qText, city?.qState])).toEqual([
      ['Bergen', 'S'],
      ['Lyon', 'A'],
      ['Oslo', 'A'],
      ['Paris', 'A'],
    ])
    expect(texts(await rows(other))).toEqual([['Norway', '20']])
    await client.call(chart, 'EndSelections', true)
    expect((await client.layout(chart)).qSelectionInfo).toEqual({})
    expect(texts(await rows(chart))).toEqual([['Bergen', '20']])
    await client.call(client.doc, 'Back')
    expect(await rows(chart)).toHaveLength(4)
  })

  it('take back what a cancelled mode selected; ending twice is no error', async () => {
    const client = await open()
    const chart = await client.create(byCity)
    await client.call(chart, 'BeginSelections', [path])
    await client.call(chart, 'SelectHyperCubeValues', path, 0, [0, 1], true)
    expect(Object.keys(await selections(client))).toEqual(['City'])
    await client.call(chart, 'ResetMadeSelections')
    expect(await selections(client)).toEqual({})
    await client.call(chart, 'SelectHyperCubeValues', path, 0, [0], true)
    await client.call(chart, 'EndSelections', false)
    await client.call(chart, 'EndSelections', false)
    expect(await selections(client)).toEqual({})
    expect((await client.call(client.doc, 'BackCount')).qReturn).toBe(0)
  })

  it('are refused elsewhere while an object is in selection mode, until AbortModal', async () => {
    const client = await open()
    const chart = await client.create(byCity)
    const other = await client.create(byCity)
    await client.call(chart, 'BeginSelections', [path])
    for (const [handle, method, params] of [
      [other, 'BeginSelections', [[path]]],
      [other, 'SelectHyperCubeValues', [path, 0, [0], false]],
      [client.doc, 'ClearAll', []],
      [client.doc, 'Back', []],
      [await client.field('Year'), 'SelectAll', []],
    ] as const)
      expect((await client.request(handle, method, params)).error).toMatchObject({ code: 6003 })
    await client.call(client.doc, 'AbortModal', true)
    await client.call(other, 'BeginSelections', [path])
  })

  it('reach no element that the principal may not see', async () => {
    const client = await open('nils')
    const chart = await client.create(byCity)
    await client.call(chart, 'SelectHyperCubeValues', path, 0, [0, 1, 2, 3, 99, -2], false)
    expect(await selections(client)).toEqual({ City: 'Oslo, Bergen' })
    expect((await client.request(chart, 'SelectHyperCubeValues', [path, 5, [0], false])).error).toBeDefined()
  })
})
