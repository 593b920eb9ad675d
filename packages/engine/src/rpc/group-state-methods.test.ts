import { afterAll, beforeAll, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const cyclic = {
  qInfo: { qId: 'dim-cycle', qType: 'dimension' },
  qDim: { qGrouping: 'C', qFieldDefs: ['City', 'Year', 'Product'], qFieldLabels: ['City', 'Year', 'Product'] },
  qMetaDef: { title: 'Turning' },
}

const opened = async () => {
  const app = { ...shop.app, dimensions: [...shop.app.dimensions, cyclic] }
  const client = await openedClient(await openShopSession(shop, 'anna', { app }))
  const { call, doc } = client
  const chart = await client.create({
    qInfo: { qType: 'x' },
    qHyperCubeDef: { qDimensions: [{ qLibraryId: 'dim-cycle', qDef: { qActiveField: 0 } }] },
  })
  return {
    ...client,
    chart,
    dimension: (await call(doc, 'GetDimension', 'dim-cycle')).qReturn.qHandle as number,
    plain: (await call(doc, 'GetDimension', 'dim-city')).qReturn.qHandle as number,
    shown: async () => (await client.layout(chart)).qHyperCube.qDimensionInfo[0].qFallbackTitle,
  }
}

it('a cyclic master dimension turns, in every object of the session, and the objects are told', async () => {
  const { call, request, dimension, chart, shown } = await opened()
  expect([await call(dimension, 'GetActiveField'), await shown()]).toEqual([{ qReturn: 0 }, 'City'])
  expect((await request(dimension, 'StepCycle', [1])).change).toContain(chart)
  expect([await call(dimension, 'GetActiveField'), await shown()]).toEqual([{ qReturn: 1 }, 'Year'])
  await call(dimension, 'StepCycle', -2)
  expect(await shown()).toBe('Product')
  await call(dimension, 'SetActiveField', 1)
  expect(await shown()).toBe('Year')
  await call(dimension, 'SetActiveField', 3)
  expect(await shown()).toBe('Year')
})

it('another session sees nothing of it', async () => {
  const first = await opened()
  await first.call(first.dimension, 'StepCycle', 1)
  expect(await (await opened()).shown()).toBe('City')
})

it('a dimension that is no cyclic group does not turn', async () => {
  const { call, request, plain } = await opened()
  expect(await call(plain, 'GetActiveField')).toEqual({ qReturn: 0 })
  expect((await request(plain, 'StepCycle', [1])).error).toMatchObject({ parameter: 'QIX-IMPOSSIBLE' })
  expect((await request(plain, 'SetActiveField', [0])).error).toMatchObject({ parameter: 'QIX-IMPOSSIBLE' })
})

it('the states of all groups are told and applied, with what could not be', async () => {
  const { call, doc, shown } = await opened()
  const states = async () => (await call(doc, 'GetGroupStates')).qGroupStates
  const state = (qId: string, qActiveFieldDef: string) => ({ qInfo: { qId, qType: 'dimension' }, qActiveFieldDef })
  expect(await states()).toEqual([state('dim-cycle', 'City')])
  expect(await call(doc, 'ApplyGroupStates', [state('dim-cycle', 'Product')])).toEqual({
    qResult: { qApplySuccess: true, qWarnings: [] },
  })
  expect([await states(), await shown()]).toEqual([[state('dim-cycle', 'Product')], 'Product'])
  const wrong = [state('none', 'City'), state('dim-city', 'City'), state('dim-cycle', 'Amount')]
  expect((await call(doc, 'ApplyGroupStates', wrong)).qResult).toEqual({
    qApplySuccess: false,
    qWarnings: [
      { qState: wrong[0], qType: 'group_missing' },
      { qState: wrong[1], qType: 'group_not_applicable' },
      { qState: wrong[2], qType: 'fielddef_missing' },
    ],
  })
  expect(await shown()).toBe('Product')
})
