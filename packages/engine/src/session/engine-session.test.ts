import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openShop, type Shop, shopAppId } from './testing/shop-app.js'
import { connectClient, openedClient, openShopSession } from './testing/wired-client.js'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const totalCube = {
  qInfo: { qType: 'kpi' },
  qHyperCubeDef: {
    qMeasures: [{ qDef: { qDef: 'Sum([Amount])' } }],
    qInitialDataFetch: [{ qLeft: 0, qTop: 0, qWidth: 1, qHeight: 1 }],
  },
}

const totalOf = (layout: { qHyperCube: { qGrandTotalRow: { qNum: number }[] } }) =>
  layout.qHyperCube.qGrandTotalRow[0]?.qNum

describe('opening', () => {
  it('greets a new and an attached client before anything is asked', async () => {
    const session = await openShopSession(shop)
    expect(connectClient(session).frames).toEqual([
      { jsonrpc: '2.0', method: 'OnConnected', params: { qSessionState: 'SESSION_CREATED' } },
    ])
    expect(connectClient(session, true).frames).toEqual([
      { jsonrpc: '2.0', method: 'OnConnected', params: { qSessionState: 'SESSION_ATTACHED' } },
    ])
  })

  it('has the app of its address as the active one, whether it was opened or not', async () => {
    const session = await openShopSession(shop)
    const client = connectClient(session)
    const active = await client.call(-1, 'GetActiveDoc')
    expect(active.qReturn).toMatchObject({ qType: 'Doc', qGenericId: shopAppId })
    expect(await client.call(-1, 'OpenDoc', shopAppId, '', '', '', false)).toEqual(active)
    expect((await client.call(active.qReturn.qHandle, 'GetAppLayout')).qLayout.qTitle).toBe('The shop')
  })

  it('opens no app but its own', async () => {
    const client = connectClient(await openShopSession(shop))
    expect((await client.request(-1, 'OpenDoc', ['other-app', '', '', '', false])).error).toMatchObject({ code: 1003 })
  })

  it('takes parameters by name too', async () => {
    const client = connectClient(await openShopSession(shop))
    const { result } = await client.request(-1, 'OpenDoc', { qDocName: shopAppId })
    expect(result.qReturn.qType).toBe('Doc')
  })
})

describe('frames that are no proper request', () => {
  it.each([
    ['not json', null, -32700],
    ['[]', null, -32600],
    ['{"jsonrpc":"2.0","handle":-1,"method":"OpenDoc","params":[]}', null, -32600],
    ['{"id":7,"handle":"x","method":"OpenDoc"}', 7, -32600],
    ['{"id":8,"handle":-1,"method":5}', 8, -32600],
    ['{"id":9,"handle":-1,"method":"OpenDoc","params":3}', 9, -32600],
    ['{"id":10,"handle":-1,"method":"Nope","params":[]}', 10, -32601],
    ['{"id":11,"handle":-1,"method":"constructor","params":[]}', 11, -32601],
    ['{"id":12,"handle":99,"method":"GetLayout","params":[]}', 12, -32602],
    ['{"id":13,"handle":-1,"method":"OpenDoc","params":[5]}', 13, -32602],
  ])('answers %s with an error and goes on', async (text, id, code) => {
    const client = connectClient(await openShopSession(shop))
    const answer = client.nextFrame()
    client.sendText(text)
    expect(await answer).toMatchObject({ jsonrpc: '2.0', id, error: { code } })
    expect((await client.call(-1, 'GetProgress')).qProgressData.qFinished).toBe(true)
  })

  it('survives members that are named as those of every object, and nesting without end', async () => {
    const client = await openedClient(await openShopSession(shop, 'anna', { onFailure: () => undefined }))
    const handle = await client.create({
      qInfo: { qType: 'x' },
      toString: 1,
      constructor: { valueOf: 2 },
      qHyperCubeDef: { qMode: 'constructor' },
    })
    const layout = await client.layout(handle)
    expect(layout).toMatchObject({ toString: 1, constructor: { valueOf: 2 }, qHyperCube: { qMode: 'S' } })
    const depth = 100_000
    const deep = `{"id":900,"handle":${client.doc},"method":"CreateSessionObject","params":[{"a":${'['.repeat(depth)}${']'.repeat(depth)}}]}`
    const answer = client.nextFrame()
    client.sendText(deep)
    await answer
    expect((await client.layout(handle)).toString).toBe(1)
  })

  it('tells a failure of the engine by a trace id only', async () => {
    const failures: unknown[] = []
    const session = await openShopSession(shop, 'anna', {
      createId: () => 'trace-1',
      onFailure: (error) => failures.push(error),
      app: {
        ...shop.app,
        properties: {
          get custom(): never {
            throw new TypeError('a secret of qTitle')
          },
        },
      },
    })
    const client = connectClient(session)
    const { qReturn } = await client.call(-1, 'OpenDoc', shopAppId)
    const { error } = await client.request(qReturn.qHandle, 'GetAppProperties')
    expect(error).toMatchObject({ code: -32603 })
    expect(error.message).toContain('trace-1')
    expect(error.message).not.toContain('qTitle')
    expect(failures).toHaveLength(1)
  })
})

