import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, type Shop, shopAppId } from '../session/testing/shop-app.js'
import { openedClient, openShopSession } from '../session/testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const open = async (subject = 'anna') => {
  const client = await openedClient(await openShopSession(shop, subject))
  const { call, doc } = client
  const fieldIn = async (name: string, state: string): Promise<number> =>
    (await call(doc, 'GetField', name, state)).qReturn.qHandle
  return {
    ...client,
    fieldIn,
    select: async (name: string, state: string, ...texts: string[]) =>
      call(
        await fieldIn(name, state),
        'SelectValues',
        texts.map((qText) => ({ qText })),
      ),
    evaluate: async (expression: string) => (await call(doc, 'Evaluate', expression)).qReturn,
  }
}

type Client = Awaited<ReturnType<typeof open>>

const cube = (qStateName?: string) => ({
  ...(qStateName === undefined ? {} : { qStateName }),
  qDimensions: [{ qDef: { qFieldDefs: ['City'], qSortCriterias: [{ qSortByAscii: 1 }] } }],
  qMeasures: [{ qDef: { qDef: 'Sum(Amount)' } }],
  qInitialDataFetch: [{ qTop: 0, qLeft: 0, qWidth: 2, qHeight: 10 }],
})

const list = (qStateName?: string) => ({
  ...(qStateName === undefined ? {} : { qStateName }),
  qDef: { qFieldDefs: ['City'], qSortCriterias: [{ qSortByAscii: 1 }] },
  qInitialDataFetch: [{ qTop: 0, qLeft: 0, qWidth: 1, qHeight: 10 }],
})

const withOther = async (subject = 'anna'): Promise<Client> => {
  const client = await open(subject)
  await client.call(client.doc, 'AddAlternateState', 'Other')
  return client
}

interface Matrix {
  readonly qDataPages: readonly [{ readonly qMatrix: readonly (readonly { qText: string; qState: string }[])[] }]
}

const rows = ({ qHyperCube }: { readonly qHyperCube: Matrix }) =>
  qHyperCube.qDataPages[0].qMatrix.map((row) => row.map(({ qText }) => qText))

const states = ({ qListObject }: { readonly qListObject: Matrix }) =>
  qListObject.qDataPages[0].qMatrix.map(([cell]) => cell?.qState).join('')

