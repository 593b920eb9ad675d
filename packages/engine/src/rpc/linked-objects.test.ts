import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PropertyTree } from '../objects/app-definition.js'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

const listBox = (id: string, field: string): PropertyTree => ({
  properties: {
    qInfo: { qId: id, qType: 'listbox' },
    title: field,
    qListObjectDef: { qDef: { qFieldDefs: [`[${field}]`] }, qInitialDataFetch: [{ qHeight: 10, qWidth: 1 }] },
  },
  children: [],
})

const object = (id: string, type: string, more: object, ...children: PropertyTree[]): PropertyTree => ({
  properties: { qInfo: { qId: id, qType: type }, ...more } as PropertyTree['properties'],
  children,
})

const childList = { qChildListDef: { qData: { title: '/title' } } }

const filters = object(
  'filters',
  'masterobject',
  { visualization: 'filterpane', title: 'Where and when', qMetaDef: { title: 'Filters' }, ...childList },
  listBox('by-city', 'City'),
  listBox('by-year', 'Year'),
)
const tabs = object(
  'tabs',
  'masterobject',
  { visualization: 'container', children: [{ refId: 'tab-1', label: 'One' }], ...childList },
  object('tab-1', 'table', {}),
)
const chart = object('chart', 'masterobject', {
  visualization: 'barchart',
  qHyperCubeDef: {
    qDimensions: [{ qDef: { qFieldDefs: ['[City]'] } }],
    qMeasures: [{ qDef: { qDef: 'Sum([Amount])' } }],
    qInitialDataFetch: [{ qHeight: 10, qWidth: 2 }],
  },
})

const sheet = object(
  'sheet',
  'sheet',
  childList,
  object('pane', 'filterpane', { qExtendsId: 'filters' }),
  object('box', 'container', { qExtendsId: 'tabs' }),
  object('bars', 'barchart', { qExtendsId: 'chart', footnote: 'mine' }),
  object('twice', 'filterpane', { qExtendsId: 'pane' }),
  object('own', 'filterpane', { qExtendsId: 'filters' }, listBox('own-box', 'Product')),
  object('orphan', 'filterpane', { qExtendsId: 'gone', title: 'Alone' }),
  object('circular', 'filterpane', { qExtendsId: 'circular' }),
)

let shop: Shop
beforeAll(async () => {
  const plain = await openShop()
  shop = { ...plain, app: { ...plain.app, objects: [filters, tabs, chart, sheet] } }
})
afterAll(() => shop.close())

const open = async () => openedClient(await openShopSession(shop))

