import { afterAll, beforeAll, expect, it } from 'vitest'
import { openShop, type Shop } from '../../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

it('lists of objects and bookmarks tell 200 members of qData at most', async () => {
  const { call, request, doc } = await openedClient(await openShopSession(shop))
  await call(doc, 'CreateSessionObject', { qInfo: { qId: 'one', qType: 'x' } })
  await call(doc, 'CreateBookmark', { qInfo: { qId: 'kept', qType: 'bookmark' } })
  const members = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, '/qInfo/qId']))
  for (const method of ['GetObjects', 'GetBookmarks']) {
    const ask = (count: number) => request(doc, method, [{ qIncludeSessionObjects: true, qData: members(count) }])
    expect((await ask(200)).result.qList.at(-1).qData).toHaveProperty('m199')
    expect((await ask(201)).error).toMatchObject({ parameter: 'QIX-PARAMS' })
  }
})
