import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { cube, dimension, measure, path, sales } from '../session/testing/shop-cube.js'
import { pivot } from '../session/testing/shop-pivot.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const list = '/qListObjectDef'

const open = async (subject?: string) => {
  const client = await openedClient(await openShopSession(shop, subject))
  const { call, create, layout, doc } = client
  const current = await create({ qInfo: { qType: 'x' }, qSelectionObjectDef: {} })
  const lists = new Map<string, number>()
  for (const field of ['City', 'Country', 'Year', 'Product'])
    lists.set(
      field,
      await create({
        qInfo: { qType: 'l' },
        qListObjectDef: {
          qDef: { qFieldDefs: [field], qSortCriterias: [{ qSortByLoadOrder: 1 }] },
          qInitialDataFetch: [{ qWidth: 1, qHeight: 10 }],
        },
      }),
    )
  const rows = async (field: string): Promise<readonly { qText: string; qElemNumber: number; qState: string }[]> =>
    (await layout(lists.get(field) ?? 0)).qListObject.qDataPages[0].qMatrix.flat()
  const elements = async (field: string, texts: readonly string[]) =>
    (await rows(field)).flatMap(({ qText, qElemNumber }) => (texts.includes(qText) ? [qElemNumber] : []))
  return {
    ...client,
    lists,
    /** Clicks values in the list of a field. */
    click: async (field: string, ...texts: string[]) =>
      (await call(lists.get(field) ?? 0, 'SelectListObjectValues', list, await elements(field, texts), false)).qSuccess,
    states: async (field: string) =>
      Object.fromEntries((await rows(field)).map(({ qText, qState }) => [qText, qState])),
    selected: async (): Promise<Record<string, string>> =>
      Object.fromEntries(
        (await layout(current)).qSelectionObject.qSelections.map(({ qField, qSelected }: Record<string, string>) => [
          qField,
          qSelected,
        ]),
      ),
    back: () => call(doc, 'Back'),
    lock: async (field: string) => call(await client.field(field), 'Lock'),
  }
}

