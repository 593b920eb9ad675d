import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { cube, dimension, path, sales } from '../session/testing/shop-cube.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

/** A client that has selected Oslo and 2023, and in the state Other Paris. */
const open = async () => {
  const app = { ...shop.app, properties: { ...shop.app.properties, qStateNames: ['Other'] } }
  const client = await openedClient(await openShopSession(shop, 'anna', { app }))
  const { call, doc } = client
  const fieldIn = async (name: string, state = ''): Promise<number> =>
    (await call(doc, 'GetField', name, state)).qReturn.qHandle
  const select = async (name: string, value: string, state = '') =>
    call(await fieldIn(name, state), 'SelectValues', [{ qText: value }], false)
  const currentIn = async (qStateName: string) =>
    client.create({ qInfo: { qType: 'x' }, qStateName, qSelectionObjectDef: {} })
  const [here, there] = [await currentIn('$'), await currentIn('Other')]
  /** Each field with its selection; a `!` marks what is locked. */
  const written = async (current: number): Promise<string> =>
    (await client.layout(current)).qSelectionObject.qSelections
      .map(
        ({ qField, qSelected, qLocked }: { qField: string; qSelected: string; qLocked: boolean }) =>
          `${qField}=${qSelected}${qLocked ? '!' : ''}`,
      )
      .join(' ')
  await select('City', 'Oslo')
  await select('Year', '2023')
  await select('City', 'Paris', 'Other')
  return {
    ...client,
    select,
    app: (method: string, ...params: unknown[]) => call(doc, method, ...params),
    selected: async () => [await written(here), await written(there)],
  }
}

describe('an app', () => {
  it('locks and unlocks all selections of one state', async () => {
    const { app, selected, select } = await open()
    await app('LockAll')
    expect(await selected()).toEqual(['City=Oslo! Year=2023!', 'City=Paris'])
    expect(await select('City', 'Lyon')).toEqual({ qReturn: false })
    await app('LockAll', 'Other')
    await app('UnlockAll')
    expect(await selected()).toEqual(['City=Oslo Year=2023', 'City=Paris!'])
    await app('UnlockAll', 'Other')
    expect(await selected()).toEqual(['City=Oslo Year=2023', 'City=Paris'])
    await expect(app('LockAll', 'Nowhere')).rejects.toMatchObject({ code: 2 })
  })

  it('clears one state, but what is locked only when told to', async () => {
    const { app, selected, select } = await open()
    await app('LockAll')
    await select('Product', 'Tea')
    await app('ClearAll')
    expect(await selected()).toEqual(['City=Oslo! Year=2023!', 'City=Paris'])
    await app('ClearAll', false, 'Other')
    expect(await selected()).toEqual(['City=Oslo! Year=2023!', ''])
    await app('ClearAll', true)
    expect(await selected()).toEqual(['', ''])
  })

  it('walks back and forward, and counts the steps either way', async () => {
    const { app, selected } = await open()
    const counts = async () => [(await app('BackCount')).qReturn, (await app('ForwardCount')).qReturn]
    expect(await counts()).toEqual([3, 0])
    expect(await app('Forward')).toEqual({ qReturn: false })
    expect(await app('Back')).toEqual({ qReturn: true })
    expect(await app('Back')).toEqual({ qReturn: true })
    expect(await counts()).toEqual([1, 2])
    expect(await selected()).toEqual(['City=Oslo', ''])
    expect(await app('Forward')).toEqual({ qReturn: true })
    expect(await counts()).toEqual([2, 1])
    expect(await selected()).toEqual(['City=Oslo Year=2023', ''])
    for (let steps = 0; steps < 2; steps++) await app('Back')
    expect(await app('Back')).toEqual({ qReturn: false })
    expect(await counts()).toEqual([0, 3])
  })

  it('has no edits to undo, and none of that takes back a selection', async () => {
    const { app, selected } = await open()
    expect(await app('Undo')).toEqual({ qSuccess: false })
    expect(await app('Redo')).toEqual({ qSuccess: false })
    expect(await app('ClearUndoBuffer')).toEqual({})
    expect(await selected()).toEqual(['City=Oslo Year=2023', 'City=Paris'])
    expect(await app('BackCount')).toEqual({ qReturn: 3 })
  })

  it.each([
    [true, 'City=Bergen Year=2023'],
    [false, 'City=Oslo Year=2023'],
  ])('ends the selection mode of any object; accepting is %s', async (accepts, expected) => {
    const { app, call, create, selected } = await open()
    const chart = await create(cube({ qDimensions: [dimension('City')], qMeasures: [sales] }))
    await call(chart, 'BeginSelections', [path])
    await call(chart, 'SelectHyperCubeValues', path, 0, [1], false)
    expect(await app('AbortModal', accepts)).toEqual({})
    expect((await selected())[0]).toBe(expected)
    expect(await app('BackCount')).toEqual({ qReturn: accepts ? 4 : 3 })
    await app('ClearAll')
  })
})
