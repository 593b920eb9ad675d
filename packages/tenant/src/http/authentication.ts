import { type OperatorScope, type Scope, scopesCover, UnderstudyError } from '@understudy/contract'
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { clientOf } from '../oauth/credential.js'
import { authenticate } from '../oauth/credentials/authenticate.js'
import type { AccessPrincipal } from '../oauth/principal.js'
import './request-context.js'

/** Hook that lets a request pass only with a valid credential: 401 otherwise. */
export const requireAuthentication: onRequestAsyncHookHandler = async (request) => {
  refuseVisitor(await identify(request))
}

/** The same, for what visitors without an account may read too: nothing that is anybody's. */
export const requireVisitor: onRequestAsyncHookHandler = async (request) => {
  await identify(request)
}

/**
 * Makes a hook that lets a request pass only with a valid credential (401 otherwise) that has at least one of the scopes,
 * itself or by a parent or bundle (403 otherwise).
 */
export const requireScopes = (
  ...anyOf: readonly [Scope | OperatorScope, ...(Scope | OperatorScope)[]]
): onRequestAsyncHookHandler => {
  const names = anyOf.join(' or ')
  return async (request) => {
    const { scopes } = refuseVisitor(await identify(request))
    if (anyOf.some((scope) => scopesCover(scopes, scope))) return
    throw new UnderstudyError('AUTH-INSUFFICIENT-SCOPE', `The request needs the scope ${names}.`)
  }
}

/** An access code opens an app; the REST API is for those who have an account. */
const refuseVisitor = (principal: AccessPrincipal): AccessPrincipal => {
  if (principal.onlyApp === undefined) return principal
  throw new UnderstudyError('AUTH-VISITOR', 'The token is of an access code.')
}

const identify = async (request: FastifyRequest): Promise<AccessPrincipal> => {
  const principal = await authenticate(request.tenant, request)
  request.principal = principal
  request.caller = {
    userId: principal.userId,
    machine: principal.machine,
    scopes: principal.scopes,
    trace: {
      actor: { type: 'user', id: principal.userId },
      client: clientOf(principal.credential),
      origin: request.headers.origin,
      address: request.ip,
    },
  }
  return principal
}