describe('what is selected though other selections exclude it', () => {
  it('ends those selections, in one step, and leaves others', async () => {
    const { click, selected, back } = await open()
    await click('Country', 'France')
    await click('Year', '2024')
    expect(await click('City', 'Bergen')).toBe(true)
    expect(await selected()).toEqual({ City: 'Bergen', Year: '2024' })
    await back()
    expect(await selected()).toEqual({ Country: 'France', Year: '2024' })
  })

  it('ends none of them where some of it stays possible: the rest is selected and excluded', async () => {
    const { click, selected, states } = await open()
    await click('Country', 'France')
    expect(await click('City', 'Oslo', 'Paris')).toBe(true)
    expect(await selected()).toMatchObject({ Country: 'France' })
    expect(await states('City')).toEqual({ Oslo: 'XS', Bergen: 'X', Paris: 'S', Lyon: 'X' })
  })

  it('leaves what excludes a part of it only', async () => {
    const { click, selected } = await open()
    await click('Country', 'Norway')
    await click('Product', 'Tea')
    // Lyon bought no tea; Paris did.
    expect(await click('City', 'Paris', 'Lyon')).toBe(true)
    expect(await selected()).toEqual({ City: 'Paris, Lyon', Product: 'Tea' })
  })

  it('ends all that exclude it together, where none does by itself', async () => {
    const { click, selected } = await open()
    await click('Year', '2023')
    await click('Product', 'Tea')
    // Paris sold coffee in 2023, and tea in 2024.
    expect(await click('City', 'Paris')).toBe(true)
    expect(await selected()).toEqual({ City: 'Paris' })
  })

  it('is not selected where a lock excludes it, but by a call that passes over locks', async () => {
    const { click, selected, lock, call, lists, states } = await open()
    await click('Country', 'France')
    await click('Year', '2024')
    await lock('Country')
    expect(await click('City', 'Oslo')).toBe(false)
    expect(await selected()).toEqual({ Country: 'France', Year: '2024' })
    const passing = [list, [0], false, true]
    expect(await call(lists.get('City') ?? 0, 'SelectListObjectValues', ...passing)).toEqual({ qSuccess: true })
    expect(await selected()).toEqual({ City: 'Oslo', Country: 'France', Year: '2024' })
    expect((await states('City')).Oslo).toBe('XS')
  })

  it('is not selected where a field that always has one value excludes it', async () => {
    const { click, selected, call, field } = await open()
    await click('Country', 'France')
    await call(await field('Country'), 'SetNxProperties', { qOneAndOnlyOne: true })
    expect(await click('City', 'Oslo')).toBe(false)
    expect(await selected()).toEqual({ Country: 'France' })
  })

  it.each([
    ['Select', 'Bergen'],
    ['ToggleSelect', 'Bergen'],
    ['SelectValues', [{ qText: 'Bergen' }]],
    ['LowLevelSelect', [1], false],
    ['SelectExcluded'],
  ])('is so for %s of a field, too', async (method, ...params) => {
    const { click, selected, call, field } = await open()
    await click('Country', 'France')
    expect(await call(await field('City'), method, ...params)).toEqual({ qReturn: true })
    const { City, ...others } = await selected()
    expect(others).toEqual({})
    expect(City).toContain('Bergen')
  })

  it('is so for cubes, in selection mode, and comes back when that is cancelled', async () => {
    const { create, call, click, selected, layout } = await open()
    const chart = await create(cube({ qDimensions: [dimension('City')], qMeasures: [sales] }))
    const { qMatrix } = (await layout(chart)).qHyperCube.qDataPages[0]
    const [, , oslo] = qMatrix.map(([cell]: { qElemNumber: number }[]) => cell?.qElemNumber)
    await click('Country', 'France')
    await call(chart, 'BeginSelections', [path])
    expect(await call(chart, 'SelectHyperCubeValues', path, 0, [oslo], false)).toEqual({ qSuccess: true })
    expect(await selected()).toEqual({ City: 'Oslo' })
    await call(chart, 'EndSelections', false)
    expect(await selected()).toEqual({ Country: 'France' })
  })

  it('is so for pivot tables, each time that all cells of a selection mode are sent', async () => {
    const { create, call, click, selected, layout } = await open()
    const chart = await create(
      pivot({
        qDimensions: [dimension('City')],
        qMeasures: [measure('Sum({1} Amount)')],
        qInterColumnSortOrder: [0],
        qNoOfLeftDims: 1,
      }),
    )
    await click('Country', 'France')
    const { qLeft } = (await layout(chart)).qHyperCube.qPivotDataPages[0]
    const cells = (...texts: string[]) =>
      texts.map((text) => ({
        qType: 'L',
        qRow: qLeft.findIndex(({ qText }: { qText: string }) => qText === text),
        qCol: 0,
      }))
    const choose = (softLock: boolean, ...texts: string[]) =>
      call(chart, 'SelectPivotCells', path, cells(...texts), softLock)
    await call(chart, 'BeginSelections', [path])
    expect(await choose(false, 'Bergen')).toEqual({ qSuccess: true })
    expect(await selected()).toEqual({ City: 'Bergen' })
    expect(await choose(false, 'Bergen', 'Oslo')).toEqual({ qSuccess: true })
    expect(await selected()).toEqual({ City: 'Oslo, Bergen' })
    // What was selected when the mode began counts again: it does not exclude Paris.
    await choose(false, 'Bergen', 'Paris')
    expect(await selected()).toEqual({ Country: 'France', City: 'Paris, Bergen' })
    await call(chart, 'EndSelections', false)
    await call(chart, 'BeginSelections', [path])
    expect(await choose(true, 'Bergen')).toEqual({ qSuccess: true })
    expect(await selected()).toEqual({ City: 'Bergen' })
  })

  it('is selected where it contradicts itself, which no lock is to blame for', async () => {
    const { create, call, click, selected, lock } = await open()
    const chart = await create(pivot({ qAlwaysFullyExpanded: true }))
    await click('Year', '2024')
    await lock('Year')
    const [bergen, france] = [
      { qType: 'L', qRow: 2, qCol: 1 },
      { qType: 'L', qRow: 0, qCol: 0 },
    ]
    expect(await call(chart, 'SelectPivotCells', path, [bergen, france])).toEqual({ qSuccess: true })
    expect(await selected()).toMatchObject({ Country: 'France', Year: '2024' })
    expect(await selected()).toHaveProperty('City')
  })

  it('tells nobody of rows that they may not see', async () => {
    // Nils sees Norway alone: of his rows none is of Bergen with coffee in 2023, whatever others have.
    const { click, selected } = await open('nils')
    await click('Product', 'Coffee')
    await click('Year', '2023')
    expect(await click('City', 'Bergen')).toBe(true)
    expect(await selected()).toEqual({ City: 'Bergen' })
  })
})
