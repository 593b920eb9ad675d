import { type Scope, scopesCover, UnderstudyError } from '@understudy/contract'
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { assertOrigin } from '../oauth/assert-origin.js'
import { bearerToken } from '../oauth/bearer-token.js'
import { verifyAccessToken } from '../oauth/verify-access-token.js'
import './request-context.js'

/** Hook that lets a request pass only with a valid access token (RFC 6750 section 2.1): 401 otherwise. */
export const requireBearer: onRequestAsyncHookHandler = async (request) => authenticate(request)

/**
 * Makes a hook that lets a request pass only with a valid access token (401 otherwise) that has at least one of the
 * scopes, itself or by a parent or bundle (403 otherwise).
 */
export const requireScopes = (...anyOf: readonly [Scope, ...Scope[]]): onRequestAsyncHookHandler => {
  const names = anyOf.join(' or ')
  return async (request) => {
    await authenticate(request)
    const { scopes } = request.principal
    if (anyOf.some((scope) => scopesCover(scopes, scope))) return
    throw new UnderstudyError('AUTH-INSUFFICIENT-SCOPE', `The request needs the scope ${names}.`)
  }
}

const authenticate = async (request: FastifyRequest): Promise<void> => {
  const principal = await verifyAccessToken(request.tenant, bearerToken(request.headers.authorization))
  const { origin } = request.headers
  // Any client's page may ask (CORS), but a token works only in the pages of its own client.
  if (origin !== undefined) {
    assertOrigin(request.tenant.tenant, { id: principal.clientId, allowedOrigins: principal.allowedOrigins }, origin)
  }
  request.principal = principal
  request.caller = {
    userId: principal.userId,
    scopes: principal.scopes,
    trace: {
      actor: { type: 'user', id: principal.userId },
      client: principal.clientId,
      origin,
      address: request.ip,
    },
  }
}
