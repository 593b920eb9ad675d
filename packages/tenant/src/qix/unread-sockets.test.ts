import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import * as ws from 'ws'
import { type Credentials, type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { attachQix } from './attach-qix.js'
import { openRawSocket } from './testing/raw-socket.js'
import { addReader, loadSmallApp, smallAppId } from './testing/small-app.js'

const readingTime = 3

let tenant: StartedTenant
let client: Credentials
beforeAll(async () => {
  tenant = await startTenant({ upgrades: [attachQix], config: { qixReadingTime: readingTime } })
  await loadSmallApp(tenant)
  client = await tenant.addClient()
})
afterAll(() => tenant.close())

/** A WebSocket client that reads nothing after the handshake until it is told to. */
const openSilentReader = async (token: string): Promise<Socket> => {
  const { hostname, port } = new URL(tenant.url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(
    [
      `GET /app/${smallAppId} HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      `Authorization: Bearer ${token}`,
      '\r\n',
    ].join('\r\n'),
  )
  await once(socket, 'data')
  socket.pause()
  return socket
}

/** The package makes frames, but its types do not say so. */
const { Sender } = ws as unknown as { Sender: { frame: (data: Buffer, options: object) => Buffer[] } }

const frame = (id: number, handle: number, method: string, ...params: unknown[]): Buffer =>
  Buffer.concat(
    Sender.frame(Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, handle, method, params })), {
      fin: true,
      rsv1: false,
      opcode: 1,
      mask: true,
      readOnly: false,
    }),
  )

/** Asks for much more than is kept for anybody: an object of half a megabyte, three hundred times. */
const askForALot = (socket: Socket): void => {
  socket.write(frame(1, -1, 'OpenDoc', smallAppId))
  socket.write(frame(2, 1, 'CreateSessionObject', { qInfo: { qType: 'x' }, text: 'x'.repeat(500_000) }))
  for (let id = 3; id < 303; id++) socket.write(frame(id, 2, 'GetProperties', 'x'.repeat(60_000)))
}

describe('a client that does not read', () => {
  it('is read no further, and cut when its time is over; others are answered meanwhile', async () => {
    const user = await addReader(tenant, 'everything')
    const silent = await openSilentReader(await tenant.userToken(user, client))
    const began = Date.now()
    const ended = new Promise((resolve) => silent.once('close', resolve))
    askForALot(silent)
    await setTimeout(1_500)
    // Requests of eighteen megabytes in all do not get through.
    expect(silent.writableLength).toBeGreaterThan(1_000_000)
    expect(silent.destroyed).toBe(false)
    const other = await openRawSocket(`${tenant.url}/app/${smallAppId}/identity/other`, {
      authorization: `Bearer ${await tenant.userToken(user, client)}`,
    })
    expect((await other.request(-1, 'OpenDoc', smallAppId)).result.qReturn.qType).toBe('Doc')
    await ended
    expect(Date.now() - began).toBeGreaterThan(readingTime * 1_000 - 500)
    expect(Date.now() - began).toBeLessThan(readingTime * 1_000 + 60_000)
    other.close()
  })

  it('has no more computed for it than it may leave unread, and what was being computed', async () => {
    const user = await addReader(tenant, 'everything')
    const silent = await openSilentReader(await tenant.userToken(user, client))
    const sent = vi.spyOn(ws.WebSocket.prototype, 'send')
    const cut = vi.spyOn(ws.WebSocket.prototype, 'terminate')
    const bytesSent = () =>
      sent.mock.calls.reduce((sum, [data]) => sum + (typeof data === 'string' ? data : (data as Buffer)).length, 0)
    silent.write(frame(1, -1, 'OpenDoc', smallAppId))
    silent.write(frame(2, 1, 'CreateSessionObject', { qInfo: { qType: 'x' }, text: 'x'.repeat(900_000) }))
    await vi.waitFor(
      () => expect(sent.mock.calls.some(([data]) => String(data).includes('"id":2,'))).toBe(true),
      30_000,
    )
    // As many requests as are read, and the answers to all would be 58 MB.
    for (let id = 3; id < 67; id++) silent.write(frame(id, 2, 'GetProperties'))
    await vi.waitFor(() => expect(bytesSent()).toBeGreaterThan(8_000_000), { timeout: 30_000 })
    await vi.waitFor(() => expect(cut).toHaveBeenCalled(), 30_000)
    expect(bytesSent()).toBeLessThan(45_000_000)
    silent.destroy()
    vi.restoreAllMocks()
  })

  it('is left alone while it reads, however much it asks for', async () => {
    const user = await addReader(tenant, 'everything')
    const reading = await openSilentReader(await tenant.userToken(user, client))
    let bytes = 0
    reading.on('data', (chunk) => {
      bytes += chunk.length
    })
    reading.resume()
    askForALot(reading)
    await expect.poll(() => bytes, { timeout: 50_000 }).toBeGreaterThan(280 * 500_000)
    expect(reading.destroyed).toBe(false)
    await setTimeout(readingTime * 1_000 + 500)
    expect(reading.destroyed).toBe(false)
    reading.destroy()
  })
})
