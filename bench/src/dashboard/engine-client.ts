import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { closeCodes, createEngineSession, type EngineSession, type SessionHost } from '@understudy/engine'
import { WebSocket, WebSocketServer } from 'ws'
import type { Sales, Viewer } from './sales.js'

// biome-ignore lint/suspicious/noExplicitAny: answers of QIX, read by their names
type Answer = any

/** The client's end of a WebSocket, with an opened app. */
export interface EngineClient {
  readonly call: (handle: number, method: string, params: readonly unknown[]) => Promise<Answer>
  /** Handle of the opened app. */
  readonly app: number
  readonly close: () => Promise<void>
}

const nowhere = async (): Promise<never> => {
  throw new Error('a benchmark has one app')
}

const host: SessionHost = {
  listApps: async () => [],
  copyApp: nowhere,
  readScript: nowhere,
  runScript: nowhere,
  beginExport: nowhere,
  endExport: nowhere,
}

const sessionOf = ({ app, views }: Sales, viewer: Viewer): EngineSession =>
  createEngineSession({
    app,
    ...views[viewer],
    origin: { appId: app.id, ownScript: false },
    limits: { sessionObjects: 100 },
    createId: randomUUID,
    onFailure: (error) => {
      throw error
    },
  })

/** Opens the app in a session of somebody, over a WebSocket on this machine. */
export const openEngineClient = async (sales: Sales, viewer: Viewer): Promise<EngineClient> => {
  const session = sessionOf(sales, viewer)
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  server.on('connection', (socket) => {
    const connection = session.connect(
      { send: (frame) => socket.send(frame), close: (code) => socket.close(code) },
      false,
      host,
    )
    socket.on('message', (message) => connection.receive(String(message)))
    socket.on('close', connection.close)
  })
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const waiting = new Map<number, (frame: Answer) => void>()
  socket.on('message', (message) => {
    const frame = JSON.parse(String(message))
    waiting.get(frame.id)?.(frame)
    waiting.delete(frame.id)
  })
  await once(socket, 'open')
  let lastId = 0
  const call: EngineClient['call'] = async (handle, method, params) => {
    lastId += 1
    const id = lastId
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve))
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, handle, method, params }))
    const { result, error } = await answered
    if (error) throw new Error(`${method}: ${JSON.stringify(error)}`)
    return result
  }
  const { qReturn } = await call(-1, 'OpenDoc', [sales.app.id])
  return {
    call,
    app: qReturn.qHandle,
    close: async () => {
      socket.terminate()
      session.close(closeCodes.terminating, 'The benchmark is over')
      server.close()
    },
  }
}
