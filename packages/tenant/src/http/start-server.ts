import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { UnderstudyError } from '@understudy/contract'
import type { FastifyBaseLogger } from 'fastify'
import type { Config } from '../config/options.js'
import { chooseTenant } from '../tenants/choose-tenant.js'
import { listTenants } from '../tenants/list-tenants.js'
import type { Tenant } from '../tenants/tenant.js'
import type { ServerDependencies, TenantContext } from '../tenants/tenant-context.js'
import { openDependencies } from './open-dependencies.js'
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
}

/** A server that answers. */
export interface RunningServer {
  /** Where it listens. */
  readonly url: string
  readonly tenants: readonly Tenant[]
  readonly dependencies: ServerDependencies
  /** Lets running requests end, closes the sockets and the store. */
  readonly close: () => Promise<void>
}

/**
 * Starts the tenant's server.
 *
 * @param environment may hold the master key
 * @throws UnderstudyError `SERVE-PORT-TAKEN`, `SERVE-NO-TENANT`, or of the master key
 */
export const startServer = async (
  config: Config,
  environment: Readonly<Record<string, string | undefined>>,
  { routes, upgrades, logger }: Serving,
): Promise<RunningServer> => {
  const { dependencies, close } = await openDependencies(config, environment)
  const server = createServer()
  try {
    // Listens first: a tenant whose origin is the listening address exists only when the port is known.
    const url = await listen(server, config)
    const tenants = await listTenants(dependencies.store, { publicOrigin: config.publicOrigin, listening: url })
    if (tenants.length === 0) throw new UnderstudyError('SERVE-NO-TENANT', 'There is no tenant to serve.')

    const app = await buildServer({ dependencies, tenants, routes, logger, server })
    await app.ready()
    const tenantOf = (request: IncomingMessage): TenantContext | undefined => {
      const tenant = chooseTenant(tenants, requestedHost(request, config))
      return tenant && { ...dependencies, tenant }
    }
    const endings = upgrades.map((attach) => attach(server, tenantOf, dependencies))
    return {
      url,
      tenants,
      dependencies,
      close: async () => {
        for (const end of endings) await end()
        await app.close()
        await closeServer(server)
        await close()
      },
    }
  } catch (error) {
    if (server.listening) await closeServer(server)
    await close()
    throw error
  }
}

const listen = async (server: Server, { host, port }: Config): Promise<string> => {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      reject(taken ? new UnderstudyError('SERVE-PORT-TAKEN', `Something listens on ${host}:${port} already.`) : error)
    })
    server.listen(port, host, resolve)
  })
  const address = server.address() as AddressInfo
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${address.port}`
}

const closeServer = async (server: Server): Promise<void> => {
  server.closeIdleConnections()
  await promisify(server.close.bind(server))()
}

/** The host that an upgrade request names, as Fastify tells it for all other requests: the last proxy's word counts. */
const requestedHost = ({ headers }: IncomingMessage, { trustProxy }: Config): string | undefined => {
  const forwarded = trustProxy ? headers['x-forwarded-host'] : undefined
  return String(forwarded ?? headers.host ?? '')
    .split(',')
    .at(-1)
    ?.trim()
}
