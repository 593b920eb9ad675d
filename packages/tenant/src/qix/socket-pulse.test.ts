import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type Credentials, type StartedTenant, startTenant } from '../testing/started-tenant.js'
import { attachQix } from './attach-qix.js'
import { addReader, loadSmallApp, smallAppId } from './testing/small-app.js'

let tenant: StartedTenant
let client: Credentials
beforeAll(async () => {
  tenant = await startTenant({ upgrades: [attachQix], config: { qixPingInterval: 1 } })
  await loadSmallApp(tenant)
  client = await tenant.addClient()
})
afterAll(() => tenant.close())

const open = async (name: string, answersPings: boolean) => {
  const token = await tenant.userToken(await addReader(tenant, 'everything'), client)
  const url = `${tenant.url.replace('http', 'ws')}/app/${smallAppId}/identity/${name}`
  const options = { headers: { authorization: `Bearer ${token}` }, autoPong: answersPings }
  const socket = new WebSocket(url, options)
  let pings = 0
  socket.on('ping', () => (pings += 1))
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  return { socket, closed, pings: () => pings }
}

test('an idle socket is pinged, and stays open as long as it answers', async () => {
  const { socket, pings } = await open('answering', true)
  await setTimeout(5_500)
  expect(socket.readyState).toBe(WebSocket.OPEN)
  expect(pings()).toBeGreaterThanOrEqual(4)
  socket.close()
})

test('a socket whose client is gone is cut', async () => {
  const { closed, pings } = await open('gone', false)
  expect(await closed).toBe(1006)
  expect(pings()).toBe(2)
})

test('a client that sends anything is there', async () => {
  const { socket, pings } = await open('sending', false)
  for (let id = 1; id < 12; id++) {
    await setTimeout(500)
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, handle: -1, method: 'EngineVersion', params: [] }))
  }
  expect(socket.readyState).toBe(WebSocket.OPEN)
  expect(pings()).toBeGreaterThanOrEqual(4)
  socket.close()
})

test('a client that still has to read what it asked for is waited for', async () => {
  const { socket, closed } = await open('slow', false)
  const send = (id: number, handle: number, method: string, params: unknown[]) =>
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, handle, method, params }))
  send(1, -1, 'OpenDoc', [smallAppId])
  send(2, 1, 'CreateSessionObject', [{ qInfo: { qType: 'x' }, text: 'x'.repeat(100_000) }])
  await new Promise((resolve) => socket.on('message', (data) => String(data).includes('"id":2,') && resolve(data)))
  send(3, 2, 'GetProperties', [])
  await setTimeout(5_000)
  expect(socket.readyState).toBe(WebSocket.OPEN)
  expect(await closed).toBe(1006)
})