describe('an object that extends a master object', () => {
  it.each([
    ['pane', ['by-city', 'by-year']],
    ['twice', ['by-city', 'by-year']],
    ['box', ['tab-1']],
    ['own', ['own-box']],
    ['circular', []],
  ])('has the children of its master where it has none of its own: %s', async (id, children) => {
    const client = await open()
    const handle = await client.object(id)
    const ids = (items: { qInfo: { qId: string } }[]) => items.map(({ qInfo }) => qInfo.qId)
    const { qInfos } = await client.call(handle, 'GetChildInfos')
    expect(qInfos.map(({ qId }: { qId: string }) => qId)).toEqual(children)
    const { qPropEntry } = await client.call(handle, 'GetFullPropertyTree')
    expect(qPropEntry.qProperty.qInfo.qId).toBe(id)
    expect(
      ids(qPropEntry.qChildren.map(({ qProperty }: { qProperty: { qInfo: { qId: string } } }) => qProperty)),
    ).toEqual(children)
    const layout = await client.layout(handle)
    if (id !== 'circular') expect(ids(layout.qChildList.qItems)).toEqual(children)
    for (const child of children) expect((await client.call(handle, 'GetChild', child)).qReturn.qGenericId).toBe(child)
    expect((await client.call(handle, 'GetChild', 'bars')).qReturn.qHandle).toBeNull()
  })

  it('shows what the children say, and its own members over those of the master', async () => {
    const client = await open()
    expect(await client.layout(await client.object('pane'))).toMatchObject({
      qInfo: { qId: 'pane', qType: 'filterpane' },
      visualization: 'filterpane',
      title: 'Where and when',
      qExtendsId: 'filters',
      qChildList: { qItems: [{ qInfo: { qType: 'listbox' }, qData: { title: 'City' } }, { qData: { title: 'Year' } }] },
    })
    expect(await client.layout(await client.object('bars'))).toMatchObject({
      visualization: 'barchart',
      footnote: 'mine',
    })
  })

  it('selects in its own cube and in the list boxes of the master', async () => {
    const client = await open()
    const pane = await client.object('pane')
    const bars = await client.object('bars')
    const { qReturn } = await client.call(pane, 'GetChild', 'by-year')
    await client.call(qReturn.qHandle, 'BeginSelections', ['/qListObjectDef'])
    expect(await client.call(qReturn.qHandle, 'SelectListObjectValues', '/qListObjectDef', [0], false)).toEqual({
      qSuccess: true,
    })
    await client.call(qReturn.qHandle, 'EndSelections', true)
    expect((await client.layout(bars)).qHyperCube.qGrandTotalRow[0].qNum).toBe(75)
    await client.call(bars, 'BeginSelections', ['/qHyperCubeDef'])
    expect((await client.layout(bars)).qSelectionInfo).toEqual({ qInSelections: true })
    const [[{ qElemNumber }]] = (await client.layout(bars)).qHyperCube.qDataPages[0].qMatrix
    expect((await client.call(bars, 'SelectHyperCubeValues', '/qHyperCubeDef', 0, [qElemNumber], false)).qSuccess).toBe(
      true,
    )
    await client.call(bars, 'EndSelections', true)
    const city = await client.object('by-city')
    const states = (await client.layout(city)).qListObject.qDimensionInfo.qStateCounts
    expect(states).toMatchObject({ qSelected: 1 })
  })

  it('changes with its master, and with the children of its master', async () => {
    const client = await open()
    const handles = Object.fromEntries(
      await Promise.all(['filters', 'pane', 'twice', 'bars'].map(async (id) => [id, await client.object(id)])),
    )
    const changed = async (method: string, ...params: unknown[]) =>
      (await client.request(handles.filters, method, params)).change.sort()
    const linked = [handles.filters, handles.pane, handles.twice].sort()
    expect(await changed('ApplyPatches', [{ qOp: 'Replace', qPath: '/title', qValue: '"New"' }], false)).toEqual(linked)
    expect((await client.layout(handles.twice)).title).toBe('New')
    expect(await changed('CreateChild', { qInfo: { qId: 'third', qType: 'listbox' } })).toEqual(linked)
    expect((await client.layout(handles.pane)).qChildList.qItems).toHaveLength(3)
    expect(await changed('DestroyChild', 'third')).toEqual(linked)
    expect((await client.layout(handles.pane)).qChildList.qItems).toHaveLength(2)
  })

  it('cannot destroy the children of its master', async () => {
    const client = await open()
    const pane = await client.object('pane')
    expect(await client.call(pane, 'DestroyChild', 'by-city')).toEqual({ qSuccess: false })
    expect((await client.layout(pane)).qChildList.qItems).toHaveLength(2)
  })

  it('is named by its master, with the sheet that it is on', async () => {
    const client = await open()
    const { qItems } = await client.call(await client.object('filters'), 'GetLinkedObjects')
    expect(qItems).toEqual(
      ['pane', 'twice', 'own'].map((qId) => ({ qRootId: 'sheet', qInfo: { qId, qType: 'filterpane' } })),
    )
  })

  it('says so where its master does not exist', async () => {
    const client = await open()
    const layout = await client.layout(await client.object('orphan'))
    expect(layout).toMatchObject({ title: 'Alone', qError: { qErrorCode: 8001 } })
    expect(layout.qError.qExtendedMessage).toContain('gone')
    expect((await client.layout(await client.object('pane'))).qError).toBeUndefined()
  })

  it('may be in what it extends, without an end to its tree', async () => {
    const client = await open()
    const parent = await client.create({ qInfo: { qId: 'loop', qType: 'filterpane' } })
    await client.call(parent, 'CreateChild', { qInfo: { qId: 'within', qType: 'filterpane' }, qExtendsId: 'loop' })
    const { qPropEntry } = await client.call(parent, 'GetFullPropertyTree')
    expect(qPropEntry.qChildren).toMatchObject([{ qProperty: { qInfo: { qId: 'within' } }, qChildren: [] }])
  })
})
