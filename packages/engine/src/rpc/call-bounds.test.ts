import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'
import { processorTime } from '../testing/processor-time.js'
import { renderLimits } from './render-limits.js'

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

describe('a hypercube', () => {
  const errorOf = async (qHyperCubeDef: object) => {
    const client = await opened()
    const { qHyperCube } = await client.layout(await client.create({ qInfo: { qType: 'chart' }, qHyperCubeDef }))
    return qHyperCube.qError?.qExtendedMessage
  }
  const measures = (count: number, more: object = {}) =>
    Array.from({ length: count }, () => ({ qDef: { qDef: '1' }, ...more }))
  const attributes = (count: number) => ({ qAttributeExpressions: Array(count).fill({ qExpression: '1' }) })

  it('of more than five hundred columns, with their attributes, is told so', async () => {
    const tooMany = 'A hypercube has at most 500 columns, with their attributes.'
    expect(await errorOf({ qMeasures: measures(501) })).toBe(tooMany)
    expect(await errorOf({ qMeasures: measures(2, attributes(250)) })).toBe(tooMany)
    expect(await errorOf({ qMeasures: measures(2, attributes(249)) })).toBeUndefined()
  })

  it('of more than two hundred fields that take turns is told so, as is a list object', async () => {
    const group = (qGrouping: string, count: number) => ({
      qDef: { qGrouping, qFieldDefs: Array.from({ length: count }, () => '[City]') },
    })
    const tooMany = 'Dimensions have at most 200 fields that take turns.'
    for (const qDimensions of [[group('H', 201)], [group('C', 201)], [group('H', 101), group('H', 100)]])
      expect(await errorOf({ qDimensions })).toBe(tooMany)
    expect(await errorOf({ qDimensions: [group('H', 200)] })).toBeUndefined()
    expect(await errorOf({ qDimensions: [group('N', 300)] })).toBeUndefined()
    const client = await opened()
    const list = await client.create({ qInfo: { qType: 'list' }, qListObjectDef: group('H', 201) })
    const { qListObject } = await client.layout(list)
    expect(qListObject.qError).toMatchObject({ qErrorCode: 20, qExtendedMessage: tooMany })
  })
})

describe('the bounds', () => {
  it('are those of the documentation', async () => {
    const page = await readFile(new URL('../../../../docs/qix.md', import.meta.url), 'utf8')
    expect(page).toContain(renderLimits())
  })
})

const patch = (qPath: string, value: unknown = 1) => ({ qOp: 'Add', qPath, qValue: JSON.stringify(value) })
const patches = (count: number) => Array.from({ length: count }, (_, index) => patch(`/colours/c${index}`))

describe('patches', () => {
  it('of more than two thousand in a call are refused', async () => {
    const client = await opened()
    const send = (count: number) => client.request(client.cube, 'ApplyPatches', [patches(count), false])
    expect((await send(2_001)).error).toMatchObject({ parameter: 'QIX-PARAMS' })
    expect((await send(2_000)).error).toBeUndefined()
  })

  it('that stay soft are at most two thousand on an object, until they are cleared', async () => {
    const client = await opened()
    const send = (path: string) => client.request(client.cube, 'ApplyPatches', [[patch(path)], true])
    expect((await client.request(client.cube, 'ApplyPatches', [patches(2_000), true])).error).toBeUndefined()
    expect((await send('/more')).error).toMatchObject({ parameter: 'QIX-LIMIT' })
    expect((await send('/colours/c5')).error).toBeUndefined()
    await client.call(client.cube, 'ClearSoftPatches')
    expect((await send('/more')).error).toBeUndefined()
  })

  it('take time for what they change, not for all that the object has', async () => {
    const client = await opened()
    const members = Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => [`m${index}`, 0]))
    const large = await client.create({ qInfo: { qType: 'x' }, colours: members })
    expect(await processorTime(() => client.call(large, 'ApplyPatches', patches(2_000), false))).toBeLessThan(15_000)
    expect(Object.keys((await client.layout(large)).colours)).toHaveLength(42_000)
  })

  it('that reach more than a hundred levels down lead nowhere', async () => {
    const client = await opened()
    const send = (levels: number) => client.request(client.cube, 'ApplyPatches', [[patch('/a'.repeat(levels))], true])
    expect((await send(101)).error).toMatchObject({ parameter: 'QIX-IMPOSSIBLE' })
    expect((await send(100)).error).toBeUndefined()
  })
})

