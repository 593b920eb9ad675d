import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { type CellLayout, cube, dimension, path, sales } from '../session/testing/shop-cube.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const both = '=City & Year'
const listPath = '/qListObjectDef'
const calculated = (definition: string) => ({
  qDef: { qFieldDefs: [definition], qSortCriterias: [{ qSortByAscii: 1 }] },
})
const chartBy = (...definitions: string[]) => cube({ qDimensions: definitions.map(calculated), qMeasures: [sales] })
const listOf = (definition: string) => ({
  qInfo: { qType: 'listbox' },
  qListObjectDef: {
    ...calculated(definition),
    qShowAlternatives: true,
    qInitialDataFetch: [{ qLeft: 0, qTop: 0, qWidth: 1, qHeight: 100 }],
  },
})

const open = async (subject?: string) => {
  const client = await openedClient(await openShopSession(shop, subject))
  const cells = async (handle: number): Promise<CellLayout[]> => {
    const { qHyperCube, qListObject } = await client.layout(handle)
    return (qHyperCube ?? qListObject).qDataPages[0].qMatrix.map(([cell]: CellLayout[]) => cell)
  }
  const elements = async (handle: number, ...texts: string[]) =>
    (await cells(handle)).filter(({ qText }) => texts.includes(qText)).map(({ qElemNumber }) => qElemNumber)
  return {
    ...client,
    elements,
    states: async (handle: number) =>
      Object.fromEntries((await cells(handle)).map(({ qText, qState }) => [qText, qState])),
    inChart: async (handle: number, texts: string[], toggle = false) =>
      client.call(handle, 'SelectHyperCubeValues', path, 0, await elements(handle, ...texts), toggle),
    inList: async (handle: number, texts: string[], toggle = false) =>
      client.call(handle, 'SelectListObjectValues', listPath, await elements(handle, ...texts), toggle),
    /** What is selected, by field. */
    selections: async () => {
      const handle = await client.create({ qInfo: { qType: 'x' }, qSelectionObjectDef: {} })
      const { qSelectionObject } = await client.layout(handle)
      const items: { qField: string; qSelected: string }[] = qSelectionObject.qSelections
      return Object.fromEntries(items.map((item) => [item.qField, item.qSelected]))
    },
  }
}

