import { UnderstudyError } from '@understudy/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isAllowedOrigin } from '../clients/allowed-origins.js'
import './request-context.js'

/** Request headers that the published clients send (contract 0.5, 0.10). */
const requestHeaders = [
  'authorization',
  'content-type',
  'qlik-api-version',
  'x-feature-flag-overrides',
  'qlik-csrf-token',
  'qlik-web-integration-id',
  'qlik-confirm-delete',
].join(', ')

/** Response headers that scripts may read; `Date` lets a page measure a token's life by the tenant's clock. */
const exposedHeaders = 'date, qlik-csrf-token, retry-after'

/** Seconds for which a browser remembers a preflight; short, since an origin may be taken off a client. */
const preflightLifetime = 300

/**
 * Answers browsers of other origins: exactly the origin that asks, when an enabled client of the tenant lists it, with
 * credentials, never `*`. A preflight cannot know the client; routes that know it check again.
 */
export const addCors = (app: FastifyInstance): void => {
  app.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers
    reply.header('vary', 'Origin')
    if (origin === undefined || origin === request.tenant.tenant.origin) return done()
    allowOrigin(request, reply, origin).then((answered) => {
      if (!answered) done()
    }, done)
  })
}

/** @returns whether the request was a preflight, which is answered then */
const allowOrigin = async (request: FastifyRequest, reply: FastifyReply, origin: string): Promise<boolean> => {
  if (!(await isAllowedOrigin(request.tenant, origin))) {
    throw new UnderstudyError('OAUTH-29', `No enabled client of the tenant allows the origin ${origin.slice(0, 256)}.`)
  }
  reply.header('access-control-allow-origin', origin)
  reply.header('access-control-allow-credentials', 'true')
  reply.header('access-control-expose-headers', exposedHeaders)
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return false
  reply
    .status(204)
    .header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE')
    .header('access-control-allow-headers', requestHeaders)
    .header('access-control-max-age', preflightLifetime)
    .send()
  return true
}
