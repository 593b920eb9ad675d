import { afterAll, beforeAll, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const opened = async () => {
  const client = await openedClient(await openShopSession(shop))
  const { call, request, doc } = client
  const year = await client.field('Year')
  const list = await client.create({
    qInfo: { qType: 'listbox' },
    qListObjectDef: {
      qDef: { qFieldDefs: ['Year'], qSortCriterias: [{ qSortByNumeric: 1 }] },
      qInitialDataFetch: [{ qWidth: 1, qHeight: 9 }],
    },
  })
  return {
    ...client,
    year,
    list,
    setOnlyOne: (qOneAndOnlyOne: boolean) => request(year, 'SetNxProperties', [{ qOneAndOnlyOne }]),
    total: async () => (await call(doc, 'Evaluate', 'Sum(Amount)')).qReturn,
    info: async () => (await client.layout(list)).qListObject.qDimensionInfo,
  }
}

it('is set only where one value is selected, and told', async () => {
  const { call, doc, year, setOnlyOne, info } = await opened()
  const isSet = async () => [
    (await call(year, 'GetNxProperties')).qProperties.qOneAndOnlyOne,
    (await info()).qIsOneAndOnlyOne ?? false,
    (await call(doc, 'GetFieldDescription', 'Year')).qReturn.qAlwaysOneSelected,
  ]
  expect((await setOnlyOne(true)).error).toMatchObject({ parameter: 'QIX-IMPOSSIBLE' })
  await call(year, 'SelectAll')
  expect((await setOnlyOne(true)).error).toMatchObject({ parameter: 'QIX-IMPOSSIBLE' })
  expect(await isSet()).toEqual([false, false, false])
  await call(year, 'Select', '2023')
  expect((await setOnlyOne(true)).error).toBeUndefined()
  expect(await isSet()).toEqual([true, true, true])
  await setOnlyOne(false)
  expect(await isSet()).toEqual([false, false, false])
})

it('lets another value take the place of the one, and nothing else', async () => {
  const { call, year, list, doc, setOnlyOne, total, create, layout } = await opened()
  await call(year, 'Select', '2023')
  await setOnlyOne(true)
  expect(await total()).toBe('75')
  for (const refused of [
    call(year, 'Clear'),
    call(year, 'SelectAll'),
    call(year, 'SelectValues', [{ qText: '2023' }, { qText: '2024' }]),
  ])
    expect(await refused).toEqual({ qReturn: false })
  expect(await call(list, 'SelectListObjectAll', '/qListObjectDef')).toEqual({ qSuccess: false })
  expect(await total()).toBe('75')
  await call(doc, 'ClearAll', true)
  expect(await total()).toBe('75')
  const city = (await call(doc, 'GetField', 'City')).qReturn.qHandle
  await call(city, 'ClearAllButThis')
  expect(await total()).toBe('75')
  expect(await call(list, 'SelectListObjectValues', '/qListObjectDef', [1], true)).toEqual({ qSuccess: true })
  expect(await total()).toBe('125')
  await call(list, 'SelectListObjectValues', '/qListObjectDef', [1], true)
  expect(await total()).toBe('125')
  const selections = await create({ qInfo: { qType: 'x' }, qSelectionObjectDef: {} })
  expect((await layout(selections)).qSelectionObject.qSelections).toMatchObject([
    { qField: 'Year', qOneAndOnlyOne: true },
  ])
})

it('holds in steps back, too, and in bookmarks', async () => {
  const { call, year, doc, setOnlyOne, total } = await opened()
  await call(doc, 'CreateBookmark', { qInfo: { qId: 'none', qType: 'bookmark' } })
  await call(year, 'Select', '2024')
  await call(doc, 'CreateBookmark', { qInfo: { qId: 'later', qType: 'bookmark' } })
  await call(year, 'Select', '2023')
  await setOnlyOne(true)
  for (let step = 0; step < 3; step++) await call(doc, 'Back')
  expect(await total()).toBe('75')
  await call(doc, 'ApplyBookmark', 'none')
  expect(await total()).toBe('75')
  await call(doc, 'ApplyBookmark', 'later')
  expect(await total()).toBe('125')
  expect(await call(year, 'Clear')).toEqual({ qReturn: false })
  await setOnlyOne(false)
  expect(await call(year, 'Clear')).toEqual({ qReturn: true })
  expect(await total()).toBe('200')
})

it('values that have to go together are refused, and their absence is told', async () => {
  const { call, request, year } = await opened()
  expect(await call(year, 'GetAndMode')).toEqual({ qReturn: false })
  expect(await call(year, 'SetAndMode', false)).toEqual({})
  expect((await request(year, 'SetAndMode', [true])).error).toMatchObject({ code: 20 })
})
