import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const opened = async () => {
  const client = await openedClient(await openShopSession(shop))
  const list = await client.create({
    qInfo: { qType: 'listbox' },
    qListObjectDef: { qDef: { qFieldDefs: ['[Year]'] } },
  })
  const cube = await client.create({
    qInfo: { qType: 'chart' },
    qHyperCubeDef: {
      qDimensions: [{ qDef: { qFieldDefs: ['[City]'] } }],
      qMeasures: [{ qDef: { qDef: 'Sum([Amount])' } }],
    },
  })
  return { ...client, list, cube, year: await client.field('Year') }
}

describe('a search', () => {
  it.each([
    ['list', 'SearchListObjectFor', ['/qListObjectDef']],
    ['year', 'Select', []],
    ['year', 'ToggleSelect', []],
  ] as const)('of more than a thousand characters is refused: %s %s', async (handle, method, before) => {
    const client = await opened()
    const send = (search: string) => client.request(client[handle], method, [...before, search, 0])
    expect((await send('*'.repeat(1_000))).error).toBeUndefined()
    expect((await send('*'.repeat(1_001))).error).toMatchObject({ parameter: 'QIX-PARAMS' })
  })
})

const ranges = (count: number) => Array.from({ length: count }, () => ({ qMin: 0, qMax: 1e6, qMinInclEq: true }))
const measureRanges = (count: number) => ranges(count).map((qRange) => ({ qMeasureIx: 0, qRange }))

describe('a selection by ranges', () => {
  it.each([
    ['list', 'SelectListObjectContinuousRange', '/qListObjectDef', ranges],
    ['cube', 'RangeSelectHyperCubeValues', '/qHyperCubeDef', measureRanges],
    [
      'cube',
      'SelectHyperCubeContinuousRange',
      '/qHyperCubeDef',
      (count: number) => ranges(count).map((qRange) => ({ qDimIx: 0, qRange })),
    ],
    [
      'cube',
      'MultiRangeSelectHyperCubeValues',
      '/qHyperCubeDef',
      (count: number) => [{ qRanges: measureRanges(count - 2) }, { qRanges: [] }],
    ],
  ] as const)('of more than a thousand ranges is refused: %s %s', async (handle, method, path, rangesOf) => {
    const client = await opened()
    const send = (count: number) => client.request(client[handle], method, [path, rangesOf(count)])
    expect((await send(1_000)).error).toBeUndefined()
    expect((await send(1_001)).error).toMatchObject({ parameter: 'QIX-PARAMS' })
  })
})

describe('a selection mode', () => {
  it('that names more than fifty paths is refused', async () => {
    const client = await opened()
    const begin = (count: number) =>
      client.request(client.cube, 'BeginSelections', [Array.from({ length: count }, () => '/qHyperCubeDef')])
    expect((await begin(51)).error).toMatchObject({ parameter: 'QIX-PARAMS' })
    expect((await begin(50)).error).toBeUndefined()
  })
})

describe('a layout', () => {
  it('of more than fifty hypercubes is refused', async () => {
    const client = await opened()
    const cubes = (count: number) => Array.from({ length: count }, () => ({ qHyperCubeDef: {} }))
    const layout = async (count: number) =>
      client.request(await client.create({ qInfo: { qType: 'chart' }, boxes: cubes(count) }), 'GetLayout')
    expect((await layout(50)).error).toBeUndefined()
    expect((await layout(51)).error).toMatchObject({ parameter: 'QIX-LIMIT' })
  })
})