describe('alternate states', () => {
  it('are added to and removed from the session, and told in the layout of the app', async () => {
    const { call, request, doc, frames } = await open()
    const names = async () => (await call(doc, 'GetAppLayout')).qLayout.qStateNames
    expect(await names()).toEqual([])
    await call(doc, 'AddAlternateState', 'Other')
    expect(frames.at(-1).change).toContain(doc)
    expect(await names()).toEqual(['Other'])
    for (const name of ['Other', '', ' ', '$', '$1', '1', 'x'.repeat(257)]) {
      const { error } = await request(doc, 'AddAlternateState', [name])
      expect([name.length, error?.parameter]).toEqual([name.length, name === 'Other' ? 'QIX-IMPOSSIBLE' : 'QIX-PARAMS'])
    }
    await call(doc, 'RemoveAlternateState', 'Other')
    expect(await names()).toEqual([])
    expect((await request(doc, 'RemoveAlternateState', ['Other'])).error.parameter).toBe('QIX-NOT-FOUND')
    expect((await request(doc, 'GetField', ['City', 'Other'])).error.parameter).toBe('QIX-NOT-FOUND')
    for (let count = 0; count < 100; count++) await call(doc, 'AddAlternateState', `s${count}`)
    expect((await request(doc, 'AddAlternateState', ['more'])).error.parameter).toBe('QIX-LIMIT')
  })

  it('begin with the selections of another, and are removed where the session added them', async () => {
    const client = await open()
    const { call, request, doc, select, evaluate } = client
    await select('Year', '', '2023')
    await call(doc, 'AddSessionAlternateState', 'Copy', '$')
    await call(doc, 'AddSessionAlternateState', 'Empty')
    await select('Year', '', '2024')
    expect([await evaluate('Sum({Copy} Amount)'), await evaluate('Sum({Empty} Amount)')]).toEqual(['75', '200'])
    expect((await request(doc, 'AddSessionAlternateState', ['More', 'None'])).error.parameter).toBe('QIX-NOT-FOUND')
    expect((await request(doc, 'AddSessionAlternateState', ['Copy', '$'])).error.parameter).toBe('QIX-IMPOSSIBLE')
    expect(await call(doc, 'RemoveSessionAlternateState', 'Copy')).toEqual({ qSuccess: true })
    expect(await evaluate('Sum({Copy} Amount)')).toContain('no alternate state')
    expect(await call(doc, 'RemoveSessionAlternateState', 'Copy')).toEqual({ qSuccess: false })
  })

  it('have selections, locks and steps of their own', async () => {
    const client = await withOther()
    const { call, doc, select, evaluate, fieldIn } = client
    await select('Year', '', '2023')
    await select('City', 'Other', 'Oslo', 'Lyon')
    expect(await evaluate('Sum(Amount)')).toBe('75')
    expect(await evaluate('Sum({Other} Amount)')).toBe('120')
    expect(await evaluate('Sum({$} Amount)')).toBe('75')
    expect(await evaluate('Sum({Other<Year={2024}>} Amount)')).toBe('90')
    expect(await evaluate('Sum({Other * $} Amount)')).toBe('30')
    expect(await evaluate('Sum({Other - $} Amount)')).toBe('90')
    expect(await evaluate('Sum({<City=Other::City>} Amount)')).toBe('30')
    expect(await evaluate('Sum({Other<Year=$::Year>} Amount)')).toBe('30')
    expect(await evaluate('Sum({<City=$::City>} Amount)')).toBe('75')
    expect(await evaluate('Sum({1<City=P({Other} City)>} Amount)')).toBe('120')
    expect(await evaluate('{Other} Sum(Amount) / Count(DISTINCT City)')).toBe('60')
    await call(await fieldIn('City', 'Other'), 'Lock')
    await call(doc, 'ClearAll', false, 'Other')
    expect(await evaluate('Sum({Other} Amount)')).toBe('120')
    await call(doc, 'ClearAll')
    expect(await evaluate('Sum(Amount)')).toBe('200')
    expect(await evaluate('Sum({Other} Amount)')).toBe('120')
    await call(doc, 'UnlockAll', 'Other')
    await call(doc, 'ClearAll', false, 'Other')
    expect(await evaluate('Sum({Other} Amount)')).toBe('200')
    await call(doc, 'Back')
    expect(await evaluate('Sum({Other} Amount)')).toBe('120')
    await call(doc, 'Back')
    await call(doc, 'Back')
    expect(await evaluate('Sum(Amount)')).toBe('75')
    // The step before, of the default state: those of others do not count.
    await select('City', 'Other', 'Paris')
    await select('Year', '$', '2024')
    expect(await evaluate('Sum({$1} Amount)')).toBe('75')
  })

  it('are what objects, hypercubes and lists are evaluated and selected in', async () => {
    const client = await withOther()
    const { call, create, layout, select, evaluate } = client
    await select('City', 'Other', 'Lyon')
    await select('Year', '', '2023')
    const inherited = await create({
      qInfo: { qId: 'mine', qType: 'x' },
      qStateName: 'Other',
      title: { qStringExpression: "=Sum(Amount) & ' ' & StateName()" },
      qHyperCubeDef: cube(),
      own: { qHyperCubeDef: cube('$') },
      picks: { qListObjectDef: list() },
      plain: { qListObjectDef: list('$') },
      qSelectionObjectDef: {},
    })
    const shown = await layout(inherited)
    expect(rows(shown)).toEqual([['Lyon', '60']])
    expect(shown.title).toBe('60 Other')
    expect(rows(shown.own)).toEqual([
      ['Bergen', '5'],
      ['Oslo', '30'],
      ['Paris', '40'],
    ])
    expect([states(shown.picks), states(shown.plain)]).toEqual(['XSXX', 'OXOO'])
    expect(shown.picks.qListObject.qDimensionInfo.qStateCounts).toMatchObject({ qSelected: 1, qAlternative: 3 })
    expect(shown.qSelectionObject).toMatchObject({ qStateName: 'Other', qSelections: [{ qField: 'City' }] })
    expect(shown.own.qHyperCube.qStateName).toBe('$')

    await call(inherited, 'SelectHyperCubeValues', '/own/qHyperCubeDef', 0, [0], false)
    expect(await evaluate('Sum(Amount)')).toBe('30')
    expect(await evaluate('Sum({Other} Amount)')).toBe('60')
    await call(inherited, 'SelectListObjectValues', '/picks/qListObjectDef', [0], true)
    expect(await evaluate('Sum(Amount)')).toBe('30')
    expect(await evaluate('Sum({Other} Amount)')).toBe('120')
    await call(inherited, 'SelectListObjectPossible', '/picks/qListObjectDef')
    await call(inherited, 'ClearSelections', '/picks/qListObjectDef')
    expect(await evaluate('Sum({Other} Amount)')).toBe('200')
    expect(await evaluate('Sum(Amount)')).toBe('30')
  })

  it('hold a selection mode each: what it selects counts in the state of its object only', async () => {
    const client = await withOther()
    const { call, request, create, layout, evaluate } = client
    const handle = await create({
      qInfo: { qId: 'mine', qType: 'x' },
      qHyperCubeDef: cube('Other'),
      plain: { qHyperCubeDef: cube('$') },
    })
    await call(handle, 'BeginSelections', ['/qHyperCubeDef'])
    await call(handle, 'SelectHyperCubeValues', '/qHyperCubeDef', 0, [0], true)
    expect(rows(await layout(handle))).toHaveLength(4)
    expect([await evaluate('Sum(Amount)'), await evaluate('Sum({Other} Amount)')]).toEqual(['200', '60'])
    await call(handle, 'EndSelections', false)
    expect(await evaluate('Sum({Other} Amount)')).toBe('200')
    const both = await request(handle, 'BeginSelections', [['/qHyperCubeDef', '/plain/qHyperCubeDef']])
    expect(both.error.parameter).toBe('QIX-IMPOSSIBLE')
  })

  it('that do not exist are named in the error of what is in them', async () => {
    const { create, layout, evaluate } = await open()
    const handle = await create({
      qInfo: { qType: 'x' },
      qStateName: 'Nowhere',
      qHyperCubeDef: cube(),
      qListObjectDef: list(),
      title: { qStringExpression: '=Sum(Amount)' },
    })
    const shown = await layout(handle)
    const message = 'There is no alternate state Nowhere'
    expect(shown.qHyperCube.qError.qExtendedMessage).toBe(message)
    expect(shown.qListObject.qError.qExtendedMessage).toBe(message)
    expect(shown.title).toBe('⚠ Error in expression')
    expect(await evaluate('Sum({Nowhere} Amount)')).toContain('There is no alternate state or bookmark Nowhere')
  })

  it('are those that objects of the app are in, and no client removes them', async () => {
    const app = {
      ...shop.app,
      properties: { ...shop.app.properties, qStateNames: ['Listed', '$'] },
      objects: [
        ...shop.app.objects,
        { properties: { qInfo: { qId: 'o', qType: 'x' }, qHyperCubeDef: cube('In cube') }, children: [] },
      ],
    }
    const { call, request, doc } = await openedClient(await openShopSession(shop, 'anna', { app }))
    expect((await call(doc, 'GetAppLayout')).qLayout.qStateNames).toEqual(['Listed', 'In cube'])
    expect((await request(doc, 'RemoveAlternateState', ['In cube'])).error.parameter).toBe('QIX-READ-ONLY')
  })

  it('stay under the reduction of the person, and are nobody else’s', async () => {
    const anna = await withOther()
    const nils = await withOther('nils')
    await anna.select('City', 'Other', 'Lyon', 'Oslo')
    await nils.select('City', 'Other', 'Lyon', 'Oslo')
    expect(await anna.evaluate('Sum({Other} Amount)')).toBe('120')
    expect(await nils.evaluate('Sum({Other} Amount)')).toBe('60')
    expect(await nils.evaluate('Sum({1 + Other} Amount)')).toBe('80')
    expect(await nils.evaluate("GetFieldSelections(City, '|', 9, 'Other')")).toBe('Oslo')
    const { call, doc } = await openedClient(await openShopSession(shop))
    expect((await call(doc, 'GetAppLayout')).qLayout.qStateNames).toEqual([])
  })

  it('are selections that go over to newer data by value', async () => {
    const session = await openShopSession(shop)
    const { call, doc } = await openedClient(session)
    await call(doc, 'AddAlternateState', 'Other')
    const { qHandle } = (await call(doc, 'GetField', 'City', 'Other')).qReturn
    await call(qHandle, 'SelectValues', [{ qText: 'Lyon' }])
    const { openDataView } = await import('../security/data-view.js')
    const view = await openDataView(shop.snapshot, session.principal)
    await session.replaceData({ app: shop.app, view, origin: { appId: shopAppId, ownScript: false } })
    expect((await call(doc, 'Evaluate', 'Sum({Other} Amount)')).qReturn).toBe('60')
  })
})
