import { afterAll, beforeAll, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

it.each([
  ['GetConnections', { qConnections: [] }],
  ['GetContentLibraries', { qList: { qItems: [] } }],
  ['GetFavoriteVariables', { qNames: [] }],
  ['GetLooselyCoupledVector', { qv: [] }],
  ['GetMediaList', { qList: { qItems: [] }, qReturn: false }],
  ['GetScriptBreakpoints', { qBreakpoints: [] }],
  ['GetTextMacros', { qMacros: [] }],
  ['GetEmptyScript', { qReturn: '' }],
])('an app has nothing that %s could tell', async (method, nothing) => {
  const client = await openedClient(await openShopSession(shop))
  expect(await client.call(client.doc, method)).toEqual(nothing)
})
