import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDataView } from '../security/data-view.js'
import { openShop, type Shop } from './testing/shop-app.js'
import { openedClient, openShopSession } from './testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop('CREATE TABLE calls AS SELECT i AS "Minutes" FROM range(9) t(i)')
})
afterAll(() => shop.close())

it('what gives requests up does not wait behind them', async () => {
  const view = await openDataView(shop.snapshot, { tenantId: 't', userId: 'anna', subject: 'anna', groups: [] })
  const run = () => new Promise<never>(() => undefined)
  const client = await openedClient(
    await openShopSession(shop, 'anna', {
      view: { ...view, snapshot: { ...view.snapshot, runner: { ...view.snapshot.runner, run } } },
    }),
  )
  const before = client.frames.length
  const asked = Array.from({ length: 30 }, (_, index) =>
    client.request(client.doc, 'EvaluateEx', [`Sum([Minutes]) + ${index}`]),
  )
  expect(client.frames).toHaveLength(before)
  await client.call(-1, 'AbortAll')
  const errors = (await Promise.all(asked)).map(({ error }) => error.parameter)
  expect(new Set(errors)).toEqual(new Set(['QIX-ABORTED']))
})
