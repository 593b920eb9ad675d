import { afterAll, beforeAll, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { path } from '../session/testing/shop-cube.js'
import { pivot, shown } from '../session/testing/shop-pivot.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const open = async () => openedClient(await openShopSession(shop))

it('values at the top of a pivot table collapse one by one, or all of them', async () => {
  const client = await open()
  const chart = await client.create(pivot())
  const top = async () => (await shown(client, chart)).top
  await client.call(chart, 'ExpandTop', path, 0, 0, true)
  expect(await top()).toBe('2023- [Coffee, Tea], 2024- [Coffee, Tea]')
  await client.call(chart, 'CollapseTop', path, 0, 0, false)
  expect(await top()).toBe('2023+ [/E], 2024- [Coffee, Tea]')
  await client.call(chart, 'ExpandTop', path, 0, 0, true)
  await client.call(chart, 'CollapseTop', path, 0, 0, true)
  expect(await top()).toBe('2023+, 2024+')
})
