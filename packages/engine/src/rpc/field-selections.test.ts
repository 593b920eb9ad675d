import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

/** A client with a field of towns, and what is selected in fields. */
const open = async (subject?: string) => {
  const client = await openedClient(await openShopSession(shop, subject))
  const current = await client.create({ qInfo: { qType: 'x' }, qSelectionObjectDef: {} })
  const city = await client.field('City')
  const selections = async () => (await client.layout(current)).qSelectionObject.qSelections
  return {
    ...client,
    /** Calls a method of the towns. */
    towns: (method: string, ...params: unknown[]) => client.call(city, method, ...params),
    select: async (name: string, ...texts: string[]) =>
      client.call(
        await client.field(name),
        'SelectValues',
        texts.map((qText) => ({ qText })),
      ),
    /** What is selected, by field. */
    selected: async (): Promise<Record<string, string>> =>
      Object.fromEntries(
        (await selections()).map(({ qField, qSelected }: Record<string, string>) => [qField, qSelected]),
      ),
    locked: async (): Promise<readonly string[]> =>
      (await selections()).flatMap(({ qField, qLocked }: { qField: string; qLocked: boolean }) =>
        qLocked ? [qField] : [],
      ),
  }
}

const done = { qReturn: true }
const refused = { qReturn: false }

describe('a field selects', () => {
  it('what is possible beside other selections, and not what they exclude', async () => {
    const { towns, select, selected } = await open()
    await select('Country', 'France')
    expect(await towns('SelectPossible')).toEqual(done)
    expect(await selected()).toEqual({ City: 'Paris, Lyon', Country: 'France' })
  })

  it('what other selections exclude', async () => {
    const { towns, select, selected } = await open()
    await select('Country', 'France')
    expect(await towns('SelectExcluded')).toEqual(done)
    expect((await selected()).City).toBe('Oslo, Bergen')
  })

  it('the alternatives to what is selected in it', async () => {
    const { towns, select, selected } = await open()
    expect(await towns('SelectAlternative')).toEqual(refused)
    await select('City', 'Oslo', 'Lyon')
    await select('Year', '2023')
    await towns('SelectAlternative')
    expect(await selected()).toEqual({ City: 'Bergen, Paris', Year: '2023' })
  })

  it('all of its values, those that are excluded too', async () => {
    const { towns, select, selected } = await open()
    await select('Country', 'France')
    expect(await towns('SelectAll')).toEqual(done)
    expect((await selected()).City?.split(', ').sort()).toEqual(['Bergen', 'Lyon', 'Oslo', 'Paris'])
  })

  it('by numbers of elements, in place of others or one by one', async () => {
    const { towns, selected } = await open()
    expect(await towns('LowLevelSelect', [0, 2], false)).toEqual(done)
    expect(await selected()).toEqual({ City: 'Oslo, Paris' })
    await towns('LowLevelSelect', [2, 3], true)
    expect(await selected()).toEqual({ City: 'Oslo, Lyon' })
    await towns('LowLevelSelect', [1], false)
    expect(await selected()).toEqual({ City: 'Bergen' })
  })

  it('what it finds, one by one', async () => {
    const { towns, selected } = await open()
    await towns('Select', '*o*')
    expect(await towns('ToggleSelect', '*lyon*')).toEqual(done)
    expect(await selected()).toEqual({ City: 'Oslo' })
    await towns('ToggleSelect', '>0')
    expect(await towns('ToggleSelect', 'Atlantis')).toEqual(refused)
    expect(await selected()).toEqual({ City: 'Oslo' })
  })

  it('what it finds among values that are not excluded, unless the call asks for those too, or nothing else is found', async () => {
    const { towns, select, selected } = await open()
    await select('Country', 'France')
    await select('City', 'Lyon')
    for (const method of ['Select', 'ToggleSelect']) {
      // Oslo has an o, too; Paris and Lyon have one country.
      await towns('Clear')
      expect(await towns(method, '*o*')).toEqual(done)
      expect([method, await selected()]).toEqual([method, { City: 'Lyon', Country: 'France' }])
      await towns('Clear')
      await towns(method, '*o*', false, 1)
      expect([method, (await selected()).City]).toEqual([method, 'Lyon, Oslo'])
      await towns('Clear')
      await towns(method, '*o*', false, true)
      expect([method, (await selected()).City]).toEqual([method, 'Lyon, Oslo'])
      await select('Country', 'France')
      await towns('Clear')
      await towns(method, '*slo')
      expect([method, (await selected()).City]).toEqual([method, 'Oslo'])
      await select('Country', 'France')
    }
  })

  it('nothing by a mode of excluded values that there is not', async () => {
    const { request, field } = await open()
    const { error } = await request(await field('City'), 'Select', ['*', false, 7])
    expect(error).toMatchObject({ code: -32602 })
  })

  it('only values that the person may see, whatever the method', async () => {
    const { towns, select, selected, doc, call } = await open('nils')
    for (const [method, ...params] of [
      ['LowLevelSelect', [0, 1, 2, 3, 4, 99, -1, -2], false],
      ['SelectAll'],
      ['SelectPossible'],
      ['Select', '*'],
      ['SelectValues', ['Oslo', 'Bergen', 'Paris', 'Lyon'].map((qText) => ({ qText })), false],
    ] as const) {
      await call(doc, 'ClearAll')
      await towns(method, ...params)
      expect([method, await selected()]).toEqual([method, { City: 'Oslo, Bergen' }])
    }
    await select('City', 'Oslo')
    await towns('SelectExcluded')
    expect(await selected()).toEqual({ City: 'Bergen' })
  })
})

