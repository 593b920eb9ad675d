import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { cube, dimension, path, sales } from '../session/testing/shop-cube.js'
import { pivot } from '../session/testing/shop-pivot.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const list = '/qListObjectDef'

/** A client that has selected Oslo and 2023 and locked both, with a list, a table and a pivot table. */
const open = async () => {
  const client = await openedClient(await openShopSession(shop))
  const { call, create, layout } = client
  const handles = {
    city: await client.field('City'),
    years: await create({ qInfo: { qType: 'l' }, [list.slice(1)]: { qDef: { qFieldDefs: ['Year'] } } }),
    cities: await create({ qInfo: { qType: 'l' }, [list.slice(1)]: { qDef: { qFieldDefs: ['City'] } } }),
    table: await create(cube({ qDimensions: [dimension('City'), dimension('Year')], qMeasures: [sales] })),
    pivot: await create(pivot({ qAlwaysFullyExpanded: true })),
  }
  const current = await create({ qInfo: { qType: 'x' }, qSelectionObjectDef: {} })
  const written = async (): Promise<string> =>
    (await layout(current)).qSelectionObject.qSelections
      .map(
        ({ qField, qSelected, qLocked }: { qField: string; qSelected: string; qLocked: boolean }) =>
          `${qField}=${qSelected}${qLocked ? '!' : ''}`,
      )
      .join(' ')
  await call(handles.city, 'LowLevelSelect', [0], false)
  await call(await client.field('Year'), 'LowLevelSelect', [0], false)
  await call(client.doc, 'LockAll')
  return { ...client, handles, written }
}

const all = { qMin: 0, qMax: 5000, qMinInclEq: true, qMaxInclEq: true }
const before = 'City=Oslo! Year=2023!'

describe('a locked field is selected in by a call that passes over locks, and by no other; it stays locked', () => {
  it.each([
    ['city', 'SelectValues', [[{ qText: 'Paris' }], false], 'City=Paris! Year=2023!'],
    ['city', 'LowLevelSelect', [[1], true], 'City=Oslo, Bergen! Year=2023!'],
    ['city', 'Select', ['*ar*'], 'City=Paris! Year=2023!'],
    ['city', 'ToggleSelect', ['Paris'], 'City=Oslo, Paris! Year=2023!'],
    ['city', 'ToggleSelect', ['Oslo'], 'Year=2023!'],
    ['city', 'SelectAll', [], 'City=Oslo, Bergen, Paris, Lyon! Year=2023!'],
    ['city', 'SelectAlternative', [], 'City=Bergen, Paris! Year=2023!'],
    ['city', 'SelectExcluded', [], 'City=Bergen, Paris, Lyon! Year=2023!'],
    ['city', 'SelectPossible', [], before],
    ['cities', 'SelectListObjectValues', [list, [3], false], 'City=Lyon! Year=2023!'],
    ['cities', 'SelectListObjectAll', [list], 'City=Oslo, Bergen, Paris, Lyon! Year=2023!'],
    ['cities', 'SelectListObjectAlternative', [list], 'City=Bergen, Paris! Year=2023!'],
    ['cities', 'SelectListObjectExcluded', [list], 'City=Bergen, Paris, Lyon! Year=2023!'],
    ['cities', 'SelectListObjectPossible', [list], before],
    ['years', 'SelectListObjectContinuousRange', [list, [{ ...all, qMin: 2024 }]], 'City=Oslo! Year=2024!'],
    ['table', 'SelectHyperCubeCells', [path, [0], [0]], before],
    ['table', 'SelectHyperCubeContinuousRange', [path, [{ qDimIx: 1, qRange: all }]], before],
    ['pivot', 'SelectPivotCells', [path, [{ qType: 'L', qRow: 0, qCol: 1 }]], before],
  ] as const)('%s: %s %j', async (name, method, params, expected) => {
    const { call, handles, written } = await open()
    const done = name === 'city' ? 'qReturn' : 'qSuccess'
    const ask = (passes: boolean | number | null) => call(handles[name], method, ...params, passes)
    for (const passes of [false, null, 0]) expect(await ask(passes)).toEqual({ [done]: false })
    expect(await written()).toBe(before)
    expect(await ask(true)).toEqual({ [done]: true })
    // A field lists what is possible first.
    const sorted = (text: string) => text.split(/[=!, ]+/).sort()
    expect(sorted(await written())).toEqual(sorted(expected))
    expect((await written()).match(/!/g)).toEqual(expected.match(/!/g))
  })

  it('as is one that clears all others', async () => {
    const { call, handles, written } = await open()
    expect(await call(handles.city, 'ClearAllButThis')).toEqual({ qReturn: true })
    expect(await written()).toBe(before)
    await call(handles.city, 'ClearAllButThis', true)
    expect(await written()).toBe('City=Oslo!')
  })

  it.each([
    [false, before],
    [true, 'City=Paris! Year=2023!'],
  ])('as is one that accepts a search: %s', async (passes, expected) => {
    const { call, handles, written } = await open()
    await call(handles.cities, 'SearchListObjectFor', list, 'par')
    expect(await call(handles.cities, 'AcceptListObjectSearch', list, false, passes)).toEqual({})
    expect(await written()).toBe(expected)
  })
})

describe('the one value that is selected is given up by a call that names it and may do so', () => {
  const small = { qMeasureIx: 0, qRange: { ...all, qMax: 20 } }
  it.each([
    ['SelectHyperCubeCells', [path, [0], [0], false]],
    ['RangeSelectHyperCubeValues', [path, [small], [0], false]],
    ['MultiRangeSelectHyperCubeValues', [path, [{ qRanges: [small], qColumnsToSelect: [0] }], false]],
  ] as const)('%s', async (method, params) => {
    const client = await openedClient(await openShopSession(shop))
    const table = await client.create(cube({ qDimensions: [dimension('City')], qMeasures: [sales] }))
    const ask = (ends: boolean) => client.call(table, method, ...params, ends)
    const selected = async () => (await client.call(client.doc, 'Evaluate', 'GetCurrentSelections()')).qReturn
    expect(await ask(true)).toEqual({ qSuccess: true })
    expect(await selected()).toBe('City: Bergen')
    await ask(false)
    expect(await selected()).toBe('City: Bergen')
    expect(await ask(true)).toEqual({ qSuccess: true })
    expect(await selected()).toBe('-')
  })

  it('SelectPivotCells, in selection mode and without', async () => {
    const client = await openedClient(await openShopSession(shop))
    const table = await client.create(pivot({ qAlwaysFullyExpanded: true }))
    const ask = (ends: boolean, ...rows: number[]) => {
      const cells = rows.map((qRow) => ({ qType: 'L', qRow, qCol: 1 }))
      return client.call(table, 'SelectPivotCells', path, cells, false, ends)
    }
    const selected = async () => (await client.call(client.doc, 'Evaluate', 'GetCurrentSelections()')).qReturn
    await client.call(table, 'BeginSelections', [path])
    await ask(true, 0, 1)
    expect(await selected()).toBe('City: Lyon, Paris')
    await ask(true, 0)
    expect(await selected()).toBe('City: Lyon')
    await ask(false, 0)
    expect(await selected()).toBe('City: Lyon')
    await ask(true, 0)
    expect(await selected()).toBe('-')
    await client.call(table, 'EndSelections', true)
    await ask(true, 0)
    expect(await selected()).toBe('City: Lyon')
    await ask(true, 0)
    expect(await selected()).toBe('-')
  })
})
