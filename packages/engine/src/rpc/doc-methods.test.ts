import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop, shopAppId } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const open = async (subject?: string) => openedClient(await openShopSession(shop, subject))
const nothing = { qReturn: { qType: null, qHandle: null } }

describe('what an app tells about itself', () => {
  it('has a title, data and no right to change anything', async () => {
    const client = await open()
    const { qLayout } = await client.call(client.doc, 'GetAppLayout')
    expect(qLayout).toMatchObject({
      qTitle: 'The shop',
      qFileName: shopAppId,
      qHasData: true,
      qStateNames: [],
      create: [],
      qMeta: { privileges: ['read'] },
      qLocaleInfo: { qDecimalSep: '.' },
    })
    expect(Date.parse(qLayout.qLastReloadTime)).toBeLessThanOrEqual(Date.now())
    const { qProp } = await client.call(client.doc, 'GetAppProperties')
    expect(qProp).toMatchObject({ qTitle: 'The shop', custom: 1, qHasSectionAccess: true })
  })

  it.each([
    'CreateObject',
    'DestroyObject',
    'CreateDimension',
    'CreateMeasure',
    'DoSave',
    'DoReload',
    'SetAppProperties',
  ])('refuses %s', async (method) => {
    const client = await open()
    const params = method === 'DoReload' ? [] : [{ qInfo: { qId: 'x', qType: 'y' } }]
    expect((await client.request(client.doc, method, params)).error).toMatchObject({ code: 5 })
  })

  it('lists all its objects and master items', async () => {
    const client = await open()
    const { qInfos } = await client.call(client.doc, 'GetAllInfos')
    expect(qInfos.map(({ qId }: { qId: string }) => qId).sort()).toEqual(
      ['chart-1', 'dim-city', 'linked-1', 'master-1', 'mea-sales', 'sheet-1', 'var-1'].sort(),
    )
    const { qList } = await client.call(client.doc, 'GetObjects', { qTypes: ['sheet'] })
    expect(qList.map(({ qMeta }: { qMeta: { title: string } }) => qMeta.title)).toEqual(['Overview'])
  })

  it('evaluates and checks expressions', async () => {
    const client = await open()
    const call = (method: string, expression: string) => client.call(client.doc, method, expression)
    expect((await call('EvaluateEx', '=Sum([Amount]) / 3')).qValue).toEqual({
      qText: '66.666666666667',
      qIsNumeric: true,
      qNumber: 200 / 3,
    })
    expect(await call('Evaluate', "Num(Sum([Amount]), '$#,##0.00')")).toEqual({ qReturn: '$200.00' })
    expect((await call('EvaluateEx', 'Nonsense(')).qValue).toMatchObject({ qIsNumeric: false })
    expect((await call('CheckExpression', 'Sum([Amount])')).qErrorMsg).toBe('')
    expect((await call('CheckExpression', 'Sum([Nowhere])')).qErrorMsg).toContain('Nowhere')
  })
})

it('an expression that is checked may name the labels that it is given, and no others', async () => {
  const client = await open()
  const check = (...labels: string[]) => client.call(client.doc, 'CheckExpression', '[Revenue] / Sum([Amount])', labels)
  const wrong = await check('Costs')
  expect([wrong.qErrorMsg, wrong.qBadFieldNames]).toEqual([
    expect.stringContaining('Revenue'),
    [{ qFrom: 0, qCount: 9 }],
  ])
  expect(await check('Costs', 'Revenue')).toEqual({ qErrorMsg: '', qBadFieldNames: [], qDangerousFieldNames: [] })
  const { error } = await client.request(client.doc, 'CheckExpression', ['1', Array.from({ length: 500 }, () => 'a')])
  expect(error).toMatchObject({ code: -32602 })
})

it('objects are listed with what the call asks for of them, those of the session where it asks for them', async () => {
  const client = await open()
  await client.create({ qInfo: { qId: 'mine', qType: 'table' }, title: { qStringExpression: "='a' & 'b'" } })
  const list = async (options: object) =>
    (await client.call(client.doc, 'GetObjects', { qData: { called: '/title', shown: '/visualization' }, ...options }))
      .qList
  expect(await list({ qTypes: ['barchart'] })).toEqual([
    {
      qInfo: { qId: 'chart-1', qType: 'barchart' },
      qMeta: expect.anything(),
      qData: { called: 'Sales by town', shown: 'barchart' },
    },
  ])
  expect((await list({ qTypes: ['table'] })).map(({ qInfo }: { qInfo: { qId: string } }) => qInfo.qId)).toEqual([
    'linked-1',
  ])
  expect((await list({ qTypes: ['table'], qIncludeSessionObjects: true }))[1]).toMatchObject({
    qInfo: { qId: 'mine' },
    qData: { called: 'ab' },
  })
})

