import { randomUUID } from 'node:crypto'
import { createEngineSession, type EngineSession, type SessionHost } from '@understudy/engine'
import type { EngineEvents, EngineHost, HostedSession, Opening, TenantDoor } from '../engine-host.js'
import { createServedData, type ServedData, type ServedDataOptions } from './served-data.js'

/** Does engine work in this process. */
export const createInProcessHost = (options: ServedDataOptions, events: EngineEvents): EngineHost => {
  const served = createServedData(options)
  return {
    openSession: async (opening, limits) => {
      const { principal, appId } = opening
      const session = createEngineSession({
        ...(await served.open(opening)),
        principal,
        limits,
        createId: randomUUID,
        onAnswer: events.onAnswer,
        onFailure: (error, traceId) => events.onFailure(error, traceId, appId),
      })
      return hosted(session, served)
    },
    factsOf: served.factsOf,
    forget: served.forget,
    close: served.close,
  }
}

const hosted = (session: EngineSession, served: ServedData): HostedSession => ({
  connect: (transport, attached, door) => {
    const connection = session.connect(transport, attached, sessionHost(door, served.open))
    return {
      receive: (frame) => connection.receive(frame.toString()),
      close: connection.close,
      pending: connection.pending,
      pendingLength: connection.pendingCharacters,
      origin: connection.origin,
    }
  },
  origin: session.origin,
  replaceData: async (opening) => session.replaceData(await served.open(opening)),
  close: session.close,
})

/** The tenant tells where data is; here it is opened. */
const sessionHost = (door: TenantDoor, open: (opening: Opening) => ReturnType<ServedData['open']>): SessionHost => ({
  listApps: door.listApps,
  copyApp: async (appId) => open(await door.copyApp(appId)),
  readScript: door.readScript,
  runScript: async (appId, script, reload) => open(await door.runScript(appId, script, reload)),
})