describe('selecting in a dimension of several fields', () => {
  it('selects the value of each field that makes the value', async () => {
    const client = await open()
    const chart = await client.create(chartBy(both))
    expect(await client.inChart(chart, ['Oslo2024'])).toEqual({ qSuccess: true })
    expect(await client.selections()).toEqual({ City: 'Oslo', Year: '2024' })
    expect(await client.states(chart)).toEqual({ Oslo2024: 'S' })
    expect((await client.layout(chart)).qHyperCube.qDimensionInfo[0].qStateCounts).toMatchObject({
      qSelected: 1,
      qOption: 0,
      qAlternative: 6,
    })
  })

  it('selects several values where these are all that their fields make', async () => {
    const client = await open()
    const list = await client.create(listOf(both))
    expect(await client.inList(list, ['Oslo2023', 'Bergen2023'])).toEqual({ qSuccess: true })
    expect(await client.selections()).toEqual({ City: 'Oslo, Bergen', Year: '2023' })
    expect(await client.states(list)).toMatchObject({ Oslo2023: 'S', Bergen2023: 'S', Paris2023: 'A', Lyon2024: 'A' })
  })

  it('refuses what would select other values, too, and names one', async () => {
    const client = await open()
    const list = await client.create(listOf(both))
    await client.inList(list, ['Oslo2023'])
    await expect(client.inList(list, ['Bergen2024'], true)).rejects.toThrow(
      /combinations of \[City\], \[Year\], .* would select "(Oslo2024|Bergen2023)", too/,
    )
    expect(await client.selections()).toEqual({ City: 'Oslo', Year: '2023' })
    // Lyon has no other year than 2024, and Oslo no third one.
    await client.inList(list, ['Oslo2023', 'Oslo2024', 'Lyon2024'])
    expect(await client.selections()).toEqual({ City: 'Oslo, Lyon', Year: '2023, 2024' })
  })

  it('toggles value by value', async () => {
    const client = await open()
    const list = await client.create(listOf(both))
    await client.inList(list, ['Oslo2023'], true)
    await client.inList(list, ['Oslo2024'], true)
    expect(await client.selections()).toEqual({ City: 'Oslo', Year: '2023, 2024' })
    await client.inList(list, ['Oslo2023'], true)
    expect(await client.selections()).toEqual({ City: 'Oslo', Year: '2024' })
    await client.inList(list, ['Oslo2024'], true)
    expect(await client.selections()).toEqual({})
  })

  it('shows selections in one of the fields as possible values', async () => {
    const client = await open()
    const cities = await client.create(listOf('City'))
    await client.inList(cities, ['Lyon'])
    const chart = await client.create(chartBy(both))
    expect(await client.states(chart)).toEqual({ Lyon2024: 'O' })
    const list = await client.create(listOf(both))
    expect(await client.states(list)).toMatchObject({ Lyon2024: 'O', Oslo2024: 'A' })
  })

  it('selects of what makes a value that which the chart shows', async () => {
    const client = await open()
    const cities = await client.create(listOf('City'))
    await client.inList(cities, ['Oslo', 'Lyon'])
    const chart = await client.create(chartBy("=If(Year > 2023 and City <> 'Bergen', 'new', 'old')"))
    await client.inChart(chart, ['new'])
    expect(await client.selections()).toEqual({ City: 'Oslo, Lyon', Year: '2024' })
  })

  it('selects in fields of different tables, and the dimensions of an Aggr', async () => {
    const client = await open()
    const chart = await client.create(chartBy("=Country & '/' & Product"))
    expect(await client.inChart(chart, ['Norway/Tea'])).toEqual({ qSuccess: true })
    expect(await client.selections()).toEqual({ Country: 'Norway', Product: 'Tea' })
    await client.call(client.doc, 'ClearAll')
    const large = await client.create(chartBy("=Aggr(If(Sum(Amount) > 55, 'large', 'small'), City, Year)"))
    expect(await client.inChart(large, ['large'])).toEqual({ qSuccess: true })
    expect(await client.selections()).toEqual({ City: 'Lyon', Year: '2024' })
  })

  it('selects by rows and cells, within what other dimensions of the row select', async () => {
    const client = await open()
    const chart = await client.create(
      cube({ qDimensions: [calculated(both), dimension('Product')], qMeasures: [sales] }),
    )
    expect(await client.call(chart, 'SelectHyperCubeCells', path, [0], [])).toEqual({ qSuccess: true })
    expect(Object.keys(await client.selections()).sort()).toEqual(['City', 'Product', 'Year'])
  })

  it('locks, clears and begins a selection mode in all of the fields', async () => {
    const client = await open()
    const chart = await client.create(chartBy(both))
    await client.call(chart, 'BeginSelections', [path])
    await client.inChart(chart, ['Oslo2024'])
    expect(await client.states(chart)).toMatchObject({ Oslo2024: 'S', Oslo2023: 'A', Lyon2024: 'A' })
    await client.call(chart, 'EndSelections', true)
    await client.call(chart, 'Lock', path, [])
    expect(await client.states(chart)).toEqual({ Oslo2024: 'L' })
    expect((await client.layout(chart)).qHyperCube.qDimensionInfo[0]).toMatchObject({ qLocked: true })
    expect(await client.inChart(chart, ['Oslo2024'])).toEqual({ qSuccess: false })
    await client.call(chart, 'Unlock', path, [])
    await client.call(chart, 'ClearSelections', path, [])
    expect(await client.selections()).toEqual({})
  })

  it('selects nothing for values that there are not', async () => {
    const client = await open()
    const chart = await client.create(chartBy(both))
    for (const toggle of [false, true])
      for (const values of [[-2], [77], [2 ** 48 + 5]])
        expect(await client.call(chart, 'SelectHyperCubeValues', path, 0, values, toggle)).toEqual({ qSuccess: false })
    expect(await client.selections()).toEqual({})
  })

  it('compares with what the person may see alone', async () => {
    const nils = await open('nils')
    const list = await nils.create(listOf("=If(City = 'Oslo' or Year = 2024, 'one', 'other')"))
    await nils.inList(list, ['other'])
    expect(await nils.selections()).toEqual({ City: 'Bergen', Year: '2023' })
  })
})