describe('changes', () => {
  it('names every live handle after a selection, in the answer and to other connections', async () => {
    const session = await openShopSession(shop)
    const one = await openedClient(session)
    const two = await openedClient(session, true)
    const chart = await one.object('chart-1')
    const total = await one.create(totalCube)
    const otherChart = await two.object('chart-1')
    const city = await one.field('City')
    const answer = await one.request(city, 'SelectValues', [[{ qText: 'Oslo' }], false])
    expect(new Set(answer.change)).toEqual(new Set([one.doc, chart, total]))
    expect(two.pushes()).toEqual([{ jsonrpc: '2.0', change: [two.doc, otherChart] }])
    expect(totalOf(await one.layout(total))).toBe(60)
    expect((await two.layout(otherChart)).qHyperCube.qSize).toEqual({ qcx: 2, qcy: 1 })
  })

  it('names nothing when nothing is selected that was not', async () => {
    const session = await openShopSession(shop)
    const client = await openedClient(session)
    await client.object('chart-1')
    const city = await client.field('City')
    await client.call(city, 'SelectValues', [{ qText: 'Oslo' }], false)
    expect((await client.request(city, 'SelectValues', [[{ qText: 'Oslo' }], false])).change).toBeUndefined()
  })

  it('names only the own handle when properties change, and closes what is destroyed everywhere', async () => {
    const session = await openShopSession(shop)
    const one = await openedClient(session)
    const two = await openedClient(session, true)
    await one.object('chart-1')
    const total = await one.create({ ...totalCube, qInfo: { qId: 'shared', qType: 'kpi' } })
    const otherTotal = await two.object('shared')
    const patch = [{ qOp: 'Add', qPath: '/title', qValue: '"New"' }]
    expect((await one.request(total, 'ApplyPatches', [patch, false])).change).toEqual([total])
    expect(two.pushes()).toEqual([{ jsonrpc: '2.0', change: [otherTotal] }])
    expect((await two.layout(otherTotal)).title).toBe('New')

    const destroyed = await one.request(one.doc, 'DestroySessionObject', ['shared'])
    expect(destroyed).toMatchObject({ result: { qSuccess: true }, close: [total] })
    expect(two.pushes().at(-1)).toEqual({ jsonrpc: '2.0', close: [otherTotal] })
    expect((await two.request(otherTotal, 'GetLayout')).error).toMatchObject({ code: -32602 })
  })

  it('answers what was asked after a selection by that selection, without waiting for its answer', async () => {
    const client = await openedClient(await openShopSession(shop))
    const info = await client.create({ qInfo: { qType: 'x' }, qSelectionObjectDef: {} })
    const chart = await client.object('chart-1')
    const rows = { qMeasureIx: 0, qRange: { qMin: 50, qMax: 100 } }
    const [, layout] = await Promise.all([
      client.call(chart, 'RangeSelectHyperCubeValues', '/qHyperCubeDef', [rows], [], false),
      client.call(info, 'GetLayout'),
    ])
    expect(layout.qLayout.qSelectionObject.qSelections).toMatchObject([{ qField: 'City', qSelectedCount: 3 }])
  })

  it('goes on answering while other objects come and go in numbers', async () => {
    const client = await openedClient(await openShopSession(shop))
    const total = await client.create(totalCube)
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        index % 2 === 0
          ? client.request(total, 'GetLayout')
          : client.request(client.doc, 'CreateSessionObject', [{ qInfo: { qType: 'x' } }]),
      ),
    )
    expect(answers.filter(({ error }) => error)).toEqual([])
  })

  it('never answers a query with numbers of selections that a client was told are over', async () => {
    const client = await openedClient(await openShopSession(shop))
    const total = await client.create(totalCube)
    const city = await client.field('City')
    const names = ['Oslo', 'Bergen', 'Paris', 'Lyon']
    const sums: Record<string, number> = { Oslo: 60, Bergen: 20, Paris: 60, Lyon: 60 }
    for (const name of names) {
      const early = client.request(total, 'GetLayout')
      const select = client.request(city, 'SelectValues', [[{ qText: name }], false])
      await Promise.all([early, select])
      const order = client.frames.map((frame) => frame.id)
      const answers = await Promise.all([early, select])
      if (order.indexOf(answers[0].id) > order.indexOf(answers[1].id))
        expect(totalOf(answers[0].result.qLayout)).toBe(sums[name])
    }
  })
})

