import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const calculated = {
  qInfo: { qId: 'dim-age', qType: 'dimension' },
  qDim: { qFieldDefs: ['=2025 - Year'], qFieldLabels: ['Age'] },
}

const open = async (subject = 'anna') => {
  const app = { ...shop.app, dimensions: [...shop.app.dimensions, calculated] }
  const client = await openedClient(await openShopSession(shop, subject, { app }))
  const { call, doc } = client
  const named = async (method: string, ...args: unknown[]) =>
    (await call(doc, method, ...args)).qFieldNames.map((field: { qName?: string }) => field.qName ?? field).sort()
  return { ...client, named }
}

describe('fields', () => {
  it('are found by all of their tags, or by one', async () => {
    const { named } = await open()
    expect(await named('GetMatchingFields', ['$numeric', '$integer'])).toEqual(['Amount', 'Year'])
    expect(await named('GetMatchingFields', ['$numeric', '$text'], 1)).toEqual(
      ['Amount', 'City', 'Country', 'Product', 'Year'].sort(),
    )
    expect(await named('GetMatchingFields', ['$numeric', '$text'], 'MATCH_ALL')).toEqual([])
    expect(await named('FindMatchingFields', 'Year', ['$numeric', '$date'])).toEqual(['Year'])
    expect(await named('FindMatchingFields', 'City', ['$numeric'])).toEqual([])
    expect(await named('FindMatchingFields', 'None', ['$numeric'])).toEqual([])
  })

  it('of an expression are told, through variables', async () => {
    const { call, doc, named } = await open()
    await call(doc, 'CreateSessionVariable', { qName: 'vTotal', qDefinition: 'Sum({<Year={2024}>} Amount)' })
    expect(await named('GetFieldsFromExpression', "$(vTotal) & 'City'")).toEqual(['Amount', 'Year'])
    expect(await named('GetFieldsFromExpression', '1 + 1')).toEqual([])
    expect(await named('GetFieldsFromExpression', 'Sum(Amount')).toEqual([])
  })

  it('that are omitted for the person are found by none', async () => {
    const { named } = await open('omar')
    expect(await named('GetMatchingFields', ['$text'])).not.toContain('Product')
    expect(await named('FindMatchingFields', 'Product', ['$text'])).toEqual([])
    expect(await named('GetFieldsFromExpression', 'Count(Product)')).toEqual([])
  })

  it('that are calculated are found by their label', async () => {
    const { call, request, doc } = await open()
    expect(await call(doc, 'GetFieldOnTheFlyByName', 'Age')).toEqual({ qName: '=2025 - Year' })
    expect((await request(doc, 'GetFieldOnTheFlyByName', ['Town'])).error).toMatchObject({ code: 2 })
  })
})

it('a master measure is found by its label', async () => {
  const { call, doc } = await open()
  expect((await call(doc, 'GetMeasureWithLabel', 'Sales')).qReturn.qGenericId).toBe('mea-sales')
  expect((await call(doc, 'GetMeasureWithLabel', 'None')).qReturn.qHandle).toBeNull()
})