describe('a field gives up', () => {
  it('what is selected in it, and nothing else', async () => {
    const { towns, select, selected } = await open()
    await select('City', 'Oslo')
    await select('Year', '2023')
    expect(await towns('Clear')).toEqual(done)
    expect(await selected()).toEqual({ Year: '2023' })
  })

  it('what is selected in all others', async () => {
    const { towns, select, selected } = await open()
    for (const [field, value] of [
      ['City', 'Oslo'],
      ['Year', '2023'],
      ['Product', 'Tea'],
    ] as const)
      await select(field, value)
    expect(await towns('ClearAllButThis')).toEqual(done)
    expect(await selected()).toEqual({ City: 'Oslo' })
  })
})

describe('a locked field', () => {
  it('is neither selected in nor cleared until it is unlocked', async () => {
    const { towns, select, selected, locked } = await open()
    expect(await towns('Lock')).toEqual(refused)
    await select('City', 'Oslo')
    await select('Year', '2023')
    expect(await towns('Lock')).toEqual(done)
    expect(await locked()).toEqual(['City'])
    for (const [method, ...params] of [
      ['SelectValues', [{ qText: 'Paris' }], false],
      ['SelectAll'],
      ['LowLevelSelect', [1], false],
      ['Clear'],
    ] as const)
      expect([method, await towns(method, ...params)]).toEqual([method, refused])
    expect((await selected()).City).toBe('Oslo')
    expect(await towns('Unlock')).toEqual(done)
    expect(await locked()).toEqual([])
    expect(await towns('Clear')).toEqual(done)
    expect(await selected()).toEqual({ Year: '2023' })
  })
})

it('a field tells how many values of it the person sees, and whether all records need have them', async () => {
  expect(await (await open()).towns('GetCardinal')).toEqual({ qReturn: 4 })
  const { towns } = await open('nils')
  expect(await towns('GetCardinal')).toEqual({ qReturn: 2 })
  expect(await towns('GetAndMode')).toEqual(refused)
  expect(await towns('SetAndMode', false)).toEqual({})
  await expect(towns('SetAndMode', true)).rejects.toMatchObject({ code: 20 })
})
