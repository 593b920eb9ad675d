import { UnderstudyError } from '@understudy/contract'
import type { SessionHost } from '../../rpc/session-data.js'
import { openDataView } from '../../security/data-view.js'
import type { Transport } from '../connection.js'
import { createEngineSession, type EngineSession, type EngineSessionOptions } from '../engine-session.js'
import { type Shop, shopAppId } from './shop-app.js'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
type Answer = any

/** A client at the other end of a connection: it sends frames and sees what comes back. */
export interface WiredClient {
  /** Every frame that arrived, parsed. */
  readonly frames: Answer[]
  /** Frames that answer no request. */
  readonly pushes: () => Answer[]
  readonly closes: { code: number; reason: string }[]
  /** Sends a request and resolves to the whole response frame. */
  readonly request: (handle: number, method: string, params?: unknown) => Promise<Answer>
  /** The `result` of a request; rejects with the error of its frame. */
  readonly call: (handle: number, method: string, ...params: unknown[]) => Promise<Answer>
  readonly sendText: (text: string) => void
  readonly nextFrame: () => Promise<Answer>
  readonly disconnect: () => void
  readonly pending: () => number
  /** Has a request answered that another process has not answered. */
  readonly refuse: (text: string) => void
}

const nowhere = async (): Promise<never> => {
  throw new UnderstudyError('APP-UNKNOWN', 'There are no other apps.')
}

/** A tenant without apps. */
export const noHost: SessionHost = {
  listApps: async () => [],
  copyApp: nowhere,
  readScript: nowhere,
  runScript: nowhere,
  beginExport: nowhere,
  endExport: nowhere,
}

/**
 * Connects a client to a session.
 *
 * @param again the number that the client had when the session was open elsewhere
 */
export const connectClient = (session: EngineSession, attached = false, host = noHost, again?: number): WiredClient => {
  const frames: Answer[] = []
  const closes: { code: number; reason: string }[] = []
  const waiting = new Map<number, (frame: Answer) => void>()
  let anyFrame: ((frame: Answer) => void)[] = []
  let lastId = 0
  const transport: Transport = {
    send: (text) => {
      const frame = JSON.parse(text)
      frames.push(frame)
      waiting.get(frame.id)?.(frame)
      const listeners = anyFrame
      anyFrame = []
      for (const listener of listeners) listener(frame)
    },
    close: (code, reason) => closes.push({ code, reason }),
  }
  const connection =
    again === undefined ? session.connect(transport, attached, host) : session.reconnect(transport, host, again)
  const request = (handle: number, method: string, params: unknown = []): Promise<Answer> => {
    lastId += 1
    const id = lastId
    const answer = new Promise<Answer>((resolve) => waiting.set(id, resolve))
    connection.receive(JSON.stringify({ jsonrpc: '2.0', id, handle, method, params, delta: true }))
    return answer
  }
  return {
    frames,
    pushes: () => frames.filter((frame) => frame.id === undefined && frame.method === undefined),
    closes,
    request,
    call: async (handle, method, ...params) => {
      const { result, error } = await request(handle, method, params)
      if (error) throw Object.assign(new Error(error.message), error)
      return result
    },
    sendText: connection.receive,
    nextFrame: () => new Promise((resolve) => anyFrame.push(resolve)),
    disconnect: connection.close,
    pending: connection.pending,
    refuse: connection.refuse,
  }
}

/** Opens a session of one person of the shop. */
export const openShopSession = async (
  shop: Shop,
  subject = 'anna',
  options: Partial<EngineSessionOptions> = {},
): Promise<EngineSession> => {
  const principal = { tenantId: 't', userId: subject, subject, groups: [] }
  let lastId = 0
  return createEngineSession({
    app: shop.app,
    principal,
    view: await openDataView(shop.snapshot, principal),
    origin: { appId: shop.app.id, ownScript: false },
    limits: { sessionObjects: 50 },
    createId: () => {
      lastId += 1
      return `generated-${lastId}`
    },
    onFailure: (error) => {
      throw error
    },
    ...options,
  })
}

/** A client that has opened the app: `doc` is its handle. */
export const openedClient = async (session: EngineSession, attached = false, host = noHost) => {
  const client = connectClient(session, attached, host)
  const { qReturn } = await client.call(-1, 'OpenDoc', shopAppId, '', '', '', false)
  const doc: number = qReturn.qHandle
  return {
    ...client,
    doc,
    /** Handle of an object of the app. */
    object: async (id: string): Promise<number> => (await client.call(doc, 'GetObject', id)).qReturn.qHandle,
    /** Handle of a new session object. */
    create: async (properties: unknown): Promise<number> =>
      (await client.call(doc, 'CreateSessionObject', properties)).qReturn.qHandle,
    layout: async (handle: number): Promise<Answer> => (await client.call(handle, 'GetLayout')).qLayout,
    field: async (name: string): Promise<number> => (await client.call(doc, 'GetField', name)).qReturn.qHandle,
  }
}
