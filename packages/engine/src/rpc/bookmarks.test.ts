import { afterAll, beforeAll, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const stored = {
  qInfo: { qId: 'bm-1', qType: 'bookmark' },
  qMetaDef: { title: 'Two towns', description: 'Oslo and Lyon' },
  qBookmark: {
    qStateData: [
      {
        qStateName: '$',
        qFieldItems: [
          { qDef: { qName: 'City', qType: 'PRESENT' }, qValues: [{ qText: 'Oslo' }, { qText: 'Lyon' }] },
          { qDef: { qName: 'Year', qType: 'PRESENT' }, qValues: [{ qNumber: 2024, qIsNumeric: true }] },
        ],
      },
      { qStateName: 'Other', qFieldItems: [{ qDef: { qName: 'City' }, qValues: [{ qText: 'Paris' }] }] },
    ],
  },
}

const open = async (subject = 'anna') => {
  const app = {
    ...shop.app,
    properties: { ...shop.app.properties, qStateNames: ['Other'] },
    bookmarks: [stored],
  }
  const client = await openedClient(await openShopSession(shop, subject, { app }))
  const { call, doc } = client
  return {
    ...client,
    evaluate: async (expression: string) => (await call(doc, 'Evaluate', expression)).qReturn,
    select: async (name: string, ...texts: string[]) =>
      call(
        await client.field(name),
        'SelectValues',
        texts.map((qText) => ({ qText })),
      ),
  }
}

it('bookmarks of the app are sets by id and by title, whatever is selected', async () => {
  const { evaluate, select } = await open()
  await select('Product', 'Coffee')
  for (const [expression, value] of [
    ['Sum({[bm-1]} Amount)', '90'],
    ['Sum({[Two towns]} Amount)', '90'],
    ['Sum({[Two towns]<Year=>} Amount)', '120'],
    ['Sum({[Two towns]<City*={Lyon}>} Amount)', '60'],
    ['Sum({[Two towns] * $} Amount)', '60'],
    ['Sum({1 - [Two towns]} Amount)', '110'],
    ['Sum({Other::[Two towns]} Amount)', '60'],
    ['Sum({$::[Two towns]} Amount)', '90'],
    ['{[Two towns]} Sum(Amount) / Count(DISTINCT City)', '45'],
    ['Count({<City=P({[bm-1]} City)>} DISTINCT City)', '2'],
  ] as const) {
    expect([expression, await evaluate(expression)]).toEqual([expression, value])
  }
  expect(await evaluate('Sum({[two towns]} Amount)')).toContain('There is no alternate state or bookmark two towns')
})

it('are listed with what the call asks for of them, patches only where it asks for them', async () => {
  const { call, doc, create } = await open()
  const patched = await create({ qInfo: { qId: 'patched', qType: 'x' }, color: 'red' })
  await call(patched, 'ApplyPatches', [{ qOp: 'replace', qPath: '/color', qValue: '"blue"' }], true)
  const properties = { qInfo: { qId: 'mine', qType: 'bookmark' }, qMetaDef: { title: 'Mine' }, sheetId: 's1' }
  await call(doc, 'CreateBookmarkEx', properties, ['patched'])
  const list = async (options: object) => {
    const { qList } = await call(doc, 'GetBookmarks', { qTypes: ['bookmark'], ...options })
    return qList.find(({ qInfo }: { qInfo: { qId: string } }) => qInfo.qId === 'mine')
  }
  const plain = await list({ qData: { sheet: '/sheetId', name: '/qMeta/title' } })
  expect(plain.qData).toEqual({ sheet: 's1', name: 'Mine' })
  expect(plain.qBookmark.qPatches).toBeUndefined()
  const patches = [
    {
      qInfo: { qId: 'patched', qType: 'x' },
      qPatches: [{ qOp: 'Replace', qPath: '/color', qValue: '"blue"' }],
      qChildren: [],
    },
  ]
  expect((await list({ qIncludePatches: true })).qBookmark.qPatches).toEqual(patches)
  expect(await call(doc, 'GetBookmarks', { qTypes: ['sheet'] })).toEqual({ qList: [] })
  const listed = await create({ qInfo: { qType: 'x' }, qBookmarkListDef: { qIncludePatches: true } })
  const bare = await create({ qInfo: { qType: 'x' }, qBookmarkListDef: {} })
  const items = async (handle: number) =>
    (await call(handle, 'GetLayout')).qLayout.qBookmarkList.qItems.map(
      ({ qPatches }: { qPatches: unknown }) => qPatches,
    )
  expect(await items(listed)).toContainEqual(patches)
  expect(await items(bare)).not.toContainEqual(patches)
})

it('an object in an alternate state takes the part of that state', async () => {
  const { create, layout } = await open()
  const handle = await create({
    qInfo: { qType: 'x' },
    qStateName: 'Other',
    title: { qStringExpression: '=Sum({[Two towns]} Amount)' },
  })
  expect((await layout(handle)).title).toBe('60')
})

it('nobody sees or selects by a bookmark what they may not see', async () => {
  const { call, doc, evaluate, create, layout } = await open('nils')
  expect(await evaluate('Sum({[Two towns]} Amount)')).toBe('30')
  expect(await evaluate('Sum({Other::[Two towns]} Amount)')).toBe('0')
  const { qHandle } = (await call(doc, 'GetBookmark', 'bm-1')).qReturn
  const answers = [
    await call(qHandle, 'GetLayout'),
    await call(qHandle, 'GetProperties'),
    await call(doc, 'GetBookmarks', { qTypes: ['bookmark'] }),
    await layout(
      await create({ qInfo: { qType: 'x' }, qBookmarkListDef: { qType: 'bookmark', qData: { all: '/qBookmark' } } }),
    ),
  ]
  const told = JSON.stringify(answers)
  expect(told).toContain('Oslo')
  expect(told).toContain('Two towns')
  expect(told).not.toMatch(/Paris|"Lyon"/)
  expect(await call(doc, 'ApplyBookmark', 'bm-1')).toEqual({ qSuccess: true })
  expect(await evaluate('GetCurrentSelections()')).toBe('City: Oslo\r\nYear: 2024')
  expect(await evaluate("GetSelectedCount(City, 1, 'Other')")).toBe('0')
  const omar = await open('omar')
  expect(JSON.stringify(await omar.call(omar.doc, 'GetBookmarks', {}))).not.toContain('Oslo"')
})

it('a session makes, applies and destroys its own', async () => {
  const { call, request, doc, evaluate, select } = await open()
  await select('City', 'Bergen')
  await call(doc, 'CreateBookmark', { qInfo: { qId: 'own', qType: 'bookmark' }, qMetaDef: { title: 'Mine' } })
  await call(doc, 'ClearAll')
  expect(await evaluate('Sum({Mine} Amount)')).toBe('20')
  expect(await evaluate('Sum({own} Amount)')).toBe('20')
  expect(await call(doc, 'ApplyBookmark', 'own')).toEqual({ qSuccess: true })
  expect(await evaluate('Sum(Amount)')).toBe('20')
  await call(doc, 'Back')
  expect(await evaluate('Sum(Amount)')).toBe('200')
  await select('Year', '2023')
  await call(doc, 'LockAll')
  await call(doc, 'ApplyBookmark', 'own')
  expect(await evaluate('Sum(Amount)')).toBe('5')
  const { qReturn } = await call(doc, 'CreateBookmark', { qInfo: { qId: 'bm-1', qType: 'bookmark' } })
  expect(qReturn.qGenericId).not.toBe('bm-1')
  expect(await call(doc, 'DestroyBookmark', 'bm-1')).toEqual({ qSuccess: false })
  expect(await call(doc, 'DestroyBookmark', 'own')).toEqual({ qSuccess: true })
  expect(await evaluate('Sum({own} Amount)')).toContain('no alternate state or bookmark own')
  expect(await call(doc, 'ApplyBookmark', 'own')).toEqual({ qSuccess: false })
  for (let count = 1; count < 100; count++) await call(doc, 'CreateBookmark', { qInfo: { qType: 'bookmark' } })
  expect((await request(doc, 'CreateBookmark', [{ qInfo: { qType: 'bookmark' } }])).error.parameter).toBe('QIX-LIMIT')
})

it('a bookmark is applied by its id, telling what was not there; a new one tells its own', async () => {
  const { call, doc, evaluate, select } = await open()
  await select('Product', 'Tea')
  expect(await call(doc, 'ApplyAndVerifyBookmark', 'bm-1')).toEqual({
    qResult: { qApplySuccess: true, qWarnings: [] },
  })
  expect(await evaluate('Sum(Amount)')).toBe('90')
  for (const method of ['CreateBookmark', 'CreateBookmarkEx']) {
    const qInfo = { qId: `own-${method}`, qType: 'bookmark' }
    expect(await call(doc, method, { qInfo }, [])).toMatchObject({ qInfo, qReturn: { qGenericId: qInfo.qId } })
  }
})
