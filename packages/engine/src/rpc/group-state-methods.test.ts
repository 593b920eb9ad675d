import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AppDefinition } from '../objects/app-definition.js'
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

const opened = async (bookmarks: AppDefinition['bookmarks'] = shop.app.bookmarks) => {
  const app = { ...shop.app, bookmarks, dimensions: [...shop.app.dimensions, cyclic] }
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

it('bookmarks keep what groups are turned to, temporary ones and states too, and turn them back', async () => {
  const { call, doc, dimension, shown } = await opened()
  await call(dimension, 'StepCycle', 1)
  const state = [{ qInfo: { qId: 'dim-cycle', qType: 'dimension' }, qActiveFieldDef: 'Year' }]
  const { qHandle } = (await call(doc, 'CreateBookmark', { qInfo: { qId: 'turned', qType: 'bookmark' } })).qReturn
  expect((await call(qHandle, 'GetLayout')).qLayout.qBookmark.qGroupStates).toEqual(state)
  const temporary = (await call(doc, 'CreateTemporaryBookmark', {})).qId
  const stored = (await call(doc, 'StoreTempSelectionState', 60)).qId
  for (const [method, id] of [
    ['ApplyBookmark', 'turned'],
    ['ApplyTemporaryBookmark', temporary],
    ['RestoreTempSelectionState', stored],
    ['ApplyAndVerifyBookmark', 'turned'],
  ]) {
    await call(dimension, 'SetActiveField', 0)
    expect([method, await shown()]).toEqual([method, 'City'])
    await call(doc, method, id)
    expect([method, await shown()]).toEqual([method, 'Year'])
  }
  expect((await call(qHandle, 'ApplyAndVerify')).qResult.qGroupStateResult).toEqual({
    qApplySuccess: true,
    qWarnings: [],
  })
  // A drill-down follows from what is selected: nothing of it is kept.
  await call(doc, 'ReplaceBookmark', 'turned')
  await call(dimension, 'SetActiveField', 2)
  await call(doc, 'ReplaceBookmark', 'turned')
  await call(dimension, 'SetActiveField', 0)
  await call(qHandle, 'Apply')
  expect(await shown()).toBe('Product')
})

it('a bookmark of the app turns the groups that there are, and tells of others', async () => {
  const state = (qId: string, qActiveFieldDef: string) => ({ qInfo: { qId, qType: 'dimension' }, qActiveFieldDef })
  const bookmark = {
    qInfo: { qId: 'of-app', qType: 'bookmark' },
    qBookmark: { qStateData: [], qGroupStates: [state('dim-cycle', 'Product'), state('gone', 'City')] },
  }
  const { call, doc, shown } = await opened([bookmark])
  const { qResult } = await call(doc, 'ApplyAndVerifyBookmark', 'of-app')
  expect(qResult.qGroupStateResult).toEqual({
    qApplySuccess: false,
    qWarnings: [{ qState: state('gone', 'City'), qType: 'group_missing' }],
  })
  expect(await shown()).toBe('Product')
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
