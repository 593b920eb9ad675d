import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openShop, type Shop } from '../../session/testing/shop-app.js'
import { cube, dimension, path, sales } from '../../session/testing/shop-cube.js'
import { openedClient, openShopSession } from '../../session/testing/wired-client.js'
import * as outlines from './outline.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

vi.mock('./outline.js', { spy: true })

it('rows are gone through once for all pages that keep as many', async () => {
  const { call, create } = await openedClient(await openShopSession(shop))
  const chart = await create(cube({ qDimensions: [dimension('City')], qMeasures: [sales] }))
  const page = (qHeight: number) => ({ qLeft: 0, qTop: 0, qWidth: 2, qHeight })
  const pages = [page(2), page(3), page(2), page(3), page(2)]
  const { qDataPages } = await call(chart, 'GetHyperCubeReducedData', path, pages, -1, 'D1')
  expect(qDataPages.map(({ qMatrix }: { qMatrix: unknown[] }) => qMatrix.length)).toEqual([2, 3, 2, 3, 2])
  expect(vi.mocked(outlines.outline)).toHaveBeenCalledTimes(2)
})
