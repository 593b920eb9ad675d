import { randomUUID } from 'node:crypto'
import {
  type Connection,
  createEngineSession,
  type EngineSession,
  type EngineSessionOptions,
  type Principal,
  type Restored,
  type SessionData,
  type SessionHost,
  type SessionLimits,
  storedStateFor,
} from '@understudy/engine'
import type {
  EngineEvents,
  EngineHost,
  HostedConnection,
  HostedSession,
  HostedTransport,
  Opening,
  SessionKeeping,
  TenantDoor,
} from '../engine-host.js'
import { createServedData, type ServedData, type ServedDataOptions } from './served-data.js'

/** Does engine work in this process, where no session is ever lost. */
export interface InProcessHost extends Omit<EngineHost, 'openSession'> {
  readonly openSession: (
    opening: Opening,
    limits: SessionLimits,
    onLost?: () => void,
    hooks?: SessionHooks,
  ) => Promise<LocalSession>
}

/** What is told of a session to whoever passes it on, and what was told when it lived elsewhere. */
export type SessionHooks = Pick<EngineSessionOptions, 'onOrigin' | 'keep' | 'kept'> & Partial<SessionKeeping>

/** A session of this process. */
export interface LocalSession extends Omit<HostedSession, 'connect'> {
  /** @param id tells the client apart from others of the session; the next number unless given */
  readonly connect: (transport: HostedTransport, attached: boolean, door: TenantDoor, id?: number) => LocalConnection
  /** Connects a client that was there before the session was opened again. */
  readonly reconnect: (transport: HostedTransport, door: TenantDoor, id: number) => LocalConnection
}

export interface LocalConnection extends HostedConnection {
  /** Answers a frame that another process took and did not answer: that it has to be sent again. */
  readonly refuse: (frame: Buffer, onAnswered: () => void) => void
}

/** Does engine work in this process. */
export const createInProcessHost = (options: ServedDataOptions, events: EngineEvents): InProcessHost => {
  const served = createServedData(options)
  return {
    openSession: async (opening, limits, _onLost, hooks = {}) => {
      const { principal, appId } = opening
      const { stored, ...told } = hooks
      const data = await served.open(opening)
      const again = stored && (await storedStateFor(stored, data.view))
      const session = createEngineSession({
        ...data,
        principal,
        limits,
        createId: randomUUID,
        onAnswer: events.onAnswer,
        onFailure: (error, traceId) => events.onFailure(error, traceId, appId),
        ...told,
        ...(again ? { kept: again.kept } : {}),
      })
      hooks.onOrigin?.(session.origin())
      return hosted(session, served, principal, again?.restored ?? null)
    },
    factsOf: served.factsOf,
    forget: served.forget,
    close: served.close,
  }
}

const hosted = (
  session: EngineSession,
  served: ServedData,
  { tenantId, userId }: Principal,
  restored: Restored | null,
): LocalSession => {
  const open = async (opening: Opening): Promise<SessionData> => {
    const { principal } = opening
    if (principal.tenantId !== tenantId || principal.userId !== userId)
      throw new Error('a session was to open what somebody else may see')
    return served.open(opening)
  }
  return {
    connect: (transport, attached, door, id) =>
      linked(session.connect(transport, attached, sessionHost(door, open), id)),
    reconnect: (transport, door, id) => linked(session.reconnect(transport, sessionHost(door, open), id)),
    origin: session.origin,
    replaceData: async (opening) => session.replaceData(await open(opening)),
    close: session.close,
    restored: () => restored,
  }
}

const linked = (connection: Connection): LocalConnection => ({
  receive: (frame, onAnswered) => connection.receive(frame.toString(), onAnswered),
  refuse: (frame, onAnswered) => connection.refuse(frame.toString(), onAnswered),
  close: connection.close,
  pending: connection.pending,
  pendingLength: connection.pendingCharacters,
  origin: connection.origin,
})

/** The tenant tells where data is; here it is opened. */
const sessionHost = (door: TenantDoor, open: ServedData['open']): SessionHost => ({
  listApps: door.listApps,
  copyApp: async (appId) => open(await door.copyApp(appId)),
  readScript: door.readScript,
  runScript: async (appId, script, reload) => open(await door.runScript(appId, script, reload)),
  beginExport: door.beginExport,
  endExport: door.endExport,
})
