import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDataView } from '../security/data-view.js'
import type { EngineSessionOptions } from './engine-session.js'
import type { KeptState } from './state-keeper.js'
import { storedStateFor } from './stored-state.js'
import { openShop, type Shop, shopAppId } from './testing/shop-app.js'
import { connectClient, openedClient, openShopSession } from './testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

type Client = Awaited<ReturnType<typeof openedClient>>
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
type Answer = any

/** A session whose state is kept as it changes, and another one that is opened with what was kept. */
const keptSession = async () => {
  const kept = new Map<string, Uint8Array>()
  const keep: EngineSessionOptions['keep'] = (changes) => {
    for (const [key, value] of changes) {
      if (value === null) kept.delete(key)
      else kept.set(key, Uint8Array.from(value))
    }
  }
  const client = await openedClient(await openShopSession(shop, 'anna', { keep }))
  const reopened = async (options: Partial<EngineSessionOptions> = {}) => {
    const session = await openShopSession(shop, 'anna', { kept: new Map(kept), ...options })
    return connectClient(session, true, undefined, 1)
  }
  return { client, kept, reopened }
}

const list = {
  qInfo: { qType: 'list', qId: 'list' },
  qListObjectDef: {
    qDef: { qFieldDefs: ['Product'] },
    qInitialDataFetch: [{ qTop: 0, qLeft: 0, qHeight: 9, qWidth: 1 }],
  },
}
const pivot = {
  qInfo: { qType: 'pivot', qId: 'pivot' },
  qHyperCubeDef: {
    qMode: 'P',
    qDimensions: [{ qDef: { qFieldDefs: ['Country'] } }, { qDef: { qFieldDefs: ['City'] } }],
    qMeasures: [{ qDef: { qDef: 'Sum(Amount)' } }],
    qInitialDataFetch: [{ qTop: 0, qLeft: 0, qHeight: 20, qWidth: 5 }],
    qNoOfLeftDims: -1,
  },
}
const grouped = {
  qInfo: { qType: 'table', qId: 'grouped' },
  qHyperCubeDef: {
    qDimensions: [{ qDef: { qGrouping: 'C', qFieldDefs: ['Country', 'City'] } }],
    qMeasures: [{ qDef: { qDef: 'Sum(Amount)' } }],
    qInitialDataFetch: [{ qTop: 0, qLeft: 0, qHeight: 20, qWidth: 5 }],
  },
}

const cases: Record<string, (client: Client) => Promise<unknown>> = {
  nothing: async () => undefined,
  'a selection': async ({ call, field }) => call(await field('City'), 'SelectValues', [{ qText: 'Oslo' }], false),
  'a locked selection, and steps back and forward': async ({ call, field, doc }) => {
    const city = await field('City')
    await call(city, 'SelectValues', [{ qText: 'Oslo' }], false)
    await call(city, 'Lock')
    await call(await field('Year'), 'SelectValues', [{ qNumber: 2023, qIsNumeric: true }], false)
    await call(await field('Product'), 'SelectValues', [{ qText: 'Tea' }], false)
    await call(doc, 'Back')
  },
  'an alternate state with a selection': async ({ call, doc }) => {
    await call(doc, 'AddAlternateState', 'Other')
    const { qReturn } = await call(doc, 'GetField', 'City', 'Other')
    await call(qReturn.qHandle, 'SelectValues', [{ qText: 'Lyon' }], false)
  },
  'a search in a list of its own': async ({ call, create }) =>
    call(await create(list), 'SearchListObjectFor', '/qListObjectDef', 'Tea'),
  'a selection mode': async ({ call, create }) => {
    const handle = await create(list)
    await call(handle, 'BeginSelections', ['/qListObjectDef'])
    await call(handle, 'SelectListObjectValues', '/qListObjectDef', [0], false)
  },
  'what is expanded in a pivot table': async ({ call, create }) => {
    const handle = await create(pivot)
    await call(handle, 'GetLayout')
    await call(handle, 'ExpandLeft', '/qHyperCubeDef', 0, 0, false)
  },
  'the field that a cyclic group was turned to': async ({ call, create }) =>
    call(await create(grouped), 'StepCycle', '/qHyperCubeDef', 0, 1),
  'soft patches of an object of the app': async ({ call, object }) =>
    call(await object('chart-1'), 'ApplyPatches', [{ qOp: 'Replace', qPath: '/title', qValue: '"Mine"' }], true),
  'an object that is no more': async ({ call, create, doc }) => {
    await create(list)
    await create(pivot)
    await call(doc, 'DestroySessionObject', 'list')
  },
  'a variable of the session': async ({ call, doc }) =>
    call(doc, 'CreateSessionVariable', { qInfo: { qType: 'variable' }, qName: 'vTwo', qDefinition: '2' }),
}

