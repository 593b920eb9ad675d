import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { listOf, listPath, openCalculated, size, where } from '../session/testing/shop-calculated.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const open = (subject?: string) => openCalculated(shop, subject)

describe('a list of a calculated dimension', () => {
  it('tells every value and its state', async () => {
    const client = await open()
    const list = await client.create(listOf(where))
    expect(await client.states(list)).toEqual({ coast: 'O', inland: 'O' })
    const cities = await client.create(listOf('City'))
    await client.call(cities, 'SelectListObjectValues', listPath, await client.elements(cities, 'Oslo'), false)
    expect(await client.states(list)).toEqual({ coast: 'S', inland: 'A' })
    await client.call(client.doc, 'ClearAll')
    const countries = await client.create(listOf('Country'))
    await client.call(countries, 'SelectListObjectValues', listPath, await client.elements(countries, 'France'), false)
    expect(await client.states(list)).toEqual({ coast: 'X', inland: 'O' })
    const { qDimensionInfo, qSize } = (await client.layout(list)).qListObject
    expect(qSize.qcy).toBe(2)
    expect(qDimensionInfo).toMatchObject({ qCardinal: 2, qStateCounts: { qOption: 1, qExcluded: 1 } })
  })

  it('of an Aggr shows what the selections around it make', async () => {
    const client = await open()
    const list = await client.create(listOf(size))
    expect(await client.states(list)).toEqual({ big: 'O', small: 'O' })
    const years = await client.create(listOf('Year'))
    await client.call(years, 'SelectListObjectValues', listPath, await client.elements(years, '2023'), false)
    expect(await client.states(list)).toEqual({ big: 'X', small: 'O' })
    await client.call(list, 'SelectListObjectValues', listPath, await client.elements(list, 'small'), false)
    expect(await client.selections()).toEqual({ Year: '2023', City: 'Oslo, Bergen, Paris' })
  })

  it('selects, toggles and clears', async () => {
    const client = await open()
    const list = await client.create(listOf(where))
    const coast = await client.elements(list, 'coast')
    const inland = await client.elements(list, 'inland')
    await client.call(list, 'SelectListObjectValues', listPath, coast, true)
    expect(await client.selections()).toEqual({ City: 'Oslo, Bergen' })
    await client.call(list, 'SelectListObjectValues', listPath, inland, true)
    expect(await client.states(list)).toEqual({ coast: 'S', inland: 'S' })
    await client.call(list, 'SelectListObjectValues', listPath, coast, true)
    expect(await client.selections()).toEqual({ City: 'Paris, Lyon' })
    await client.call(list, 'SelectListObjectAlternative', listPath)
    expect(await client.selections()).toEqual({ City: 'Oslo, Bergen' })
    await client.call(list, 'ClearSelections', listPath)
    expect(await client.selections()).toEqual({})
  })

  it('ends the selection of a value that is selected in part, where it is toggled', async () => {
    const client = await open()
    const list = await client.create(listOf(where))
    const cities = await client.create(listOf('City'))
    await client.call(cities, 'SelectListObjectValues', listPath, await client.elements(cities, 'Oslo', 'Lyon'), false)
    await client.call(list, 'SelectListObjectValues', listPath, await client.elements(list, 'coast'), true)
    expect(await client.selections()).toEqual({ City: 'Lyon' })
  })

  it('searches its texts and numbers', async () => {
    const client = await open()
    const list = await client.create(listOf(where))
    await client.call(list, 'SearchListObjectFor', listPath, 'inl*')
    expect(await client.states(list)).toEqual({ inland: 'O' })
    await client.call(list, 'AcceptListObjectSearch', listPath, false)
    expect(await client.selections()).toEqual({ City: 'Paris, Lyon' })
    await client.call(client.doc, 'ClearAll')
    const numbers = await client.create(listOf('=Mod(Year, 100)'))
    await client.call(numbers, 'SearchListObjectFor', listPath, '>23')
    expect(await client.states(numbers)).toEqual({ 24: 'O' })
  })

  it('counts and sorts by frequency, by an expression and by state', async () => {
    const client = await open()
    const list = await client.create(listOf('=Left(City, 1)', { qFrequencyMode: 'V' }))
    const counts = (await client.layout(list)).qListObject.qDataPages[0].qMatrix.map(
      ([cell]: { qText: string; qFrequency: string }[]) => [cell?.qText, cell?.qFrequency],
    )
    expect(counts).toEqual([
      ['B', '2'],
      ['L', '1'],
      ['O', '3'],
      ['P', '3'],
    ])
    const ordered = async (criteria: object) =>
      client.rows(
        await client.create(
          listOf('=Left(City, 1)', { qDef: { qFieldDefs: ['=Left(City, 1)'], qSortCriterias: [criteria] } }),
        ),
      )
    expect(await ordered({ qSortByFrequency: 1, qSortByAscii: 1 })).toEqual([['L'], ['B'], ['O'], ['P']])
    expect(
      await ordered({
        qSortByExpression: 1,
        qExpression: { qv: 'Sum(Amount) - 100 * Len(Only(Country))' },
        qSortByAscii: -1,
      }),
    ).toEqual([['B'], ['P'], ['O'], ['L']])
    expect(await ordered({})).toEqual([['O'], ['B'], ['P'], ['L']])
  })

  it('says what is wrong', async () => {
    const client = await open()
    const { qListObject } = await client.layout(await client.create(listOf('=Sum(Amount)')))
    expect(qListObject.qError.qExtendedMessage).toContain('outside Aggr')
  })
})
