import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const path = '/qListObjectDef'
const listOf = (field: string, more: object = {}) => ({
  qInfo: { qType: 'listbox' },
  qListObjectDef: {
    qDef: { qFieldDefs: [`[${field}]`], qSortCriterias: [{ qSortByAscii: 1 }] },
    qShowAlternatives: true,
    qInitialDataFetch: [{ qLeft: 0, qTop: 0, qWidth: 1, qHeight: 100 }],
    ...more,
  },
})

const open = async (subject?: string) => {
  const client = await openedClient(await openShopSession(shop, subject))
  const states = async (handle: number): Promise<Record<string, string>> => {
    const { qListObject } = await client.layout(handle)
    const rows: { qText: string; qState: string }[] = qListObject.qDataPages[0].qMatrix.flat()
    return Object.fromEntries(rows.map(({ qText, qState }) => [qText, qState]))
  }
  const element = async (handle: number, text: string): Promise<number> => {
    const { qListObject } = await client.layout(handle)
    const rows: { qText: string; qElemNumber: number }[] = qListObject.qDataPages[0].qMatrix.flat()
    return rows.find(({ qText }) => qText === text)?.qElemNumber ?? -1
  }
  return { ...client, states, element }
}

describe('list objects', () => {
  it('tell every value and its state, over associated tables', async () => {
    const client = await open()
    const cities = await client.create(listOf('City'))
    const countries = await client.create(listOf('Country'))
    expect(await client.states(cities)).toEqual({ Bergen: 'O', Lyon: 'O', Oslo: 'O', Paris: 'O' })
    await client.call(countries, 'SelectListObjectValues', path, [await client.element(countries, 'France')], false)
    expect(await client.states(cities)).toEqual({ Bergen: 'X', Lyon: 'O', Oslo: 'X', Paris: 'O' })
    expect(await client.states(countries)).toEqual({ France: 'S', Norway: 'A' })
    const { qListObject } = await client.layout(countries)
    expect(qListObject.qDimensionInfo.qStateCounts).toMatchObject({ qSelected: 1, qAlternative: 1, qOption: 0 })
    expect(qListObject.qDimensionInfo).toMatchObject({ qCardinal: 2, qFallbackTitle: 'Country', qLocked: false })
  })

  it('show alternatives as excluded unless asked for', async () => {
    const client = await open()
    const countries = await client.create(listOf('Country', { qShowAlternatives: false }))
    await client.call(countries, 'SelectListObjectValues', path, [await client.element(countries, 'France')], false)
    expect(await client.states(countries)).toEqual({ France: 'S', Norway: 'X' })
  })

  it('select without asking the data, in their own state, and only what is there', async () => {
    const client = await open()
    const [cities, countries] = [await client.create(listOf('City')), await client.create(listOf('Country'))]
    const [lyon, france] = [await client.element(cities, 'Lyon'), await client.element(countries, 'France')]
    const run = vi.spyOn(shop.snapshot.runner, 'run')
    const select = (handle: number, ...elements: number[]) =>
      client.call(handle, 'SelectListObjectValues', path, elements, false)
    try {
      expect([await select(cities, lyon), await select(countries, france)]).toMatchObject([
        { qSuccess: true },
        { qSuccess: true },
      ])
      expect(await select(countries, 99)).toMatchObject({ qSuccess: false })
      expect(run).not.toHaveBeenCalled()
    } finally {
      run.mockRestore()
    }
    expect(await client.states(cities)).toEqual({ Bergen: 'X', Lyon: 'S', Oslo: 'X', Paris: 'A' })
    const elsewhere = await client.create(listOf('City', { qStateName: 'Nowhere' }))
    await expect(select(elsewhere, lyon)).rejects.toMatchObject({ message: expect.stringContaining('Nowhere') })
  })

  it('toggle values one by one', async () => {
    const client = await open()
    const cities = await client.create(listOf('City'))
    for (const name of ['Oslo', 'Paris', 'Oslo'])
      await client.call(cities, 'SelectListObjectValues', path, [await client.element(cities, name)], true)
    expect(await client.states(cities)).toEqual({ Bergen: 'A', Lyon: 'A', Oslo: 'A', Paris: 'S' })
  })

  it('select everything, what is possible, alternative or excluded', async () => {
    const client = await open()
    const cities = await client.create(listOf('City'))
    const countries = await client.create(listOf('Country'))
    await client.call(countries, 'SelectListObjectValues', path, [await client.element(countries, 'France')], false)
    expect(await client.call(cities, 'SelectListObjectAlternative', path)).toEqual({ qSuccess: false })
    await client.call(cities, 'SelectListObjectPossible', path)
    expect(await client.states(cities)).toEqual({ Bergen: 'X', Lyon: 'S', Oslo: 'X', Paris: 'S' })
    await client.call(client.doc, 'ClearAll', false)
    await client.call(cities, 'SelectListObjectValues', path, [await client.element(cities, 'Oslo')], false)
    await client.call(cities, 'SelectListObjectExcluded', path)
    expect(await client.states(cities)).toEqual({ Bergen: 'S', Lyon: 'S', Oslo: 'A', Paris: 'S' })
    await client.call(cities, 'SelectListObjectAll', path)
    expect(await client.states(cities)).toEqual({ Bergen: 'S', Lyon: 'S', Oslo: 'S', Paris: 'S' })
  })

  it('search, accept and abort', async () => {
    const client = await open()
    const cities = await client.create(listOf('City'))
    const found = await client.request(cities, 'SearchListObjectFor', [path, '*s*'])
    expect(found).toMatchObject({ result: { qSuccess: true }, change: [cities] })
    expect(Object.keys(await client.states(cities)).sort()).toEqual(['Oslo', 'Paris'])
    await client.call(cities, 'AbortListObjectSearch', path)
    expect(Object.keys(await client.states(cities))).toHaveLength(4)
    await client.call(cities, 'SearchListObjectFor', path, '*s*')
    await client.call(cities, 'AcceptListObjectSearch', path, false)
    expect(await client.states(cities)).toEqual({ Bergen: 'A', Lyon: 'A', Oslo: 'S', Paris: 'S' })
    await client.call(cities, 'AcceptListObjectSearch', path, false)
    expect(await client.states(cities)).toEqual({ Bergen: 'A', Lyon: 'A', Oslo: 'S', Paris: 'S' })
  })

  it('lock and unlock: locked values stay whatever is cleared or selected', async () => {
    const client = await open()
    const cities = await client.create(listOf('City'))
    const oslo = await client.element(cities, 'Oslo')
    await client.call(cities, 'SelectListObjectValues', path, [oslo], false)
    await client.call(cities, 'Lock', path)
    expect((await client.layout(cities)).qListObject.qDimensionInfo.qLocked).toBe(true)
    expect(await client.states(cities)).toMatchObject({ Oslo: 'L' })
    expect(await client.call(cities, 'SelectListObjectValues', path, [oslo], true)).toEqual({ qSuccess: false })
    await client.call(cities, 'ClearSelections', path)
    await client.call(client.doc, 'ClearAll', false)
    expect(await client.states(cities)).toMatchObject({ Oslo: 'L' })
    await client.call(cities, 'Unlock', path)
    await client.call(cities, 'ClearSelections', path)
    expect(await client.states(cities)).toMatchObject({ Oslo: 'O', Bergen: 'O' })
  })

  it('count how often values occur', async () => {
    const client = await open()
    const products = await client.create(listOf('Product', { qFrequencyMode: 'V' }))
    const rows = (await client.layout(products)).qListObject.qDataPages[0].qMatrix.flat()
    expect(rows.map((row: { qText: string; qFrequency: string }) => [row.qText, row.qFrequency])).toEqual([
      ['Coffee', '5'],
      ['Tea', '4'],
    ])
  })

  it('tell frequencies in relation to their sum or to the largest', async () => {
    const client = await open()
    for (const [mode, expected] of [
      ['P', ['55.6%', '44.4%']],
      ['R', ['100.0%', '80.0%']],
    ] as const) {
      const products = await client.create(listOf('Product', { qFrequencyMode: mode }))
      const rows = (await client.layout(products)).qListObject.qDataPages[0].qMatrix.flat()
      expect(rows.map((row: { qFrequency: string }) => row.qFrequency)).toEqual(expected)
    }
  })

  it('page through their values', async () => {
    const client = await open()
    const cities = await client.create(listOf('City', { qInitialDataFetch: [] }))
    expect((await client.layout(cities)).qListObject).toMatchObject({ qSize: { qcx: 1, qcy: 4 }, qDataPages: [] })
    const page = { qLeft: 0, qTop: 2, qWidth: 1, qHeight: 100 }
    const { qDataPages } = await client.call(cities, 'GetListObjectData', path, [page, page])
    expect(qDataPages).toHaveLength(2)
    expect(qDataPages[0].qArea).toEqual({ qLeft: 0, qTop: 2, qWidth: 1, qHeight: 2 })
    expect(qDataPages[1].qMatrix.map(([cell]: [{ qText: string }]) => cell.qText)).toEqual(['Oslo', 'Paris'])
  })

  it('take their field from a master dimension', async () => {
    const client = await open()
    const list = await client.create({ qInfo: { qType: 'listbox' }, qListObjectDef: { qLibraryId: 'dim-city' } })
    const { qListObject } = await client.layout(list)
    expect(qListObject.qDimensionInfo).toMatchObject({ qFallbackTitle: 'Town', qLibraryId: 'dim-city', qCardinal: 4 })
  })

  it('tell what is wrong with them in their layout', async () => {
    const client = await open()
    const list = await client.create(listOf('Nowhere'))
    const { qListObject } = await client.layout(list)
    expect(qListObject.qError.qExtendedMessage).toContain('Nowhere')
    expect(qListObject.qError.qErrorCode).not.toBe(7005)
    expect(qListObject.qDimensionInfo.qStateCounts).toMatchObject({ qOption: 0 })
    expect((await client.request(list, 'GetListObjectData', [path, []])).error).toBeDefined()
    expect((await client.request(list, 'GetListObjectData', ['/title', []])).error).toMatchObject({ code: 4 })
  })
})

describe('list objects of somebody who may not see everything', () => {
  it('hold no value of others, and let none be selected by its number', async () => {
    const everything = await open('anna')
    const paris = await everything.element(await everything.create(listOf('City')), 'Paris')
    const client = await open('nils')
    const cities = await client.create(listOf('City'))
    expect(await client.states(cities)).toEqual({ Bergen: 'O', Oslo: 'O' })
    expect((await client.layout(cities)).qListObject.qDimensionInfo.qCardinal).toBe(2)
    await client.call(cities, 'SelectListObjectValues', path, [paris], false)
    const current = await client.create({ qInfo: { qType: 'x' }, qSelectionObjectDef: {} })
    expect((await client.layout(current)).qSelectionObject.qSelections).toEqual([])
    await client.call(cities, 'SearchListObjectFor', path, '*a*')
    expect(await client.states(cities)).toEqual({})
  })

  it('do not exist on omitted fields', async () => {
    const client = await open('omar')
    const list = await client.create(listOf('Product'))
    expect((await client.layout(list)).qListObject.qError).toBeDefined()
    expect((await client.call(client.doc, 'GetField', 'Product')).qReturn).toEqual({ qType: null, qHandle: null })
  })
})