describe('connections', () => {
  it('gives each connection handles of its own and the session one state', async () => {
    const session = await openShopSession(shop)
    const one = await openedClient(session)
    await one.create(totalCube)
    const handle = await one.object('chart-1')
    const two = await openedClient(session, true)
    expect((await two.request(handle, 'GetLayout')).error).toMatchObject({ code: -32602 })
    expect(await one.object('chart-1')).toBe(handle)
  })

  it('keeps selections and session objects for a connection that comes later', async () => {
    const session = await openShopSession(shop)
    const one = await openedClient(session)
    await one.create({ ...totalCube, qInfo: { qId: 'mine', qType: 'kpi' } })
    await one.call(await one.field('Year'), 'SelectValues', [{ qNumber: 2023, qIsNumeric: true }], false)
    one.disconnect()
    const two = await openedClient(session, true)
    expect(totalOf(await two.layout(await two.object('mine')))).toBe(75)
  })

  it('ends the selection mode of a connection that is lost, and keeps what it selected', async () => {
    const session = await openShopSession(shop)
    const one = await openedClient(session)
    const two = await openedClient(session, true)
    const chart = await one.object('chart-1')
    await one.call(chart, 'BeginSelections', ['/qHyperCubeDef'])
    await one.call(chart, 'SelectHyperCubeValues', '/qHyperCubeDef', 0, [0], false)
    const year = await two.field('Year')
    const blocked = await two.request(year, 'SelectValues', [[{ qText: '2023' }], false])
    expect(blocked.error).toMatchObject({ code: 6003 })
    one.disconnect()
    const total = await two.create(totalCube)
    expect((await two.call(year, 'SelectValues', [{ qText: '2023' }], false)).qReturn).toBe(true)
    expect(totalOf(await two.layout(total))).toBe(30)
  })

  it('closes every connection with its code, and answers nothing afterwards', async () => {
    const session = await openShopSession(shop)
    const one = await openedClient(session)
    const two = connectClient(session, true)
    const total = await one.create(totalCube)
    one.request(total, 'GetLayout')
    session.close(4003, 'over')
    expect([one.closes, two.closes]).toEqual([[{ code: 4003, reason: 'over' }], [{ code: 4003, reason: 'over' }]])
    const count = one.frames.length
    one.sendText('{"id":500,"handle":-1,"method":"GetProgress","params":[]}')
    await vi.waitFor(() => expect(one.pending()).toBe(0))
    expect(one.frames).toHaveLength(count)
  })

  it('bounds the session objects of a session', async () => {
    const client = await openedClient(await openShopSession(shop))
    for (let i = 0; i < 50; i++) await client.create({ qInfo: { qType: 'x' } })
    expect((await client.request(client.doc, 'CreateSessionObject', [{ qInfo: { qType: 'x' } }])).error).toMatchObject({
      code: 19,
    })
    expect((await client.call(client.doc, 'DestroySessionObject', 'generated-1')).qSuccess).toBe(true)
    await client.create({ qInfo: { qType: 'x' } })
  })
})
