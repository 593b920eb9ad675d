import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { dimension, measure, path, sales } from '../session/testing/shop-cube.js'
import { type Client, pivot, shown, withTotal } from '../session/testing/shop-pivot.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const open = async () => openedClient(await openShopSession(shop))

describe('selections in pivot tables', () => {
  const selections = async (client: Client) => {
    const handle = await client.create({ qInfo: { qId: 'current', qType: 'x' }, qSelectionObjectDef: {} })
    const { qSelectionObject } = await client.layout(handle)
    return Object.fromEntries(
      qSelectionObject.qSelections.map((item: { qField: string; qSelected: string }) => [item.qField, item.qSelected]),
    )
  }

  it('are the value of a header, and those of all headers of a cell', async () => {
    const client = await open()
    const chart = await client.create(pivot({ qAlwaysFullyExpanded: true }))
    const select = async (...cells: object[]) => {
      await client.call(client.doc, 'ClearAll')
      const { qSuccess } = await client.call(chart, 'SelectPivotCells', path, cells)
      return qSuccess ? selections(client) : qSuccess
    }
    expect(await select({ qType: 'L', qRow: 2, qCol: 1 }, { qType: 'L', qRow: 1, qCol: 1 })).toEqual({
      City: 'Bergen, Paris',
    })
    expect(await select({ qType: 'L', qRow: 3, qCol: 0 })).toEqual({ Country: 'Norway' })
    expect(await select({ qType: 'T', qRow: 1, qCol: 3 })).toEqual({ Product: 'Tea' })
    expect(await select({ qType: 'T', qRow: 0, qCol: 1 })).toEqual({ Year: '2023' })
    expect(await select({ qType: 'D', qRow: 1, qCol: 2 })).toEqual({
      Country: 'France',
      City: 'Paris',
      Year: '2024',
      Product: 'Coffee',
    })
    const outside = await client.request(chart, 'SelectPivotCells', [path, [{ qType: 'D', qRow: 4, qCol: 0 }]])
    expect(outside.error?.message).toContain('no such row or column')
    const kind = await client.request(chart, 'SelectPivotCells', [path, [{ qType: 'X', qRow: 0, qCol: 0 }]])
    expect(kind.error?.message).toContain('must be D, T or L')
  })

  it('are nothing by totals and by the measures', async () => {
    const client = await open()
    const chart = await client.create(
      pivot({
        qDimensions: [withTotal('Country'), dimension('City'), dimension('Year'), dimension('Product')],
        qMeasures: [sales, measure('Count(Amount)')],
      }),
    )
    const cells = [
      { qType: 'L', qRow: 2, qCol: 0 },
      { qType: 'T', qRow: 1, qCol: 0 },
    ]
    expect(await client.call(chart, 'SelectPivotCells', path, cells)).toEqual({ qSuccess: false })
    expect(await selections(client)).toEqual({})
  })

  it('are what is sent last in one selection mode, while the table stays as it was', async () => {
    const client = await open()
    const chart = await client.create(pivot())
    await client.call(chart, 'ExpandLeft', path, 1, 0, false)
    await client.call(chart, 'BeginSelections', [path])
    const city = (qRow: number) => ({ qType: 'L', qRow, qCol: 1 })
    await client.call(chart, 'SelectPivotCells', path, [{ qType: 'L', qRow: 0, qCol: 0 }])
    await client.call(chart, 'SelectPivotCells', path, [city(1), city(2)])
    expect(await selections(client)).toEqual({ City: 'Oslo, Bergen' })
    await client.call(chart, 'SelectPivotCells', path, [city(2)])
    expect(await selections(client)).toEqual({ City: 'Oslo' })
    expect(await shown(client, chart)).toMatchObject({ left: 'France+ [/E], Norway- [Bergen, Oslo]' })
    await client.call(chart, 'SelectPivotCells', path, [])
    expect(await selections(client)).toEqual({})
    await client.call(chart, 'SelectPivotCells', path, [city(2)])
    await client.call(chart, 'EndSelections', true)
    expect(await selections(client)).toEqual({ City: 'Oslo' })
    expect(await shown(client, chart)).toMatchObject({ left: 'Norway- [Oslo]', cells: ['30 30'] })
  })

  it('are by the number of a dimension, too', async () => {
    const client = await open()
    const chart = await client.create(pivot())
    const { qHyperCube } = await client.layout(chart)
    const { qElemNo } = qHyperCube.qPivotDataPages[0].qTop[1]
    await client.call(chart, 'SelectHyperCubeValues', path, 2, [qElemNo], false)
    expect(await selections(client)).toEqual({ Year: '2024' })
  })
})
