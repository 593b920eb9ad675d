import { once } from 'node:events'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { type CloseCode, closeCodes } from '@understudy/engine'
import { type WebSocket, WebSocketServer } from 'ws'
import { createSessionScripts } from '../apps/session-scripts.js'
import { createViewCounter } from '../apps/views/view-counter.js'
import { nodeId } from '../audit/node-id.js'
import { dataPaths } from '../config/data-paths.js'
import { createSessionRegistry, type Schedule } from '../engine-host/sessions/session-registry.js'
import { startEngines } from '../engine-host/start-engines.js'
import { createRunningExports } from '../exports/running-exports.js'
import { createLogger } from '../http/logger.js'
import type { UpgradeAttachment } from '../http/start-server.js'
import { createKeptSessions, noKeptSessions } from '../kept-sessions/kept-sessions.js'
import { createQueryLog } from '../query-log/query-log.js'
import { followReloads } from './follow-reloads.js'
import { createOpenedApps } from './opened-apps.js'
import { serveSocket } from './serve-socket.js'
import { isQixPath } from './socket-address.js'
import { createSocketIdentities } from './socket-identities.js'
import { keepPulse } from './socket-pulse.js'

/** Bytes of a frame that a client may send; a larger one ends the socket with the standard code 1009. */
const maxFrameBytes = 1024 * 1024

/** How long clients may take to answer a close, in ms. */
const farewell = 1000

const schedule: Schedule = (run, ms) => {
  const stop = new AbortController()
  setTimeout(ms, undefined, { ref: false, signal: stop.signal }).then(run, () => undefined)
  return () => stop.abort()
}

const refuseUpgrade = (socket: Duplex, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/**
 * Serves QIX over WebSocket at `/app/{appId}` (contract 0.6 to 0.8). Whoever may not enter is let in and closed with a
 * code and a reason, because browsers hide the status of a refused upgrade from the page.
 */
export const attachQix: UpgradeAttachment = (
  server,
  tenantOf,
  { config, store, clock, identityChanges, metrics, randomness, keptSessionKey },
) => {
  const log = createLogger(config.logLevel)
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes, clientTracking: true })
  const home = dataPaths(config).sessionApps
  const { host, processes } = startEngines(
    { home, processes: config.engineProcesses, patience: config.enginePatience },
    {
      onAnswer: ({ method, outcome, ms }) => {
        metrics.count('understudy_qix_calls_total', { method, outcome })
        metrics.observe('understudy_qix_call_seconds', { method }, ms / 1000)
      },
      onFailure: (error, traceId, appId) => log.error({ err: error, traceId, appId }, 'A QIX call failed'),
      onDeparture: ({ stuck, ...departure }) => {
        metrics.count('understudy_engine_process_ends_total', { reason: stuck ? 'stuck' : 'crashed' })
        log.error(departure, stuck ? 'An engine process did not answer and was ended' : 'An engine process ended')
      },
    },
  )
  metrics.read('understudy_engine_process_memory_bytes', () =>
    processes().map(({ memory }, index) => ({ labels: { process: String(index) }, value: memory })),
  )
  metrics.read('understudy_engine_process_sessions', () =>
    processes().map(({ sessions: living }, index) => ({ labels: { process: String(index) }, value: living })),
  )
  const apps = createOpenedApps(store, config, host)
  const scripts = createSessionScripts(home)
  const exports = {
    running: createRunningExports(schedule),
    nodeId: nodeId(dataPaths(config).nodeIdFile, randomness.uuid),
  }
  const sessions = createSessionRegistry(schedule, config.qixSessionsPerUser)
  const kept =
    config.qixKeptSessionTime === 0
      ? noKeptSessions
      : createKeptSessions({
          store,
          key: keptSessionKey,
          bytes: randomness.bytes,
          metrics,
          log,
          clock,
          uuid: randomness.uuid,
          lifetime: config.qixKeptSessionTime * 1000,
        })
  const identities = createSocketIdentities()
  const views = createViewCounter(store, clock, log)
  const { uuid } = randomness
  const share = config.queryLog / 100
  const queries = createQueryLog({ store, metrics, log, clock, uuid, random: Math.random, share })
  metrics.read('understudy_qix_sockets', () => [{ value: sockets.clients.size }])
  metrics.read('understudy_qix_sessions', () => [{ value: sessions.sessions().length }])
  const authenticationFailed: [CloseCode, string] = [closeCodes.authenticationFailed, 'The access was revoked']

  const stopListening = identityChanges.subscribe((change) => {
    identities.revoke(change)
    if (change.kind === 'user' || change.kind === 'tenant')
      sessions.terminate(
        ({ principal }) =>
          principal.tenantId === change.tenantId && (change.kind === 'tenant' || principal.userId === change.id),
        ...authenticationFailed,
      )
  })

  const stopHearing = identityChanges.subscribeToHearing((loss) => {
    if (loss === 'missed') return identities.reconsider()
    // Whoever comes back is let in by the store alone.
    for (const socket of sockets.clients) socket.close(closeCodes.terminating, 'This node cannot hear of revocations')
  })

  server.on('upgrade', (request, stream: Duplex, head) => {
    if (!isQixPath(request.url ?? '')) return refuseUpgrade(stream, '404 Not Found')
    const context = tenantOf(request)
    if (!context) return refuseUpgrade(stream, '421 Misdirected Request')
    if (context.tenant.status !== 'active') return refuseUpgrade(stream, '403 Forbidden')
    sockets.handleUpgrade(request, stream, head, (socket: WebSocket) => {
      keepPulse(socket, stream as Socket, config.qixPingInterval * 1000)
      serveSocket(
        { host, apps, scripts, exports, sessions, identities, views, queries, kept, log },
        context,
        request,
        socket,
      )
    })
  })

  const stopFollowing = followReloads(store, apps, sessions, log)

  return async () => {
    stopListening()
    stopHearing()
    stopFollowing()
    const leaving = [...sockets.clients]
    const left = Promise.all(leaving.map((socket) => once(socket, 'close')))
    for (const socket of leaving) socket.close(closeCodes.terminating, 'The server is restarting')
    // First, so that what ends with this process stays for the next one.
    const written = kept.close()
    sessions.terminate(() => true, closeCodes.terminating, 'The server is restarting')
    await Promise.race([left, setTimeout(farewell, undefined, { ref: false })])
    for (const socket of leaving) socket.terminate()
    sockets.close()
    await views.close()
    await queries.close()
    await written
    await host.close()
  }
}
