import { once } from 'node:events'
import { WebSocket } from 'ws'
import { crowdAppId } from './crowd-tenant.js'

// biome-ignore lint/suspicious/noExplicitAny: answers of QIX, read by their names
type Answer = any

/** A person's WebSocket with the app opened. */
export interface QixSocket {
  readonly socket: WebSocket
  /** Handle of the app. */
  readonly app: number
  /** Resolves to the result or the error of a call. @throws when the socket ends before the answer */
  readonly ask: (handle: number, method: string, ...params: readonly unknown[]) => Promise<Answer>
  /** Sends a request and waits for nothing. */
  readonly send: (handle: number, method: string, ...params: readonly unknown[]) => void
  /** Makes a session object; resolves to its handle. @throws where it is refused */
  readonly create: (properties: object) => Promise<number>
}

/** Connects a person, by a token of theirs, and opens the app. @param identity keeps sessions of the person apart */
export const openQixSocket = async (url: string, token: string, identity = ''): Promise<QixSocket> => {
  const path = `/app/${crowdAppId}${identity === '' ? '' : `/identity/${identity}`}`
  const socket = new WebSocket(url.replace(/^http/, 'ws') + path, { headers: { authorization: `Bearer ${token}` } })
  const waiting = new Map<number, { readonly answer: (frame: Answer) => void; readonly fail: (error: Error) => void }>()
  socket.on('message', (message) => {
    const frame = JSON.parse(String(message))
    waiting.get(frame.id)?.answer(frame)
    waiting.delete(frame.id)
  })
  socket.on('error', () => undefined)
  socket.once('close', (code) => {
    for (const { fail } of waiting.values()) fail(new Error(`the socket was closed with ${code}`))
  })
  await once(socket, 'open')
  let lastId = 0
  const send: QixSocket['send'] = (handle, method, ...params) => {
    lastId += 1
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: lastId, handle, method, params }))
  }
  const ask: QixSocket['ask'] = (handle, method, ...params) => {
    if (socket.readyState !== socket.OPEN) throw new Error('the socket is closed')
    return new Promise((answer, fail) => {
      waiting.set(lastId + 1, { answer, fail })
      send(handle, method, ...params)
    })
  }
  const app = (await ask(-1, 'OpenDoc', crowdAppId)).result.qReturn.qHandle
  return {
    socket,
    app,
    ask,
    send,
    create: async (properties) => {
      const { result, error } = await ask(app, 'CreateSessionObject', properties)
      if (error) throw new Error(JSON.stringify(error))
      return result.qReturn.qHandle
    },
  }
}
