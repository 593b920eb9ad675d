import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { type CellLayout, cube, dimension, measure, path, sales, texts } from '../session/testing/shop-cube.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const open = async (subject?: string) => openedClient(await openShopSession(shop, subject))

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

  it('select what is in all ranges, or in any of them', async () => {
    const client = await open()
    const chart = await client.create(
      cube({ qDimensions: [dimension('City')], qMeasures: [sales, measure('Count([Amount])')] }),
    )
    const range = (qMeasureIx: number, qMin: number, qMax: number) => ({
      qMeasureIx,
      qRange: { qMin, qMax, qMinInclEq: true, qMaxInclEq: true },
    })
    const ranges = [range(0, 50, 100), range(1, 1, 2)]
    for (const [method, ...params] of [
      ['RangeSelectHyperCubeValues', ranges, []],
      ['MultiRangeSelectHyperCubeValues', [{ qRanges: ranges }]],
    ] as const)
      for (const [any, expected] of [
        [[], 'Lyon'],
        [[false], 'Lyon'],
        [[true], 'Oslo, Bergen, Paris, Lyon'],
      ] as const) {
        await client.call(client.doc, 'ClearAll')
        expect(await client.call(chart, method, path, ...params, ...any)).toEqual({ qSuccess: true })
        expect([method, any, await selections(client)]).toEqual([method, any, { City: expected }])
      }
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
