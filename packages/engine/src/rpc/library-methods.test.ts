import { afterAll, beforeAll, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const opened = async (method: string, id: string) => {
  const client = await openedClient(await openShopSession(shop))
  const { qHandle } = (await client.call(client.doc, method, id)).qReturn
  return (name: string, ...params: unknown[]) => client.call(qHandle, name, ...params)
}

it('a master dimension tells what it is', async () => {
  const ask = await opened('GetDimension', 'dim-city')
  const [stored] = shop.app.dimensions
  expect(await ask('GetInfo')).toEqual({ qInfo: { qId: 'dim-city', qType: 'dimension' } })
  expect(await ask('GetProperties')).toEqual({ qProp: stored })
  expect(await ask('GetDimension')).toEqual({ qDim: stored?.qDim })
  expect(await ask('GetLayout')).toEqual({
    qLayout: {
      qInfo: { qId: 'dim-city', qType: 'dimension' },
      qMeta: expect.objectContaining({ id: 'dim-city', title: 'Town', privileges: ['read'] }),
      qDim: stored?.qDim,
    },
  })
})

it('a master measure tells what it is', async () => {
  const ask = await opened('GetMeasure', 'mea-sales')
  const [stored] = shop.app.measures
  expect(await ask('GetInfo')).toEqual({ qInfo: { qId: 'mea-sales', qType: 'measure' } })
  expect(await ask('GetProperties')).toEqual({ qProp: stored })
  expect(await ask('GetMeasure')).toEqual({ qMeasure: stored?.qMeasure })
  expect(await ask('GetLayout')).toEqual({
    qLayout: {
      qInfo: { qId: 'mea-sales', qType: 'measure' },
      qMeta: expect.objectContaining({ id: 'mea-sales', title: 'Sales', privileges: ['read'] }),
      qMeasure: stored?.qMeasure,
    },
  })
})

it.each([
  ['GetDimension', 'dim-city'],
  ['GetMeasure', 'mea-sales'],
])('objects that use a master item are told by it: %s', async (method, id) => {
  const client = await openedClient(await openShopSession(shop))
  const { qHandle } = (await client.call(client.doc, method, id)).qReturn
  const linked = async () => (await client.call(qHandle, 'GetLinkedObjects')).qItems
  const ofTheApp = { qRootId: 'sheet-1', qInfo: { qId: 'chart-1', qType: 'barchart' } }
  expect(await linked()).toEqual([ofTheApp])
  await client.create({ qInfo: { qId: 'box', qType: 'listbox' }, deep: [{ qListObjectDef: { qLibraryId: id } }] })
  await client.create({ qInfo: { qId: 'other', qType: 'listbox' }, title: id, qListObjectDef: { qLibraryId: 'other' } })
  expect(await linked()).toEqual([ofTheApp, { qRootId: 'box', qInfo: { qId: 'box', qType: 'listbox' } }])
})