/** What the client sees of everything that it has open, and of the app. */
const seen = async ({ request }: Pick<Client, 'request'>, handles: number): Promise<Answer[]> => {
  const frames: Answer[] = []
  for (let handle = 1; handle <= handles; handle++) {
    frames.push((await request(handle, 'GetLayout')).result ?? null)
    frames.push((await request(handle, 'GetProperties')).result ?? null)
    frames.push((await request(handle, 'GetCardinal')).result ?? null)
  }
  const lists = {
    qInfo: { qType: 'lists', qId: 'lists' },
    qSelectionObjectDef: {},
    qVariableListDef: { qType: 'variable', qShowSession: true },
  }
  const { qHandle } = (await request(1, 'CreateSessionObject', [lists])).result.qReturn
  frames.push(qHandle, (await request(qHandle, 'GetLayout')).result)
  frames.push((await request(1, 'GetAppLayout')).result, (await request(1, 'GetAllInfos')).result)
  frames.push((await request(1, 'Evaluate', ['$(vTwo)+0'])).result)
  for (const steps of ['Back', 'Forward', 'Forward'])
    frames.push((await request(1, steps)).result, (await request(qHandle, 'GetLayout')).result)
  return frames
}

describe('a session that is opened again with what was kept', () => {
  it.each(Object.entries(cases))('has %s', async (_, act) => {
    const { client, reopened } = await keptSession()
    await act(client)
    const again = await reopened()
    const handles = 6
    expect(again.frames.map(({ method }) => method)).not.toContain('OnConnected')
    expect(await seen(again, handles)).toEqual(await seen(client, handles))
  })

  it('tells its clients that all their layouts changed, and closes no handle', async () => {
    const { client, reopened } = await keptSession()
    const chart = await client.object('chart-1')
    const { frames } = await reopened()
    expect(frames).toEqual([{ jsonrpc: '2.0', change: [client.doc, chart] }])
  })

  it('has no selection on other data, as symbols mean other values there', async () => {
    const { client, reopened } = await keptSession()
    const city = await client.field('City')
    await client.call(city, 'SelectValues', [{ qText: 'Oslo' }], false)
    const chart = await client.object('chart-1')
    const view = await openView()
    const again = await reopened({ view })
    expect((await again.call(chart, 'GetLayout')).qLayout.qHyperCube.qDataPages[0].qMatrix).toHaveLength(4)
  })

  it('forgets the handles of clients that have left', async () => {
    const { client, kept } = await keptSession()
    await client.object('chart-1')
    expect([...kept.keys()].filter((key) => /^(client|handle) 1/.test(key))).not.toEqual([])
    client.disconnect()
    expect([...kept.keys()].filter((key) => /^(client|handle) 1/.test(key))).toEqual([])
  })

  it('keeps nothing of what the app stores', async () => {
    const { client, kept } = await keptSession()
    await cases['soft patches of an object of the app']?.(client)
    const objects = [...kept].filter(([key]) => key.startsWith('object'))
    expect(objects.map(([key]) => key)).toEqual(['objects chart-1'])
    expect(objects[0]?.[1].length).toBeLessThan(600)
  })

  it('refuses what another process has not answered, in such a way that clients ask again', async () => {
    const { reopened } = await keptSession()
    const { refuse, frames } = await reopened()
    refuse(JSON.stringify({ jsonrpc: '2.0', id: 7, handle: 1, method: 'GetAppLayout', params: [] }))
    expect(frames.at(-1)).toMatchObject({ id: 7, error: { code: 15, parameter: 'ENGINE-RESTARTED' } })
  })
})

