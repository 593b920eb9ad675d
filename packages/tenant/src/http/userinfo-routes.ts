import type { FastifyInstance } from 'fastify'
import { userClaims } from '../oauth/openid/user-claims.js'
import { requireAuthentication } from './authentication.js'
import './request-context.js'

/** `GET` and `POST /oauth/userinfo` (OpenID Connect Core section 5.3). */
export const addUserinfoRoutes = (app: FastifyInstance): void => {
  app.route({
    method: ['GET', 'POST'],
    url: '/oauth/userinfo',
    onRequest: requireAuthentication,
    handler: async (request, reply) => {
      reply.header('cache-control', 'no-store')
      return userClaims(request.tenant, request.principal)
    },
  })
}