describe('lists', () => {
  const list = async (client: Awaited<ReturnType<typeof open>>, properties: object) =>
    client.layout(await client.create({ qInfo: { qId: 'List', qType: 'List' }, ...properties }))

  it('of stored objects carry ids, titles, rights and the members that were asked for', async () => {
    const client = await open()
    const layout = await list(client, {
      qAppObjectListDef: { qType: 'sheet', qData: { rank: '/rank', title: '/qMetaDef/title', first: '/cells/0/name' } },
    })
    expect(layout.qAppObjectList.qItems).toEqual([
      {
        qInfo: { qId: 'sheet-1', qType: 'sheet' },
        qMeta: expect.objectContaining({ id: 'sheet-1', title: 'Overview', privileges: ['read'] }),
        qData: { rank: 3, title: 'Overview', first: 'chart-1' },
      },
    ])
  })

  it('of master items, variables and bookmarks', async () => {
    const client = await open()
    const masters = await list(client, {
      qAppObjectListDef: { qType: 'masterobject', qData: { title: '/qMetaDef/title' } },
    })
    expect(masters.qAppObjectList.qItems).toMatchObject([
      { qInfo: { qId: 'master-1', qType: 'masterobject' }, qData: { title: 'Master table' } },
    ])
    const dimensions = await list(client, {
      qDimensionListDef: { qType: 'dimension', qData: { title: '/qMetaDef/title', fields: '/qDim/qFieldDefs' } },
    })
    expect(dimensions.qDimensionList.qItems).toMatchObject([
      { qInfo: { qId: 'dim-city' }, qMeta: { title: 'Town' }, qData: { title: 'Town', fields: ['[City]'] } },
    ])
    const measures = await list(client, { qMeasureListDef: { qType: 'measure', qData: { label: '/qMeasure/qLabel' } } })
    expect(measures.qMeasureList.qItems).toMatchObject([{ qInfo: { qId: 'mea-sales' }, qData: { label: 'Sales' } }])
    const variables = await list(client, { qVariableListDef: { qType: 'variable' } })
    expect(variables.qVariableList.qItems).toMatchObject([{ qName: 'vGoal', qDefinition: '150' }])
    const bookmarks = await list(client, { qBookmarkListDef: { qType: 'bookmark' } })
    expect(bookmarks.qBookmarkList.qItems).toEqual([])
  })

  it('of fields hold what exists for the principal only', async () => {
    const names = async (subject: string) => {
      const { qFieldList } = await list(await open(subject), { qFieldListDef: {} })
      return Object.fromEntries(
        qFieldList.qItems.map((item: { qName: string; qCardinal: number }) => [item.qName, item.qCardinal]),
      )
    }
    expect(await names('anna')).toEqual({ City: 4, Year: 2, Product: 2, Amount: 9, Country: 2 })
    expect(await names('omar')).toEqual({ City: 2, Year: 2, Amount: 4, Country: 1 })
    const omar = await open('omar')
    expect(await omar.call(omar.doc, 'GetFieldDescription', 'Product')).toEqual({ qReturn: null })
    expect((await omar.call(omar.doc, 'GetFieldDescription', 'City')).qReturn).toMatchObject({ qCardinal: 2 })
  })
})

describe('objects of the app', () => {
  it('are found with their children, or not found without an error', async () => {
    const client = await open()
    const sheet = await client.object('sheet-1')
    const layout = await client.layout(sheet)
    expect(layout).toMatchObject({
      qInfo: { qId: 'sheet-1', qType: 'sheet' },
      qMeta: { title: 'Overview', privileges: ['read'] },
      qSelectionInfo: {},
      cells: [{ name: 'chart-1' }],
      qChildList: { qItems: [{ qInfo: { qId: 'chart-1' }, qData: { title: 'Sales by town' } }] },
    })
    expect(layout.qChildListDef).toBeUndefined()
    expect((await client.call(sheet, 'GetChildInfos')).qInfos).toEqual([{ qId: 'chart-1', qType: 'barchart' }])
    expect((await client.call(sheet, 'GetChild', 'chart-1')).qReturn.qGenericId).toBe('chart-1')
    expect((await client.call(sheet, 'GetFullPropertyTree')).qPropEntry.qChildren[0].qProperty.title).toBe(
      'Sales by town',
    )
    for (const [method, id] of [
      ['GetObject', 'nowhere'],
      ['GetDimension', 'nowhere'],
      ['GetMeasure', 'nowhere'],
      ['GetVariableByName', 'nowhere'],
      ['GetField', 'nowhere'],
      ['GetBookmark', 'nowhere'],
    ])
      expect(await client.call(client.doc, method as string, id)).toEqual(nothing)
  })

  it('extend master objects, their own properties first', async () => {
    const client = await open()
    const linked = await client.object('linked-1')
    expect(await client.layout(linked)).toMatchObject({
      qInfo: { qId: 'linked-1', qType: 'table' },
      visualization: 'table',
      title: 'Total: 200',
      footnote: 'its own',
      qExtendsId: 'master-1',
    })
    expect((await client.call(linked, 'GetEffectiveProperties')).qProp.visualization).toBe('table')
    expect((await client.call(linked, 'GetProperties')).qProp.visualization).toBeUndefined()
  })

  it('change for one session only, and never on disk', async () => {
    const client = await open()
    const chart = await client.object('chart-1')
    const { qProp } = await client.call(chart, 'GetProperties')
    await client.call(chart, 'SetProperties', { ...qProp, title: 'Mine', qInfo: { qId: 'other', qType: 'other' } })
    expect(await client.layout(chart)).toMatchObject({ title: 'Mine', qInfo: { qId: 'chart-1', qType: 'barchart' } })
    const stranger = await open('adam')
    expect((await stranger.layout(await stranger.object('chart-1'))).title).toBe('Sales by town')
    expect((await client.call(client.doc, 'DestroySessionObject', 'chart-1')).qSuccess).toBe(false)
  })

  it('know their master items', async () => {
    const client = await open()
    const { qReturn } = await client.call(client.doc, 'GetDimension', 'dim-city')
    expect(qReturn).toMatchObject({ qType: 'GenericDimension', qGenericId: 'dim-city' })
    expect((await client.call(qReturn.qHandle, 'GetLayout')).qLayout).toMatchObject({
      qMeta: { title: 'Town' },
      qDim: { qFieldDefs: ['[City]'] },
    })
    const measure = (await client.call(client.doc, 'GetMeasure', 'mea-sales')).qReturn
    expect((await client.call(measure.qHandle, 'GetMeasure')).qMeasure.qDef).toBe('Sum([Amount])')
  })
})