describe('a number format', () => {
  const chart = (format: object) => ({
    qInfo: { qType: 'chart' },
    qHyperCubeDef: {
      qDimensions: [{ qDef: { qFieldDefs: ['[City]'] } }],
      qMeasures: [{ qDef: { qDef: 'Sum([Amount])' } }, { qDef: { qDef: 'Sum([Amount])', qNumFormat: format } }],
    },
  })
  const fits = { qType: 'F', qFmt: '0'.repeat(256), qThou: '.', qDec: "'" }

  it.each([
    ['a pattern of 257 characters', { ...fits, qFmt: '0'.repeat(257) }, 'at most 256 characters'],
    ['a long separator', { ...fits, qThou: '.'.repeat(9) }, 'at most 8 characters'],
    ['a long decimal mark', { ...fits, qDec: '.'.repeat(9) }, 'at most 8 characters'],
  ])('with %s is told at its column, and other objects are drawn', async (_, format, message) => {
    const client = await opened()
    const { qHyperCube } = await client.layout(await client.create(chart(format)))
    expect(qHyperCube.qMeasureInfo[0].qError).toBeUndefined()
    expect(qHyperCube.qMeasureInfo[1].qError).toMatchObject({
      qErrorCode: 7000,
      qExtendedMessage: expect.stringContaining(message),
    })
    expect((await client.layout(await client.create(chart(fits)))).qHyperCube.qError).toBeUndefined()
  })

  it('of a list object or an attribute is bounded too', async () => {
    const client = await opened()
    const qNumFormat = { ...fits, qFmt: '0'.repeat(257) }
    const list = await client.create({
      qInfo: { qType: 'listbox' },
      qListObjectDef: { qDef: { qFieldDefs: ['[Year]'], qNumberPresentations: [qNumFormat] } },
    })
    expect((await client.layout(list)).qListObject.qError).toMatchObject({ qErrorCode: 7000 })
    const attribute = { qExpression: 'Sum([Amount])', qNumFormat }
    const measures = [{ qDef: { qDef: 'Sum([Amount])' }, qAttributeExpressions: [attribute] }]
    const coloured = await client.create({ qInfo: { qType: 'x' }, qHyperCubeDef: { qMeasures: measures } })
    expect((await client.layout(coloured)).qHyperCube.qMeasureInfo[0].qError).toMatchObject({ qErrorCode: 7000 })
  })

  it('that an expression fixes by Num() is bounded too', async () => {
    const client = await opened()
    const evaluate = (length: number) => client.call(client.doc, 'Evaluate', `Num(1, '${'0'.repeat(length)}')`)
    expect((await evaluate(257)).qReturn).toContain('at most 256 characters')
    expect((await evaluate(256)).qReturn).toMatch(/^0{255}1$/)
  })
})

describe('an answer', () => {
  /** An object with children of a megabyte of text each. */
  const album = (children: number, letter: string, characters: number) => ({
    qProperty: { qInfo: { qType: 'album' } },
    qChildren: Array.from({ length: children }, () => ({
      qProperty: { qInfo: { qType: 'picture' }, data: letter.repeat(characters) },
    })),
  })
  const tree = async (children: number, letter: string, characters = 2 ** 20) => {
    const client = await opened()
    const parent = await client.create({ qInfo: { qType: 'album' } })
    await client.call(parent, 'SetFullPropertyTree', album(children, letter, characters))
    return client.request(parent, 'GetFullPropertyTree')
  }

  it('of more than sixteen megabytes is refused, in the words of the catalogue', async () => {
    expect((await tree(15, 'x')).result.qPropEntry.qChildren).toHaveLength(15)
    expect((await tree(16, 'x')).error).toMatchObject({ code: -32604, parameter: 'QIX-ANSWER-TOO-LARGE' })
  })

  it('is measured in bytes', async () => {
    expect((await tree(7, 'é')).result.qPropEntry.qChildren).toHaveLength(7)
    expect((await tree(9, 'é')).error).toMatchObject({ code: -32604 })
  })
})

describe('JSON', () => {
  const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`)

  it('nested more than a hundred levels deep is refused, and changes nothing', async () => {
    const { create, request, doc } = await opened()
    const make = (levels: number) =>
      request(doc, 'CreateSessionObject', [{ qInfo: { qType: 'x', qId: 'deep' }, value: nested(levels) }])
    expect((await make(1_000)).error).toMatchObject({ code: -32602, parameter: 'QIX-PARAMS' })
    expect((await make(98)).error).toMatchObject({ parameter: 'QIX-PARAMS' })
    expect((await make(97)).error).toBeUndefined()
    const handle = await create({ qInfo: { qType: 'x' }, value: 1 })
    const patch = (levels: number) =>
      request(handle, 'ApplyPatches', [[{ qOp: 'Add', qPath: '/value', qValue: JSON.stringify(nested(levels)) }], true])
    expect((await patch(101)).error).toMatchObject({ parameter: 'QIX-PARAMS' })
    expect((await request(handle, 'GetLayout')).result.qLayout.value).toBe(1)
    expect((await patch(100)).error).toBeUndefined()
  })
})
