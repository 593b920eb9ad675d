import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const open = async () => openedClient(await openShopSession(shop))

describe('copies of objects', () => {
  it('are session objects with children of their own', async () => {
    const { call, request, doc, object } = await open()
    const { qCloneId } = await call(doc, 'CloneObject', 'sheet-1')
    const copy = await object(qCloneId)
    const tree = (await call(copy, 'GetFullPropertyTree')).qPropEntry
    expect(tree.qProperty).toMatchObject({ qInfo: { qId: qCloneId, qType: 'sheet' }, rank: 3 })
    expect(tree.qChildren).toMatchObject([{ qProperty: { title: 'Sales by town' } }])
    const childId = tree.qChildren[0].qProperty.qInfo.qId
    expect([qCloneId, childId]).not.toContain('chart-1')
    await call(await object(childId), 'SetProperties', { title: 'Changed' })
    expect((await call(await object('chart-1'), 'GetProperties')).qProp.title).toBe('Sales by town')
    expect(await call(doc, 'DestroySessionObject', qCloneId)).toEqual({ qSuccess: true })
    expect((await request(doc, 'CloneObject', ['none'])).error).toMatchObject({ code: 2 })
  })

  it('are as many as a session may have', async () => {
    const { request, doc } = await open()
    for (let count = 0; count < 25; count++)
      expect((await request(doc, 'CloneObject', ['sheet-1'])).error).toBeUndefined()
    expect((await request(doc, 'CloneObject', ['sheet-1'])).error).toMatchObject({ parameter: 'QIX-LIMIT' })
  })

  it('are bounded where objects in them extend others, over and over', { timeout: 5_000 }, async () => {
    const client = await openedClient(await openShopSession(shop, 'anna', { limits: { sessionObjects: 100 } }))
    const { call, create, request, doc } = client
    // Nine objects with ten children each, every one of which has those of the next object: 10^9 in all.
    for (let at = 0; at < 9; at++) {
      const handle = await create({ qInfo: { qId: `m${at}`, qType: 'x' } })
      for (let child = 0; child < 10; child++)
        await call(handle, 'CreateChild', { qInfo: { qId: `m${at}-${child}`, qType: 'x' }, qExtendsId: `m${at + 1}` })
    }
    const [first, fourth, last] = await Promise.all(['m0', 'm7', 'm8'].map(client.object))
    const into = await create({ qInfo: { qId: 'into', qType: 'x' } })
    const message = expect.stringContaining('has at most 104 objects')
    for (const [handle, method, ...args] of [
      [first, 'GetFullPropertyTree'],
      [fourth, 'GetFullPropertyTree'],
      [doc, 'CloneObject', 'm0'],
      [into, 'CopyFrom', 'm0'],
    ] as const)
      expect((await request(handle as number, method, args)).error).toMatchObject({ parameter: 'QIX-LIMIT', message })
    expect((await call(last as number, 'GetFullPropertyTree')).qPropEntry.qChildren).toHaveLength(10)
    expect((await call(into, 'GetFullPropertyTree')).qPropEntry.qChildren).toEqual([])
  })

  it('nest as deeply as what clients send', async () => {
    const client = await openedClient(await openShopSession(shop, 'anna', { limits: { sessionObjects: 100 } }))
    const { call, create, request, doc } = client
    const chain = async (name: string, length: number) => {
      for (let at = 0; at < length; at++) {
        const handle = await create({ qInfo: { qId: `${name}${at}`, qType: 'x' } })
        await call(handle, 'CreateChild', { qInfo: { qType: 'x' }, qExtendsId: `${name}${at + 1}` })
      }
    }
    await chain('ten', 10)
    await chain('more', 11)
    expect((await request(doc, 'CloneObject', ['ten0'])).error).toBeUndefined()
    const error = { parameter: 'QIX-IMPOSSIBLE', message: expect.stringContaining('nest at most 10 levels') }
    expect((await request(await client.object('more0'), 'GetFullPropertyTree')).error).toMatchObject(error)
    expect((await request(doc, 'CloneObject', ['more0'])).error).toMatchObject(error)
  })

  it('into another object take its properties and children, and leave its id and type', async () => {
    const { call, create, request } = await open()
    const from = await create({ qInfo: { qId: 'from', qType: 'a' }, title: 'source' })
    const child = (await call(from, 'CreateChild', { qInfo: { qType: 'c' }, title: 'child' })).qInfo.qId
    const into = await create({ qInfo: { qId: 'into', qType: 'b' }, title: 'target' })
    const { change } = await request(into, 'CopyFrom', ['from'])
    expect(change).toContain(into)
    const { qProperty, qChildren } = (await call(into, 'GetFullPropertyTree')).qPropEntry
    expect(qProperty).toEqual({ qInfo: { qId: 'into', qType: 'b' }, title: 'source' })
    expect(qChildren).toMatchObject([{ qProperty: { title: 'child' } }])
    expect(qChildren[0].qProperty.qInfo.qId).not.toBe(child)
    expect((await call(from, 'GetChildInfos')).qInfos).toEqual([{ qId: child, qType: 'c' }])
  })
})

describe('children', () => {
  it('know their parent, and are put in another order by the ids of them all', async () => {
    const { call, create, request } = await open()
    const parent = await create({ qInfo: { qId: 'parent', qType: 'p' } })
    for (const qId of ['a', 'b', 'c']) await call(parent, 'CreateChild', { qInfo: { qId, qType: 'c' } })
    const { qReturn } = await call(parent, 'GetChild', 'b')
    expect((await call(qReturn.qHandle, 'GetParent')).qReturn).toMatchObject({ qHandle: parent, qGenericId: 'parent' })
    expect((await call(parent, 'GetParent')).qReturn.qHandle).toBeNull()
    const ids = async () => (await call(parent, 'GetChildInfos')).qInfos.map(({ qId }: { qId: string }) => qId)
    expect((await request(parent, 'SetChildArrayOrder', [['c', 'a', 'b']])).change).toContain(parent)
    expect(await ids()).toEqual(['c', 'a', 'b'])
    for (const wrong of [
      ['a', 'b'],
      ['a', 'b', 'b'],
      ['a', 'b', 'x'],
      ['a', 'b', 'c', 'c'],
    ])
      expect((await request(parent, 'SetChildArrayOrder', [wrong])).error).toMatchObject({ code: -32602 })
    expect(await ids()).toEqual(['c', 'a', 'b'])
  })
})

it('all soft patches are cleared at once, and the objects are told', async () => {
  const { call, request, doc, object, create, layout } = await open()
  const chart = await object('chart-1')
  const own = await create({ qInfo: { qType: 'x' }, title: 'own' })
  for (const handle of [chart, own])
    await call(handle, 'ApplyPatches', [{ qOp: 'Replace', qPath: '/title', qValue: '"patched"' }], true)
  expect((await request(doc, 'ClearAllSoftPatches')).change.sort()).toEqual([chart, own].sort())
  expect([(await layout(chart)).title, (await layout(own)).title]).toEqual(['Sales by town', 'own'])
})
