import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { type Client, calls, counted, layoutOf, limited, minutes, rows } from '../session/testing/shop-calls.js'
import { type CellLayout, cube, dimension, measure, path } from '../session/testing/shop-cube.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop(calls)
})
afterAll(() => shop.close())

const open = async (): Promise<Client> => openedClient(await openShopSession(shop))

describe('limits of several dimensions', () => {
  const kinds = dimension('Kind')

  it('show inner values within the others, or none', async () => {
    const client = await open()
    const shown = (more: object) =>
      rows(client, { qDimensions: [limited('Town', counted('2', more)), kinds], qMeasures: [minutes] })
    const akron = [
      ['Akron', 'Desk', '50'],
      ['Akron', 'Lamp', '30'],
    ]
    expect(await shown({})).toEqual([...akron, ['Others', 'Desk', '65'], ['Others', 'Lamp', '25']])
    expect(await shown({ qOtherCollapseInnerDimensions: true })).toEqual([...akron, ['Others', '', '90']])
    const layout = await layoutOf(client, {
      qDimensions: [
        limited('Town', counted('2', { qOtherCollapseInnerDimensions: true })),
        { ...kinds, qNullSuppression: true },
      ],
      qMeasures: [minutes],
    })
    expect(layout.qDataPages[0].qMatrix[2][1]).toEqual({
      qText: '',
      qNum: 'NaN',
      qElemNumber: -4,
      qState: 'L',
      qIsEmpty: true,
    })
  })

  it('rank inner values within each outer one, or over all', async () => {
    const client = await open()
    const shown = async (more: object) =>
      (
        await rows(client, {
          qDimensions: [dimension('Town'), limited('Kind', counted('1', { qSuppressOther: true, ...more }))],
          qMeasures: [minutes],
        })
      ).map((row) => row.join(' '))
    expect(await shown({})).toEqual([
      'Akron Desk 50',
      'Bend Desk 40',
      'Cary Lamp 20',
      'Dover Desk 10',
      'Elko Lamp 5',
      '- Desk 15',
    ])
    expect(await shown({ qGlobalOtherGrouping: true })).toEqual([
      'Akron Desk 50',
      'Bend Desk 40',
      'Dover Desk 10',
      '- Desk 15',
    ])
  })

  it('rank inner values within the others, too', async () => {
    const shown = await rows(await open(), {
      qDimensions: [limited('Kind', counted('1')), limited('Town', counted('3'))],
      qMeasures: [minutes],
    })
    expect(shown.map((row) => row.join(' '))).toEqual(['Others Akron 80', 'Others Bend 40', 'Others Others 50'])
  })

  it('refuse totals over outer values only', async () => {
    const client = await open()
    const { qHyperCube } = await client.layout(
      await client.create(
        cube({
          qDimensions: [dimension('Town'), limited('Kind', counted('1'))],
          qMeasures: [measure('Sum(TOTAL <Kind> [Minutes])')],
        }),
      ),
    )
    expect(qHyperCube.qMeasureInfo[0].qError.qExtendedMessage).toContain('limited within others')
  })
})

describe('others of other modes', () => {
  const definition = (qMode: string, more: object = {}) => ({
    qMode,
    qDimensions: [limited('Town', counted('2'), { qOtherLabel: 'Rest' }), dimension('Kind')],
    qMeasures: [minutes],
    ...more,
  })

  it('are nodes of a stacked cube', async () => {
    const layout = await layoutOf(await open(), definition('K'))
    const [root] = layout.qStackedDataPages[0].qData
    expect(root.qSubNodes[1]).toMatchObject({ qText: 'Rest', qElemNo: -3, qType: 'O', qMaxPos: 90 })
    expect(
      root.qSubNodes[1].qSubNodes.map(({ qText, qMaxPos }: { qText: string; qMaxPos: number }) => [qText, qMaxPos]),
    ).toEqual([
      ['Desk', 65],
      ['Lamp', 25],
    ])
    expect(layout.qHasOtherValues).toBe(true)
  })

  it('are headers of a pivot table, and not ranked within the other side', async () => {
    const layout = await layoutOf(await open(), {
      ...definition('P', { qNoOfLeftDims: 1, qInterColumnSortOrder: [1, 0] }),
    })
    const [page] = layout.qPivotDataPages
    expect(
      page.qTop.map(({ qText, qElemNo, qType }: { qText: string; qElemNo: number; qType: string }) => [
        qText,
        qElemNo,
        qType,
      ]),
    ).toEqual([
      ['Akron', 0, 'N'],
      ['Rest', -3, 'O'],
    ])
    expect(page.qData.map((row: CellLayout[]) => row.map(({ qNum }) => qNum))).toEqual([
      [50, 65],
      [30, 25],
    ])
    expect(layout.qHasOtherValues).toBe(true)
  })

  it('are nodes of a tree', async () => {
    const client = await open()
    const chart = await client.create(cube(definition('T')))
    const { qNodes } = await client.call(chart, 'GetHyperCubeTreeData', path, {})
    expect(qNodes[0].qNodes[1]).toMatchObject({ qText: 'Rest', qElemNo: -3, qType: 'O', qMaxPos: [90] })
  })
})

describe('values that only other dimensions have rows of', () => {
  it('are no others where all fit', async () => {
    const unknown = await openShop(`INSERT INTO sales VALUES ('Atlantis', 2025, 'Tea', 90.0);`)
    try {
      const client = await openedClient(await openShopSession(unknown))
      const definition = (qv: string) => ({
        qDimensions: [limited('Country', counted(qv)), dimension('City')],
        qMeasures: [measure('Count(DISTINCT [Country])')],
      })
      expect((await rows(client, definition('3'))).map(([country, city]) => `${country} ${city}`)).toEqual([
        'France Lyon',
        'France Paris',
        'Norway Bergen',
        'Norway Oslo',
        '- Atlantis',
      ])
      expect((await rows(client, definition('2'))).map(([country, city]) => `${country} ${city}`)).toEqual([
        'France Lyon',
        'France Paris',
        'Others Atlantis',
        'Others Bergen',
        'Others Oslo',
      ])
    } finally {
      await unknown.close()
    }
  })
})
