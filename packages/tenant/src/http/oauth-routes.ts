import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { TokenCall } from '../oauth/grants/grant.js'
import { answerTokenRequest, recordRefusal } from '../oauth/token-endpoint.js'
import { answerError, asUnderstudyError } from './error-response.js'
import './request-context.js'

/** `POST /oauth/token`, with JSON and form bodies (contract 1.1). */
export const addOAuthRoutes = (app: FastifyInstance): void => {
  app.post('/oauth/token', {
    handler: async (request, reply) => {
      reply.header('cache-control', 'no-store')
      return answerTokenRequest(request.tenant, request.body, callOf(request))
    },
    // Also reached by what fails before the handler: an unreadable body, an origin that no client allows.
    errorHandler: async (error, request, reply) => {
      if (request.tenant === undefined) return answerError(error, request, reply)
      try {
        await recordRefusal(request.tenant, request.body, callOf(request), asUnderstudyError(error))
      } catch (unrecorded) {
        return answerError(unrecorded, request, reply)
      }
      return answerError(error, request, reply)
    },
  })
}

const callOf = (request: FastifyRequest): TokenCall => ({
  authorization: request.headers.authorization,
  origin: request.headers.origin,
  address: request.ip,
})
