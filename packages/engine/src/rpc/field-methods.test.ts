import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const open = async (subject?: string) => openedClient(await openShopSession(shop, subject))

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
