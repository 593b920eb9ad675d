import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { cube, dimension, path, sales, texts } from '../session/testing/shop-cube.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

type Client = Awaited<ReturnType<typeof openedClient>>
const open = async (): Promise<Client> => openedClient(await openShopSession(shop))

const group = (qGrouping: string | number, more: object = {}) => ({
  qDef: {
    qGrouping,
    qFieldDefs: ['Country', '[City]', "=Product & '!'"],
    qFieldLabels: ['Land', "='Cities of ' & Count(DISTINCT Country)"],
    qSortCriterias: [{ qSortByAscii: 1 }, { qSortByAscii: -1 }, { qSortByAscii: 1 }],
    ...more,
  },
})

/** The title and values of a dimension of a cube. */
const shownIn = async (client: Client, chart: number, at = 0): Promise<string[]> => {
  const { qHyperCube } = await client.layout(chart)
  expect(qHyperCube.qError).toBeUndefined()
  const column = texts(qHyperCube.qDataPages[0].qMatrix).map((row) => row[at] ?? '')
  return [qHyperCube.qDimensionInfo[at].qFallbackTitle, ...new Set(column)]
}

const select = async (client: Client, field: string, ...values: string[]) => {
  const handle = await client.field(field)
  const qValues = values.map((qText) => ({ qText, qIsNumeric: false, qNumber: 0 }))
  expect(await client.call(handle, 'SelectValues', qValues)).toMatchObject({ qReturn: true })
}

const drillDown = (client: Client) => client.create(cube({ qDimensions: [group('H')], qMeasures: [sales] }))

describe('a drill-down', () => {
  it('shows the first field that has several possible values, else the last one', async () => {
    const client = await open()
    const chart = await drillDown(client)
    expect(await shownIn(client, chart)).toEqual(['Land', 'France', 'Norway'])
    await select(client, 'Country', 'Norway')
    expect(await shownIn(client, chart)).toEqual(['Cities of 1', 'Oslo', 'Bergen'])
    await select(client, 'City', 'Bergen')
    expect(await shownIn(client, chart)).toEqual(["Product & '!'", 'Coffee!', 'Tea!'])
    await select(client, 'Year', '2023')
    expect(await shownIn(client, chart)).toEqual(["Product & '!'", 'Tea!'])
    await client.call(await client.field('City'), 'Clear')
    expect(await shownIn(client, chart)).toEqual(['Cities of 1', 'Oslo', 'Bergen'])
  })

  it('tells its fields, and which of them is shown', async () => {
    const client = await open()
    const chart = await drillDown(client)
    await select(client, 'Country', 'Norway')
    expect((await client.layout(chart)).qHyperCube.qDimensionInfo[0]).toMatchObject({
      qGrouping: 'H',
      qGroupPos: 1,
      qGroupFieldDefs: ['Country', '[City]', "=Product & '!'"],
      qGroupFallbackTitles: ['Land', 'Cities of 1', "Product & '!'"],
      qFallbackTitle: 'Cities of 1',
    })
  })

  it('stays at its level until what is selected in it is confirmed', async () => {
    const client = await open()
    const chart = await drillDown(client)
    await client.call(chart, 'BeginSelections', [path])
    expect(await client.call(chart, 'SelectHyperCubeValues', path, 0, [0], true)).toMatchObject({ qSuccess: true })
    expect(await shownIn(client, chart)).toEqual(['Land', 'France', 'Norway'])
    await client.call(chart, 'EndSelections', true)
    expect((await shownIn(client, chart))[0]).toBe('Cities of 1')
  })

  it.each([
    [1, 'Cities of 1', ['Norway']],
    [2, 'Land', []],
    [9, 'Land', []],
    [0, "Product & '!'", ['Bergen', 'Norway']],
  ])('goes up by %i, and what was selected on the way is cleared', async (steps, title, left) => {
    const client = await open()
    const chart = await drillDown(client)
    await select(client, 'Country', 'Norway')
    await select(client, 'City', 'Bergen')
    expect((await shownIn(client, chart))[0]).toBe("Product & '!'")
    await client.call(chart, 'DrillUp', path, 0, steps)
    expect((await shownIn(client, chart))[0]).toBe(title)
    const list = await client.create({ qInfo: { qType: 'selections' }, qSelectionObjectDef: {} })
    const { qSelections } = (await client.layout(list)).qSelectionObject
    expect(qSelections.map(({ qSelected }: { qSelected: string }) => qSelected).sort()).toEqual(left)
  })

  it('leaves locked fields alone', async () => {
    const client = await open()
    const chart = await drillDown(client)
    await select(client, 'Country', 'Norway')
    await client.call(await client.field('Country'), 'Lock')
    await client.call(chart, 'DrillUp', path, 0, 1)
    expect((await shownIn(client, chart))[0]).toBe('Cities of 1')
  })

  it('begins one level below where it occurs again', async () => {
    const client = await open()
    const chart = await client.create(cube({ qDimensions: [group(1), group('GRP_NX_HIEARCHY')], qMeasures: [sales] }))
    expect((await shownIn(client, chart, 0))[0]).toBe('Land')
    expect((await shownIn(client, chart, 1))[0]).toBe('Cities of 2')
  })

  it('is one in list boxes, too', async () => {
    const client = await open()
    const list = await client.create({ qInfo: { qType: 'list' }, qListObjectDef: group('H') })
    const shown = async () => {
      const { qListObject } = await client.layout(list)
      return [qListObject.qDimensionInfo.qFallbackTitle, qListObject.qSize.qcy]
    }
    expect(await shown()).toEqual(['Land', 2])
    await select(client, 'Country', 'Norway')
    expect(await shown()).toEqual(['Cities of 1', 4])
    await client.call(list, 'DrillUp', '/qListObjectDef', 0, 1)
    expect(await shown()).toEqual(['Land', 2])
  })
})

