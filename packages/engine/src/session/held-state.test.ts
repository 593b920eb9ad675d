import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Shop } from './testing/shop-app.js'
import { openedClient, openShopSession } from './testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const opened = async (limits: { variables?: number; characters?: number }) =>
  openedClient(await openShopSession(shop, 'anna', { limits: { sessionObjects: 50, ...limits } }))

const tooMuch = { parameter: 'QIX-LIMIT' }
const long = 'x'.repeat(600)

test('session variables are limited in number, and make place when they are destroyed', async () => {
  const { request, call, doc } = await opened({ variables: 2 })
  const create = (qName: string) => request(doc, 'CreateSessionVariable', [{ qInfo: { qId: qName }, qName }])
  expect((await create('a')).error).toBeUndefined()
  expect((await create('b')).error).toBeUndefined()
  expect((await create('c')).error).toMatchObject(tooMuch)
  await call(doc, 'DestroySessionVariable', 'a')
  expect((await create('c')).error).toBeUndefined()
})

test.each([
  ['session objects', 'doc', 'CreateSessionObject', [{ qInfo: { qType: 'x' }, long }]],
  ['session variables', 'doc', 'CreateSessionVariable', [{ qName: 'v', qDefinition: long }]],
  ['searches', 'list', 'SearchListObjectFor', ['/qListObjectDef', long]],
  ['soft patches', 'chart', 'ApplyPatches', [[{ qOp: 'Add', qPath: '/long', qValue: JSON.stringify(long) }], true]],
  ['changes of the app', 'chart', 'SetProperties', [{ qInfo: { qId: 'chart-1', qType: 'barchart' }, long }]],
] as const)('%s count; what makes a session hold less is not refused', async (_, handle, method, parameters) => {
  const client = await opened({ characters: 1_000 })
  const { request, call, doc } = client
  const chart = await client.object('chart-1')
  const list = await client.create({ qInfo: { qType: 'x' }, qListObjectDef: { qDef: { qFieldDefs: ['City'] } } })
  const grow = () => request({ doc, chart, list }[handle], method, parameters)
  await call(doc, 'CreateSessionObject', { qInfo: { qId: 'first', qType: 'x' }, long })
  expect((await grow()).error).toMatchObject(tooMuch)
  await call(doc, 'DestroySessionObject', 'first')
  expect((await grow()).error).toBeUndefined()
})
