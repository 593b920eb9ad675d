import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const info = (qId: string, qType = 'listbox') => ({ qInfo: { qId, qType } })

/** A client with a filter pane of the session, and its handle. */
const open = async () => {
  const client = await openedClient(await openShopSession(shop))
  const pane = await client.create({ ...info('pane', 'filterpane'), qChildListDef: {}, title: 'Before' })
  return {
    ...client,
    pane,
    ask: (method: string, ...params: unknown[]) => client.call(pane, method, ...params),
    children: async () => (await client.call(pane, 'GetChildInfos')).qInfos.map(({ qId }: { qId: string }) => qId),
    title: async () => (await client.layout(pane)).title,
  }
}

describe('children of a session object', () => {
  it('are handed out when they are created, and found again', async () => {
    const { ask, call, pane, children } = await open()
    const { qReturn, qInfo } = await ask('CreateChild', info('one'))
    expect(qReturn).toMatchObject({ qType: 'GenericObject', qGenericType: 'listbox', qGenericId: 'one' })
    expect(qInfo).toEqual({ qId: 'one', qType: 'listbox' })
    expect((await call(qReturn.qHandle, 'GetParent')).qReturn.qHandle).toBe(pane)
    expect((await ask('GetChild', 'one')).qReturn).toEqual(qReturn)
    expect((await ask('GetChild', 'chart-1')).qReturn).toEqual({ qType: null, qHandle: null })
    expect(await children()).toEqual(['one'])
  })

  it('are put in another order, which names each of them', async () => {
    const { ask, children } = await open()
    for (const id of ['one', 'two', 'three']) await ask('CreateChild', info(id))
    expect(await ask('SetChildArrayOrder', ['three', 'one', 'two'])).toEqual({})
    expect(await children()).toEqual(['three', 'one', 'two'])
    for (const wrong of [
      ['one', 'two'],
      ['one', 'one', 'two'],
      ['one', 'two', 'chart-1'],
    ])
      await expect(ask('SetChildArrayOrder', wrong)).rejects.toMatchObject({ code: -32602 })
  })

  it('go one by one or all at once, while the object stays', async () => {
    const { ask, request, pane, children } = await open()
    const { qHandle } = (await ask('CreateChild', info('one'))).qReturn
    await ask('CreateChild', info('two'))
    const third = (await ask('CreateChild', info('three'))).qReturn
    expect(await ask('DestroyChild', 'two')).toEqual({ qSuccess: true })
    expect(await ask('DestroyChild', 'two')).toEqual({ qSuccess: false })
    expect(await children()).toEqual(['one', 'three'])
    const { change, close, result } = await request(pane, 'DestroyAllChildren')
    expect([result, change, close]).toEqual([{}, [pane], [qHandle, third.qHandle]])
    expect(await children()).toEqual([])
    expect(await ask('GetInfo')).toEqual(info('pane', 'filterpane'))
  })

  it('change together with the properties of their parent', async () => {
    const { ask, title, children } = await open()
    const named = (value: string) => ({ ...info('forged', 'forged'), title: value })
    await ask('CreateChild', info('one'), named('One'))
    expect([await title(), await children()]).toEqual(['One', ['one']])
    await ask('CreateChild', info('two'))
    expect(await title()).toBe('One')
    await ask('DestroyChild', 'one', named('Gone'))
    expect([await title(), await children()]).toEqual(['Gone', ['two']])
    await ask('DestroyAllChildren', named('None'))
    expect([await title(), await children()]).toEqual(['None', []])
    expect(await ask('GetInfo')).toEqual(info('pane', 'filterpane'))
  })
})

it('children of an object of the app are not destroyed', async () => {
  const { object, call } = await open()
  const sheet = await object('sheet-1')
  expect(await call(sheet, 'DestroyChild', 'chart-1')).toEqual({ qSuccess: false })
  expect(await call(sheet, 'DestroyAllChildren')).toEqual({})
  expect((await call(sheet, 'GetChildInfos')).qInfos).toEqual([{ qId: 'chart-1', qType: 'barchart' }])
})