describe('a cyclic group', () => {
  const cyclic = async (client: Client, more: object = {}, ...others: object[]) =>
    client.create(cube({ qDimensions: [group('C', more), ...others], qMeasures: [sales] }))

  it('shows its active field, and turns to the next ones', async () => {
    const client = await open()
    const chart = await cyclic(client, { qActiveField: 1 })
    expect((await client.layout(chart)).qHyperCube.qDimensionInfo[0]).toMatchObject({
      qGrouping: 'C',
      qIsCyclic: true,
      qGroupPos: 1,
    })
    expect(await shownIn(client, chart)).toEqual(['Cities of 2', 'Paris', 'Oslo', 'Lyon', 'Bergen'])
    const titleAfter = async (method: string, ...parameters: number[]) => {
      await client.call(chart, method, path, 0, ...parameters)
      return (await shownIn(client, chart))[0]
    }
    expect(await titleAfter('StepCycle', 1)).toBe("Product & '!'")
    expect(await titleAfter('StepCycle', 1)).toBe('Land')
    expect(await titleAfter('StepCycle', -2)).toBe('Cities of 2')
    expect(await titleAfter('StepCycle', 0)).toBe('Cities of 2')
    expect(await titleAfter('SetActiveField', 0)).toBe('Land')
    expect(await titleAfter('SetActiveField', 7)).toBe('Land')
  })

  it('does not hang on what is selected', async () => {
    const client = await open()
    const chart = await cyclic(client)
    await select(client, 'Country', 'Norway')
    expect(await shownIn(client, chart)).toEqual(['Land', 'Norway'])
  })

  it('leaves out fields that another dimension shows', async () => {
    const client = await open()
    const chart = await cyclic(client, {}, dimension('City'))
    await client.call(chart, 'StepCycle', path, 0, 1)
    expect((await shownIn(client, chart))[0]).toBe("Product & '!'")
    await client.call(chart, 'SetActiveField', path, 0, 1)
    expect((await shownIn(client, chart))[0]).toBe("Product & '!'")
  })

  it('changes the layout of its object only, and begins anew with other properties', async () => {
    const client = await open()
    const chart = await cyclic(client)
    const other = await cyclic(client)
    const stepped = await client.request(chart, 'StepCycle', [path, 0, 1])
    expect(stepped.change).toEqual([chart])
    expect((await shownIn(client, other))[0]).toBe('Land')
    await client.call(chart, 'SetProperties', {
      ...cube({ qDimensions: [group('C', { qActiveField: 2 })], qMeasures: [sales] }),
    })
    expect((await shownIn(client, chart))[0]).toBe("Product & '!'")
  })

  it('is no drill-down', async () => {
    const client = await open()
    const chart = await cyclic(client)
    expect((await client.request(chart, 'DrillUp', [path, 0, 1])).error.message).toContain('no drill-down')
    const down = await drillDown(client)
    expect((await client.request(down, 'StepCycle', [path, 0, 1])).error.message).toContain('no cyclic group')
  })
})
