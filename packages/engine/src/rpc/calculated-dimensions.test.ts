import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { type CellLayout, cube, dimension, path, sales } from '../session/testing/shop-cube.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const where = "=If(Match(City, 'Oslo', 'Bergen'), 'coast', 'inland')"
const size = "=Aggr(If(Sum(Amount) > 50, 'big', 'small'), City)"
const calculated = (definition: string, more: object = {}) => ({
  qDef: { qFieldDefs: [definition], qSortCriterias: [{ qSortByAscii: 1 }], ...more },
})
const chartBy = (...definitions: string[]) =>
  cube({ qDimensions: definitions.map((definition) => calculated(definition)), qMeasures: [sales] })
const listPath = '/qListObjectDef'
const listOf = (definition: string, more: object = {}) => ({
  qInfo: { qType: 'listbox' },
  qListObjectDef: {
    ...calculated(definition),
    qShowAlternatives: true,
    qInitialDataFetch: [{ qLeft: 0, qTop: 0, qWidth: 1, qHeight: 100 }],
    ...more,
  },
})

const open = async (subject?: string) => {
  const client = await openedClient(await openShopSession(shop, subject))
  const matrix = async (handle: number): Promise<CellLayout[][]> => {
    const { qHyperCube, qListObject } = await client.layout(handle)
    return (qHyperCube ?? qListObject).qDataPages[0].qMatrix
  }
  const cells = async (handle: number) => (await matrix(handle)).map(([cell]) => cell as CellLayout)
  return {
    ...client,
    rows: async (handle: number) => (await matrix(handle)).map((row) => row.map(({ qText }) => qText)),
    states: async (handle: number) =>
      Object.fromEntries((await cells(handle)).map(({ qText, qState }) => [qText, qState])),
    elements: async (handle: number, ...texts: string[]) =>
      (await cells(handle)).filter(({ qText }) => texts.includes(qText)).map(({ qElemNumber }) => qElemNumber),
    /** What is selected, by field. */
    selections: async () => {
      const handle = await client.create({ qInfo: { qType: 'x' }, qSelectionObjectDef: {} })
      const { qSelectionObject } = await client.layout(handle)
      const items: { qField: string; qSelected: string }[] = qSelectionObject.qSelections
      return Object.fromEntries(items.map((item) => [item.qField, item.qSelected]))
    },
  }
}

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

describe('a list of a calculated dimension', () => {
  it('tells every value and its state', async () => {
    const client = await open()
    const list = await client.create(listOf(where))
    expect(await client.states(list)).toEqual({ coast: 'O', inland: 'O' })
    const cities = await client.create(listOf('City'))
    await client.call(cities, 'SelectListObjectValues', listPath, await client.elements(cities, 'Oslo'), false)
    expect(await client.states(list)).toEqual({ coast: 'S', inland: 'A' })
    await client.call(client.doc, 'ClearAll')
    const countries = await client.create(listOf('Country'))
    await client.call(countries, 'SelectListObjectValues', listPath, await client.elements(countries, 'France'), false)
    expect(await client.states(list)).toEqual({ coast: 'X', inland: 'O' })
    const { qDimensionInfo, qSize } = (await client.layout(list)).qListObject
    expect(qSize.qcy).toBe(2)
    expect(qDimensionInfo).toMatchObject({ qCardinal: 2, qStateCounts: { qOption: 1, qExcluded: 1 } })
  })

  it('of an Aggr shows what the selections around it make', async () => {
    const client = await open()
    const list = await client.create(listOf(size))
    expect(await client.states(list)).toEqual({ big: 'O', small: 'O' })
    const years = await client.create(listOf('Year'))
    await client.call(years, 'SelectListObjectValues', listPath, await client.elements(years, '2023'), false)
    expect(await client.states(list)).toEqual({ big: 'X', small: 'O' })
    await client.call(list, 'SelectListObjectValues', listPath, await client.elements(list, 'small'), false)
    expect(await client.selections()).toEqual({ Year: '2023', City: 'Oslo, Bergen, Paris' })
  })

  it('selects, toggles and clears', async () => {
    const client = await open()
    const list = await client.create(listOf(where))
    const coast = await client.elements(list, 'coast')
    const inland = await client.elements(list, 'inland')
    await client.call(list, 'SelectListObjectValues', listPath, coast, true)
    expect(await client.selections()).toEqual({ City: 'Oslo, Bergen' })
    await client.call(list, 'SelectListObjectValues', listPath, inland, true)
    expect(await client.states(list)).toEqual({ coast: 'S', inland: 'S' })
    await client.call(list, 'SelectListObjectValues', listPath, coast, true)
    expect(await client.selections()).toEqual({ City: 'Paris, Lyon' })
    await client.call(list, 'SelectListObjectAlternative', listPath)
    expect(await client.selections()).toEqual({ City: 'Oslo, Bergen' })
    await client.call(list, 'ClearSelections', listPath)
    expect(await client.selections()).toEqual({})
  })

  it('ends the selection of a value that is selected in part, where it is toggled', async () => {
    const client = await open()
    const list = await client.create(listOf(where))
    const cities = await client.create(listOf('City'))
    await client.call(cities, 'SelectListObjectValues', listPath, await client.elements(cities, 'Oslo', 'Lyon'), false)
    await client.call(list, 'SelectListObjectValues', listPath, await client.elements(list, 'coast'), true)
    expect(await client.selections()).toEqual({ City: 'Lyon' })
  })

  it('searches its texts and numbers', async () => {
    const client = await open()
    const list = await client.create(listOf(where))
    await client.call(list, 'SearchListObjectFor', listPath, 'inl*')
    expect(await client.states(list)).toEqual({ inland: 'O' })
    await client.call(list, 'AcceptListObjectSearch', listPath, false)
    expect(await client.selections()).toEqual({ City: 'Paris, Lyon' })
    await client.call(client.doc, 'ClearAll')
    const numbers = await client.create(listOf('=Mod(Year, 100)'))
    await client.call(numbers, 'SearchListObjectFor', listPath, '>23')
    expect(await client.states(numbers)).toEqual({ 24: 'O' })
  })

  it('counts and sorts by frequency, by an expression and by state', async () => {
    const client = await open()
    const list = await client.create(listOf('=Left(City, 1)', { qFrequencyMode: 'V' }))
    const counts = (await client.layout(list)).qListObject.qDataPages[0].qMatrix.map(
      ([cell]: { qText: string; qFrequency: string }[]) => [cell?.qText, cell?.qFrequency],
    )
    expect(counts).toEqual([
      ['B', '2'],
      ['L', '1'],
      ['O', '3'],
      ['P', '3'],
    ])
    const ordered = async (criteria: object) =>
      client.rows(
        await client.create(
          listOf('=Left(City, 1)', { qDef: { qFieldDefs: ['=Left(City, 1)'], qSortCriterias: [criteria] } }),
        ),
      )
    expect(await ordered({ qSortByFrequency: 1, qSortByAscii: 1 })).toEqual([['L'], ['B'], ['O'], ['P']])
    expect(
      await ordered({
        qSortByExpression: 1,
        qExpression: { qv: 'Sum(Amount) - 100 * Len(Only(Country))' },
        qSortByAscii: -1,
      }),
    ).toEqual([['B'], ['P'], ['O'], ['L']])
    expect(await ordered({})).toEqual([['O'], ['B'], ['P'], ['L']])
  })

  it('says what is wrong', async () => {
    const client = await open()
    const { qListObject } = await client.layout(await client.create(listOf('=Sum(Amount)')))
    expect(qListObject.qError.qExtendedMessage).toContain('outside Aggr')
  })
})
