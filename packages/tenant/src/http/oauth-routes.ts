import type { FastifyInstance } from 'fastify'
import type { TokenCall } from '../oauth/grants/grant.js'
import { answerIntrospectionRequest } from '../oauth/introspection/introspection-endpoint.js'
import { answerRevocationRequest } from '../oauth/revocation/revocation-endpoint.js'
import { answerTokenRequest, recordRefusal } from '../oauth/token-endpoint.js'
import type { TenantContext } from '../tenants/tenant-context.js'
import { answerError, asUnderstudyError } from './error-response.js'
import './request-context.js'
import { tokenCall } from './token-call.js'

/** The endpoints that clients call about tokens (contract 1.3, RFC 7662), with JSON and form bodies. */
export const addOAuthRoutes = (app: FastifyInstance): void => {
  // Where the published client asks for a visitor's token (contract 1.1); the grant is in the body.
  addEndpoint(app, '/oauth/token/anonymous-embed', async (context, body, call) => {
    const { response } = await answerTokenRequest(context, body, call)
    return response
  })
  addEndpoint(app, '/oauth/revoke', answerRevocationRequest)
  addEndpoint(app, '/oauth/introspect', answerIntrospectionRequest)
}

const addEndpoint = (
  app: FastifyInstance,
  path: string,
  answer: (context: TenantContext, body: unknown, call: TokenCall) => Promise<object>,
): void => {
  app.post(path, {
    handler: async (request, reply) => {
      reply.header('cache-control', 'no-store')
      return answer(request.tenant, request.body, tokenCall(request.raw, request.tenant.config))
    },
    // Also reached by what fails before the handler: an unreadable body, an origin that no client allows.
    errorHandler: async (error, request, reply) => {
      if (request.tenant === undefined) return answerError(error, request, reply)
      try {
        const call = tokenCall(request.raw, request.tenant.config)
        const refusal = await recordRefusal(request.tenant, request.body, call, asUnderstudyError(error))
        return answerError(refusal, request, reply)
      } catch (unrecorded) {
        return answerError(unrecorded, request, reply)
      }
    },
  })
}
