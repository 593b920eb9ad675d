import { randomBytes } from 'node:crypto'
import type { RequestListener, Server } from 'node:http'
import formbody from '@fastify/formbody'
import { UnderstudyError } from '@understudy/contract'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import type { Health } from '../operations/health.js'
import type { ServerDependencies, TenantContext } from '../tenants/tenant-context.js'
import { addAuthorizationRoutes } from './authorization-routes.js'
import { assertPlainBody } from './body-coding.js'
import { answerClientError } from './client-error.js'
import { addConsentsPageRoutes } from './consents-page-routes.js'
import { addCors } from './cors.js'
import { addDpopNonce } from './dpop-nonce.js'
import { answerError } from './error-response.js'
import { parseFormBody } from './form-body.js'
import { trustsOnlyPeer } from './forwarded.js'
import { answerHealth } from './health-requests.js'
import { addOAuthRoutes } from './oauth-routes.js'
import { parseJson } from './parse-json.js'
import { textOf } from './read-body.js'
import { addRegistrationRoutes } from './registration-routes.js'
import './request-context.js'
import { addRequestLog, answersTold } from './request-log.js'
import { hostProblem, resolveTarget } from './request-target.js'
import { noSuchEndpoint } from './rest/unprovided-resources.js'
import { tokenRequests } from './token-requests.js'
import { addUserinfoRoutes } from './userinfo-routes.js'
import { addWellKnownRoutes } from './well-known-routes.js'

/**
 * Adds routes to the server. Handlers read `request.tenant`, and `request.principal` and `request.caller` behind a
 * `requireScopes` or `requireAuthentication` hook; they throw UnderstudyError.
 */
export type RouteRegistration = (app: FastifyInstance, dependencies: ServerDependencies) => void | Promise<void>

/** What a server serves beside the authorization server. */
export interface ServerSetup {
  readonly dependencies: ServerDependencies
  /** The tenant that a `Host` header names; undefined when it belongs to none. */
  readonly tenantOf: (host: string | undefined) => TenantContext | undefined
  readonly routes: readonly RouteRegistration[]
  readonly logger: FastifyBaseLogger
  /** The server to answer on. */
  readonly server: Server
  readonly health: Health
}

/** Bytes of a request body; the largest that the contract names (contract 4.1). */
const bodyLimit = 500 * 1024

/** Builds the application and lets it answer the server's requests. */
export const buildServer = async ({
  dependencies,
  tenantOf,
  routes,
  logger,
  server,
  health,
}: ServerSetup): Promise<FastifyInstance> => {
  let otherwise: RequestListener = () => undefined
  const traceId = traceIdSource()
  const app: FastifyInstance = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: traceId,
    // Addresses that cannot be read, before any hook or handler.
    frameworkErrors: answerError,
    clientErrorHandler: (error, socket) => answerClientError(error, socket, traceId()),
    // A logger of its own for each request costs more than the whole routing; messages name the trace id themselves.
    childLoggerFactory: (parent) => parent,
    trustProxy: dependencies.config.trustProxy ? trustsOnlyPeer : false,
    bodyLimit,
    serverFactory: (handler) => {
      otherwise = handler
      return server
    },
  })

  app.decorateRequest('tenant')
  app.decorateRequest('principal')
  app.decorateRequest('caller')
  app.setErrorHandler(answerError)
  // Its lines hold nothing to cut out, and looking for it in each costs several times what a token does.
  const tell = answersTold(logger.child({}, { redact: [] }), dependencies.metrics)
  addRequestLog(app, tell)
  app.addHook('onRequest', async (request) => {
    const problem = hostProblem(request.raw)
    if (problem !== undefined) throw new UnderstudyError('HTTP-MALFORMED', problem)
    const context = tenantOf(request.host)
    if (context === undefined)
      throw new UnderstudyError('TENANT-UNKNOWN-HOST', 'No tenant has the host name of the URL.')
    request.tenant = context
  })
  addCors(app, dependencies.config.corsRequestHeaders)
  addDpopNonce(app)
  // After CORS, so that pages may read why nothing works.
  app.addHook('onRequest', async (request) => {
    if (request.tenant.tenant.status === 'active') return
    throw new UnderstudyError('TENANT-DEACTIVATED', 'The operator deactivated the tenant.')
  })
  // Before a body is read, so that it may be of any type.
  app.addHook('onRequest', async (request, reply) => {
    if (!request.is404) return
    const refusal = noSuchEndpoint(request.method, request.url)
    if (refusal.code === 'REST-READ-ONLY') reply.header('allow', 'GET, HEAD')
    throw refusal
  })
  app.addHook('onRequest', async (request) => assertPlainBody(request.headers))
  app.setNotFoundHandler(async (request) => {
    throw noSuchEndpoint(request.method, request.url)
  })

  /** Of a deactivated tenant also the token requests take the way that refuses them. */
  const activeTenantOf = (host: string | undefined): TenantContext | undefined => {
    const context = tenantOf(host)
    return context?.tenant.status === 'active' ? context : undefined
  }
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) =>
    parseJson(textOf(body)),
  )
  await app.register(formbody, { parser: parseFormBody })
  addWellKnownRoutes(app)
  const answer = tokenRequests(app, {
    tenantOf: activeTenantOf,
    config: dependencies.config,
    bodyLimit,
    otherwise,
    tell,
  })
  server.on('request', (request, response) => {
    if (answerHealth(health, request, response)) return
    resolveTarget(request)
    answer(request, response)
  })
  addOAuthRoutes(app)
  addAuthorizationRoutes(app)
  addConsentsPageRoutes(app)
  addUserinfoRoutes(app)
  addRegistrationRoutes(app)
  for (const register of routes) await app.register(async (scope) => register(scope, dependencies))
  return app
}

/** Ids that name a request in answers and in the log: unique over restarts and nodes, cheap enough for each request. */
const traceIdSource = (): (() => string) => {
  const process = randomBytes(9).toString('hex')
  let count = 0
  return () => `${process}${(count++).toString(16).padStart(10, '0')}`
}