const openView = async (subject = 'anna', id = 'reloaded') => {
  const { snapshot } = shop
  const other = { ...snapshot, document: { ...snapshot.document, id } }
  return openDataView(other, { tenantId: 't', userId: subject, subject, groups: [] })
}

it('does without changes of an object that the app does not store any more, and goes on', async () => {
  const { client, kept, reopened } = await keptSession()
  await cases['soft patches of an object of the app']?.(client)
  const objects = shop.app.objects.filter((tree) => !JSON.stringify(tree).includes('chart-1'))
  const again = new Map<string, Uint8Array | null>()
  const { call } = await reopened({
    app: { ...shop.app, objects },
    keep: (told) => {
      for (const [key, value] of told) again.set(key, value)
    },
  })
  await call(1, 'CreateSessionObject', list)
  await call(1, 'CreateSessionVariable', { qInfo: { qType: 'variable' }, qName: 'vTwo', qDefinition: '2' })
  expect(await call(1, 'Evaluate', '$(vTwo)+0')).toEqual({ qReturn: '2' })
  expect(kept.has('objects chart-1')).toBe(true)
  expect([...again.keys()].filter((key) => key.startsWith('objects '))).toEqual(['objects list'])
})

describe('a session that was stored for later', () => {
  const storedOf = async (subject: string) => {
    const kept = new Map<string, Uint8Array>()
    const keep: EngineSessionOptions['keep'] = (told) => {
      for (const [key, value] of told) if (value !== null) kept.set(key, value)
    }
    const { call, create, field } = await openedClient(await openShopSession(shop, subject, { keep }))
    await create(list)
    await call(await field('City'), 'SelectValues', [{ qText: subject === 'omar' ? 'Paris' : 'Oslo' }], false)
    return kept
  }
  const own = (kept: KeptState) => [...kept.keys()].filter((key) => key.startsWith('objects '))

  it.each(['anna', 'nils', 'omar'])('is there as a whole where %s sees the same data', async (subject) => {
    const stored = await storedOf(subject)
    const { kept, restored } = await storedStateFor(stored, await openView(subject, shop.snapshot.document.id))
    expect([restored, own(kept)]).toEqual(['whole', ['objects list']])
  })

  it('is there as a whole on newer data, for somebody who sees all of it', async () => {
    const { kept, restored } = await storedStateFor(await storedOf('anna'), await openView('anna'))
    expect([restored, own(kept)]).toEqual(['whole', ['objects list']])
  })

  it.each(['nils', 'omar'])(
    'is not there on newer data for %s: equal numbers may mean other values',
    async (subject) => {
      const { kept, restored } = await storedStateFor(await storedOf(subject), await openView(subject))
      expect([restored, [...kept.keys()]]).toEqual(['selections', ['timeline']])
      const { call } = connectClient(await openShopSession(shop, subject, { kept, view: await openView(subject) }))
      const { qReturn } = await call(-1, 'OpenDoc', shopAppId, '', '', '', false)
      expect(await call(qReturn.qHandle, 'BackCount')).toEqual({ qReturn: 0 })
      const selections = { qInfo: { qType: 'selections' }, qSelectionObjectDef: {} }
      const { qReturn: made } = await call(qReturn.qHandle, 'CreateSessionObject', selections)
      expect((await call(made.qHandle, 'GetLayout')).qLayout.qSelectionObject.qSelections ?? []).toEqual([])
    },
  )
})
