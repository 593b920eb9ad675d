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
