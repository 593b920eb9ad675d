import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { UnderstudyError } from '@understudy/contract'
import type { FastifyBaseLogger } from 'fastify'
import { shareUnshared } from '../apps/contents/share-contents.js'
import { dataPaths } from '../config/data-paths.js'
import type { Config } from '../config/options.js'
import { listeningUrl } from '../network/listening-url.js'
import { type OutboundEffects, systemOutboundEffects } from '../network/outbound-requests.js'
import { followHealth, readinessChecks } from '../operations/health.js'
import { createMetrics } from '../operations/metrics.js'
import { listTenants } from '../tenants/list-tenants.js'
import { type ServedTenants, serveTenants } from '../tenants/served-tenants.js'
import type { Tenant } from '../tenants/tenant.js'
import type { ServerDependencies, TenantContext } from '../tenants/tenant-context.js'
import { requestedHost } from './forwarded.js'
import { openDependencies } from './open-dependencies.js'
import { startOperationsServer } from './operations-server.js'
import { hostProblem, resolveTarget } from './request-target.js'
import { buildServer, type RouteRegistration } from './server.js'

/**
 * Answers the `upgrade` requests of a server (the QIX WebSocket).
 *
 * @param tenantOf the tenant that an upgrade request is addressed to; undefined when its host name belongs to none
 * @returns ends what was begun: closes the sockets and frees the engine
 */
export type UpgradeAttachment = (
  server: Server,
  tenantOf: (request: IncomingMessage) => TenantContext | undefined,
  dependencies: ServerDependencies,
) => () => Promise<void>

/** What a server serves beside the authorization server. */
export interface Serving {
  readonly routes: readonly RouteRegistration[]
  readonly upgrades: readonly UpgradeAttachment[]
  readonly logger: FastifyBaseLogger
  /** How other hosts are asked; the system's way unless given. */
  readonly outbound?: OutboundEffects
}

/** A server that answers. */
export interface RunningServer {
  /** Where it listens. */
  readonly url: string
  readonly tenants: readonly Tenant[]
  readonly dependencies: ServerDependencies
  /** Where `/metrics` is; undefined without a port for it. */
  readonly operationsUrl: string | undefined
  /** Tells probes that no further requests should come; they are answered all the same. */
  readonly drain: () => void
  /** Lets running requests end, closes the sockets and the store. */
  readonly close: () => Promise<void>
}

/** Milliseconds for which an idle connection is kept; longer than the minute after which common proxies let go of it. */
const keepAliveTimeout = 72_000

/**
 * Starts the tenant's server.
 *
 * @param environment may hold the master key
 * @throws UnderstudyError `SERVE-PORT-TAKEN`, `SERVE-NO-TENANT`, or of the master key
 */
export const startServer = async (
  config: Config,
  environment: Readonly<Record<string, string | undefined>>,
  { routes, upgrades, logger, outbound = systemOutboundEffects }: Serving,
): Promise<RunningServer> => {
  const health = followHealth(Date.now)
  const metrics = createMetrics()
  // First, so that probes are answered while the rest is opened.
  const operations = await startOperationsServer(config, health, metrics)
  const { dependencies: opened, close: closeOpened } = await openDependencies(
    config,
    environment,
    outbound,
    metrics,
  ).catch(async (error: unknown) => {
    await operations?.close()
    throw error
  })
  const close = async (): Promise<void> => {
    await closeOpened()
    await operations?.close()
  }
  const server = createServer({ keepAliveTimeout, requireHostHeader: false })
  let tenants: ServedTenants | undefined
  try {
    const stored = await listTenants(opened.store)
    if (!stored.some(({ kind }) => kind === 'customer')) {
      throw new UnderstudyError('SERVE-NO-TENANT', 'There is no tenant to serve.')
    }
    const onUnshared = (error: unknown, appId?: string) =>
      logger.error({ err: error, appId }, 'An app cannot be shared with the other nodes')
    shareUnshared(opened, onUnshared).catch(onUnshared)
    const served = serveTenants(opened, stored, logger)
    tenants = served
    const { dependencies } = served
    const app = await buildServer({ dependencies, tenantOf: served.of, routes, logger, server, health })
    await app.ready()
    const url = await listen(server, config, served.listenAt)
    const upgraded = (request: IncomingMessage) =>
      hostProblem(request) === undefined ? served.of(requestedHost(request, config)) : undefined
    server.prependListener('upgrade', resolveTarget)
    const endings = upgrades.map((attach) => attach(server, upgraded, dependencies))
    const canSign = () => served.all().every(({ tenant }) => opened.keys.published(tenant.id).length > 0)
    health.begin('serving', readinessChecks({ store: opened.store, canSign, snapshotsDir: dataPaths(config).apps }))
    return {
      url,
      tenants: served.all().map(({ tenant }) => tenant),
      dependencies,
      operationsUrl: operations?.url,
      drain: () => health.begin('draining'),
      close: async () => {
        health.begin('draining')
        for (const end of endings) await end()
        await app.close()
        await closeServer(server)
        await served.close()
        await close()
      },
    }
  } catch (error) {
    if (server.listening) await closeServer(server)
    await tenants?.close()
    await close()
    throw error
  }
}

/** @param onListening called with the address before any request is answered */
const listen = (server: Server, { host, port }: Config, onListening: (url: string) => void): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      reject(taken ? new UnderstudyError('SERVE-PORT-TAKEN', `Something listens on ${host}:${port} already.`) : error)
    })
    server.listen(port, host, () => {
      const url = listeningUrl(host, (server.address() as AddressInfo).port)
      onListening(url)
      resolve(url)
    })
  })

const closeServer = async (server: Server): Promise<void> => {
  server.closeIdleConnections()
  await promisify(server.close.bind(server))()
}
