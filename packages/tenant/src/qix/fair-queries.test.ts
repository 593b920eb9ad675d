import { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Credentials, type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { attachQix } from './attach-qix.js'
import { loadOrdersApp, newChart, orderCount, ordersAppId } from './testing/orders-app.js'
import { openRawSocket, type RawSocket } from './testing/raw-socket.js'

let tenant: StartedTenant
let client: Credentials
beforeAll(async () => {
  // In this process, as the tests look into the database.
  tenant = await startTenant({ upgrades: [attachQix], config: { engineProcesses: 0 } })
  await loadOrdersApp(tenant)
  client = await tenant.addClient()
}, 120_000)
afterAll(() => tenant.close())
afterEach(() => vi.restoreAllMocks())

const person = async () => {
  const userId = await tenant.addUser()
  return async (identity: string): Promise<RawSocket> => {
    const url = `${tenant.url}/app/${ordersAppId}/identity/${identity}`
    const socket = await openRawSocket(url, { authorization: `Bearer ${await tenant.userToken(userId, client)}` })
    await socket.request(-1, 'OpenDoc', ordersAppId)
    return socket
  }
}

let charts = 0
const create = async (socket: RawSocket): Promise<number> => {
  charts += 1
  const { result } = await socket.request(1, 'CreateSessionObject', newChart(`Sum(Amount * ${charts})`))
  return result.qReturn.qHandle
}

/** Statements of the database, as they begin. */
const watchStatements = () => vi.spyOn(DuckDBPreparedStatement.prototype, 'stream')

describe('queries of several people', () => {
  it('take turns: one who asks first is not waited for by one who asks later', { timeout: 120_000 }, async () => {
    const anna = await person()
    const ben = await person()
    const crowd = await Promise.all(Array.from({ length: 8 }, (_, index) => anna(`tab-${index}`)))
    const asked = await Promise.all(
      crowd.flatMap((socket) => [0, 1, 2].map(async () => ({ socket, chart: await create(socket) }))),
    )
    const other = await ben('one')
    const chart = await create(other)
    let answered = 0
    const answers = asked.map(async ({ socket, chart: own }) => {
      await socket.request(own, 'GetLayout')
      answered += 1
    })
    await Promise.race(answers)
    const before = answered
    expect((await other.request(chart, 'GetLayout')).result.qLayout.qHyperCube.qSize.qcy).toBe(orderCount)
    // Without turns, all others would come first, which are more than twenty.
    expect(answered - before).toBeLessThan(18)
    await Promise.all(answers)
    for (const socket of [...crowd, other]) socket.close()
  })
})

describe('what nobody waits for any more', () => {
  it('is stopped in the database when the socket is cut, and what waits is never begun', {
    timeout: 120_000,
  }, async () => {
    const anna = await person()
    const socket = await anna('cut')
    const handles = [await create(socket), await create(socket)]
    const interrupted = vi.spyOn(DuckDBConnection.prototype, 'interrupt')
    const begun = watchStatements()
    for (const handle of handles) void socket.request(handle, 'GetLayout')
    await vi.waitFor(() => expect(begun).toHaveBeenCalled(), { timeout: 30_000, interval: 1 })
    socket.drop()
    await vi.waitFor(() => expect(interrupted).toHaveBeenCalled(), { timeout: 30_000, interval: 1 })
    const count = begun.mock.calls.length
    // Somebody else's whole answer: what was to come would have come meanwhile.
    const other = await (await person())('one')
    await other.request(1, 'GetAppLayout')
    expect(begun.mock.calls.length - count).toBeLessThan(3)
    other.close()
  })

  it.each(['CancelRequest', 'AbortRequest', 'AbortAll'])(
    'is answered as aborted after %s',
    { timeout: 120_000 },
    async (method) => {
      const socket = await (await person())('cancel')
      const handle = await create(socket)
      const interrupted = vi.spyOn(DuckDBConnection.prototype, 'interrupt')
      const begun = watchStatements()
      const answer = socket.request(handle, 'GetLayout')
      await vi.waitFor(() => expect(begun).toHaveBeenCalled(), { timeout: 30_000, interval: 1 })
      // OpenDoc and CreateSessionObject came before it.
      await socket.request(-1, method, 3)
      expect((await answer).error).toMatchObject({ code: 15, parameter: 'QIX-ABORTED' })
      expect(interrupted).toHaveBeenCalled()
      expect((await socket.request(handle, 'GetLayout')).result.qLayout.qHyperCube.qSize.qcy).toBe(orderCount)
      socket.close()
    },
  )

  it('goes on for another socket of the session that waits for the same', { timeout: 120_000 }, async () => {
    const anna = await person()
    const [one, two] = [await anna('shared'), await anna('shared')]
    const chart = { ...newChart('Sum(Amount * 7777)'), qInfo: { qType: 'chart', qId: 'shared' } }
    const { qReturn } = (await one.request(1, 'CreateSessionObject', chart)).result
    const same = (await two.request(1, 'GetObject', 'shared')).result.qReturn.qHandle
    const begun = watchStatements()
    void one.request(qReturn.qHandle, 'GetLayout')
    const answer = two.request(same, 'GetLayout')
    await vi.waitFor(() => expect(begun).toHaveBeenCalled(), { timeout: 30_000, interval: 1 })
    one.drop()
    expect((await answer).result.qLayout.qHyperCube.qSize.qcy).toBe(orderCount)
    two.close()
  })
})

describe('many pages of one cube', () => {
  const pages = (count: number, step: number) =>
    Array.from({ length: count }, (_, index) => ({ qLeft: 0, qTop: index * step, qWidth: 2, qHeight: 2 }))

  it('are one query where they lie near each other, with the rows of each', { timeout: 120_000 }, async () => {
    const socket = await (await person())('pages')
    const handle = await create(socket)
    await socket.request(handle, 'GetLayout')
    const statements = vi.spyOn(DuckDBConnection.prototype, 'prepare')
    const { result } = await socket.request(handle, 'GetHyperCubeData', '/qHyperCubeDef', pages(500, 100).reverse())
    expect(statements.mock.calls.filter(([sql]) => sql.includes('AS cube'))).toHaveLength(1)
    expect(statements.mock.calls.length).toBeLessThan(100)
    // biome-ignore lint/suspicious/noExplicitAny: cells of QIX
    const firsts = result.qDataPages.map(({ qMatrix }: any) => qMatrix.map((row: any) => row[0].qNum))
    expect(firsts[0]).toEqual([49_900, 49_901])
    expect(firsts[499]).toEqual([0, 1])
    socket.close()
  })
})
