import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { cube, dimension, measure } from '../session/testing/shop-cube.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const open = async () => openedClient(await openShopSession(shop, 'anna'))

describe('labels of measures', () => {
  it('stand for their measures in the other ones, unless a field has that name', async () => {
    const client = await open()
    const chart = await client.create(
      cube({
        qDimensions: [dimension('City')],
        qMeasures: [
          measure('Sum([Amount])', { qLabel: 'Turnover' }),
          measure('[Turnover] * 2'),
          measure("If([Turnover] > 50, 'big', 'small')"),
          measure('Turnover / Sum(TOTAL [Amount])'),
          measure('Sum({<Product={Tea}>} [Amount])', { qLabel: 'Amount' }),
          measure('Max(Amount) + Only(Year) * 0'),
          measure('[Sales]', { qLabel: 'Sales' }),
          measure('[Gone]', { qLabel: 'Loop' }),
        ],
      }),
    )
    const { qHyperCube } = await client.layout(chart)
    expect(qHyperCube.qMeasureInfo[7].qError.qExtendedMessage).toContain('There is no field [Gone]')
    const without = await client.create(
      cube({
        qDimensions: [dimension('City')],
        qMeasures: [
          measure('Sum([Amount])', { qLabel: 'Turnover' }),
          measure('[Turnover] * 2'),
          measure("If([Turnover] > 50, 'big', 'small')"),
          measure('Turnover / Sum(TOTAL [Amount])'),
          measure('Sum({<Product={Tea}>} [Amount])', { qLabel: 'Country' }),
          measure('[Country]'),
          measure('[Sales]', { qLabel: 'Sales' }),
        ],
      }),
    )
    const { qHyperCube: shown } = await client.layout(without)
    expect(shown.qError).toBeUndefined()
    expect(shown.qDataPages[0].qMatrix[0].map(({ qText }: { qText: string }) => qText)).toEqual([
      'Bergen',
      '20',
      '40',
      'small',
      '0.1',
      '5',
      'Norway',
      '20',
    ])
  })

  it('that lead to each other end in an error', async () => {
    const client = await open()
    const chart = await client.create(
      cube({
        qDimensions: [dimension('City')],
        qMeasures: [measure('[Two] + 1', { qLabel: 'One' }), measure('[One] + 1', { qLabel: 'Two' })],
      }),
    )
    const { qHyperCube } = await client.layout(chart)
    expect(qHyperCube.qMeasureInfo[0].qError.qExtendedMessage).toContain('lead to too many others')
  })
})
