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
const total = { qInfo: { qType: 'kpi' }, qHyperCubeDef: { qMeasures: [{ qDef: { qDef: 'Sum([Amount])' } }] } }

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
    expect((await client.request(client.doc, method, [{ qInfo: { qId: 'x', qType: 'y' } }])).error).toMatchObject({
      code: 5,
    })
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
      bad: '=Nonsense(',
    })
  })
})

describe('fields and current selections', () => {
  it('select by value, pattern, comparison and state', async () => {
    const client = await open()
    const city = await client.field('[City]')
    const year = await client.field('Year')
    const current = await client.create({ qInfo: { qType: 'x' }, qSelectionObjectDef: {} })
    const selected = async () => {
      const { qSelections } = (await client.layout(current)).qSelectionObject
      return Object.fromEntries(
        qSelections.map((item: { qField: string; qSelected: string }) => [item.qField, item.qSelected]),
      )
    }
    expect((await client.call(city, 'Select', 'Oslo')).qReturn).toBe(true)
    expect(await selected()).toEqual({ City: 'Oslo' })
    expect((await client.call(city, 'Select', 'Osl')).qReturn).toBe(false)
    await client.call(city, 'Select', '*o*')
    expect(await selected()).toEqual({ City: 'Oslo, Lyon' })
    await client.call(year, 'Select', '>=2024')
    expect(await selected()).toEqual({ City: 'Oslo, Lyon', Year: '2024' })
    await client.call(city, 'SelectValues', [{ qText: 'Oslo' }], true)
    expect(await selected()).toEqual({ City: 'Lyon', Year: '2024' })
    await client.call(city, 'SelectAll')
    expect(await selected()).toEqual({ City: 'Oslo, Bergen, Paris, Lyon', Year: '2024' })
    await client.call(city, 'ClearAllButThis')
    await client.call(city, 'Clear')
    expect(await selected()).toEqual({})
    expect((await client.call(city, 'GetCardinal')).qReturn).toBe(4)
    expect((await client.call(city, 'SelectValues', [{ qText: 'Atlantis' }], false)).qReturn).toBe(false)
  })

  it('lock fields, walk back and forward, and count the steps', async () => {
    const client = await open()
    const city = await client.field('City')
    const year = await client.field('Year')
    const current = await client.create({ qInfo: { qType: 'x' }, qSelectionObjectDef: {} })
    const state = async () => (await client.layout(current)).qSelectionObject
    expect((await client.call(city, 'Lock')).qReturn).toBe(false)
    await client.call(city, 'SelectValues', [{ qText: 'Oslo' }], false)
    await client.call(year, 'SelectValues', [{ qText: '2023' }], false)
    expect((await client.call(city, 'Lock')).qReturn).toBe(true)
    expect((await client.call(city, 'SelectValues', [{ qText: 'Paris' }], false)).qReturn).toBe(false)
    expect(await state()).toMatchObject({
      qBackCount: 3,
      qForwardCount: 0,
      qSelections: [
        {
          qField: 'City',
          qLocked: true,
          qSelectedCount: 1,
          qTotal: 4,
          qSelectedFieldSelectionInfo: [{ qName: 'Oslo' }],
        },
        { qField: 'Year', qLocked: false },
      ],
    })
    await client.call(client.doc, 'ClearAll', false)
    expect((await state()).qSelections).toHaveLength(1)
    await client.call(client.doc, 'Back')
    await client.call(client.doc, 'Back')
    expect((await state()).qSelections[0]).toMatchObject({ qField: 'City', qLocked: false })
    expect(await state()).toMatchObject({ qBackCount: 2, qForwardCount: 2 })
    await client.call(client.doc, 'Forward')
    expect((await state()).qSelections[0]).toMatchObject({ qLocked: true })
    await client.call(client.doc, 'UnlockAll')
    await client.call(client.doc, 'ClearAll', false)
    expect(await state()).toMatchObject({ qSelections: [], qForwardCount: 0 })
  })
})

describe('variables', () => {
  it('are read, changed for the session, and made for it', async () => {
    const client = await open()
    const { qReturn } = await client.call(client.doc, 'GetVariableByName', 'vGoal')
    expect((await client.call(qReturn.qHandle, 'GetLayout')).qLayout).toMatchObject({ qText: '150', qNum: 150 })
    const changed = await client.request(qReturn.qHandle, 'SetStringValue', ['=Sum([Amount])'])
    expect(changed.change).toContain(qReturn.qHandle)
    expect((await client.call(qReturn.qHandle, 'GetLayout')).qLayout).toMatchObject({ qText: '200', qNum: 200 })
    const stranger = await open('adam')
    const theirs = (await stranger.call(stranger.doc, 'GetVariableById', 'var-1')).qReturn
    expect((await stranger.call(theirs.qHandle, 'GetLayout')).qLayout.qNum).toBe(150)
    const own = (await client.call(client.doc, 'CreateSessionVariable', { qName: 'vMine', qDefinition: 'x' })).qReturn
    expect((await client.call(own.qHandle, 'GetRawContent')).qReturn).toBe('x')
    const forged = await client.request(client.doc, 'CreateSessionVariable', [{ qName: 'vGoal', qDefinition: '1' }])
    expect(forged.error).toMatchObject({ code: 5 })
    expect((await client.call(client.doc, 'DestroySessionVariable', 'var-1')).qSuccess).toBe(false)
  })
})
