import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const open = async (subject?: string) => openedClient(await openShopSession(shop, subject))
const total = { qInfo: { qType: 'kpi' }, qHyperCubeDef: { qMeasures: [{ qDef: { qDef: 'Sum([Amount])' } }] } }

describe('session objects', () => {
  it('take their id from the client unless the app uses it', async () => {
    const client = await open()
    const created = (
      await client.call(client.doc, 'CreateSessionObject', { ...total, qInfo: { qId: 'mine', qType: 'kpi' } })
    ).qReturn
    expect(created).toMatchObject({ qType: 'GenericObject', qGenericId: 'mine', qGenericType: 'kpi' })
    const forged = (
      await client.call(client.doc, 'CreateSessionObject', { ...total, qInfo: { qId: 'chart-1', qType: 'x' } })
    ).qReturn
    expect(forged.qGenericId).not.toBe('chart-1')
    expect((await client.layout(await client.object('chart-1'))).title).toBe('Sales by town')
    const anew = await client.request(client.doc, 'CreateSessionObject', [
      { qInfo: { qId: 'mine', qType: 'other' }, a: 1 },
    ])
    expect(anew).toMatchObject({ result: { qReturn: { qHandle: created.qHandle } }, change: [created.qHandle] })
    expect(await client.layout(created.qHandle)).toMatchObject({ a: 1, qInfo: { qType: 'other' } })
    expect(
      (await client.call(client.doc, 'GetOrCreateObject', { qInfo: { qId: 'mine', qType: 'x' } })).qReturn.qHandle,
    ).toBe(created.qHandle)
  })

  it('apply patches softly and hard, or not at all', async () => {
    const client = await open()
    const handle = await client.create({ qInfo: { qType: 'x' }, list: [1, 2], deep: { a: 1 } })
    const patch = (soft: boolean, ...patches: object[]) => client.request(handle, 'ApplyPatches', [patches, soft])
    await patch(false, { qOp: 'Replace', qPath: '/deep/a', qValue: '2' }, { qOp: 'Add', qPath: '/list/-', qValue: '3' })
    await patch(
      true,
      { qOp: 'Add', qPath: '/deep/b/c', qValue: '{"d":true}' },
      { qOp: 'Remove', qPath: '/list/0', qValue: '' },
    )
    expect(await client.layout(handle)).toMatchObject({
      list: [2, 3],
      deep: { a: 2, b: { c: { d: true } } },
      qHasSoftPatches: true,
    })
    expect((await client.call(handle, 'GetProperties')).qProp).toMatchObject({ list: [1, 2, 3], deep: { a: 2 } })
    await client.call(handle, 'ClearSoftPatches')
    expect((await client.layout(handle)).list).toEqual([1, 2, 3])
    for (const bad of [
      { qOp: 'Replace', qPath: '/list/9/x', qValue: '1' },
      { qOp: 'Replace', qPath: '/deep', qValue: '{' },
      { qOp: 'Move', qPath: '/deep', qValue: '1' },
      { qOp: 'Add', qPath: '/__proto__/polluted', qValue: '1' },
      { qOp: 'Replace', qPath: '/qInfo/qId', qValue: '"other"' },
    ])
      expect((await patch(false, { qOp: 'Replace', qPath: '/deep/a', qValue: '9' }, bad)).error).toBeDefined()
    expect((await client.layout(handle)).deep.a).toBe(2)
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  it('announce no change when a client writes back what it has read', async () => {
    const client = await open()
    const handle = await client.create(total)
    const { qProp } = await client.call(handle, 'GetProperties')
    expect((await client.request(handle, 'SetProperties', [qProp])).change).toBeUndefined()
  })

  it('hold children, which go with them', async () => {
    const client = await open()
    const pane = await client.create({ qInfo: { qType: 'filterpane' }, qChildListDef: { qData: {} } })
    await client.call(pane, 'SetFullPropertyTree', {
      qProperty: { qChildListDef: { qData: { title: '/title' } } },
      qChildren: [{ qProperty: { qInfo: { qType: 'listbox' }, title: 'Child' } }],
    })
    const [item] = (await client.layout(pane)).qChildList.qItems
    expect(item.qData).toEqual({ title: 'Child' })
    const child = await client.object(item.qInfo.qId)
    const created = await client.call(pane, 'CreateChild', { qInfo: { qId: 'second', qType: 'listbox' } })
    expect(created.qInfo).toEqual({ qId: 'second', qType: 'listbox' })
    expect((await client.layout(pane)).qChildList.qItems).toHaveLength(2)
    expect((await client.call(pane, 'DestroyChild', 'second')).qSuccess).toBe(true)
    const { qInfo } = await client.layout(pane)
    expect((await client.request(client.doc, 'DestroySessionObject', [qInfo.qId])).close.sort()).toEqual(
      [pane, child].sort(),
    )
  })

  it('show text and number expressions by their values', async () => {
    const client = await open()
    const handle = await client.create({
      qInfo: { qType: 'x' },
      label: { qStringExpression: "='Sum ' & Sum([Amount])" },
      plain: { qStringExpression: 'just text' },
      limit: { qValueExpression: { qExpr: 'Sum([Amount])' } },
      bad: { qStringExpression: '=Nonsense(' },
    })
    expect(await client.layout(handle)).toMatchObject({
      label: 'Sum 200',
      plain: 'just text',
      limit: 200,
      bad: '\u26a0 Error in expression',
    })
  })
})

it('an object has no snapshot', async () => {
  const client = await open()
  const chart = await client.object('chart-1')
  expect(await client.call(chart, 'GetSnapshotObject')).toEqual({ qReturn: { qType: null, qHandle: null } })
})
