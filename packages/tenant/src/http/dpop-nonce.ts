import type { FastifyInstance } from 'fastify'
import { currentNonce } from '../oauth/dpop/nonce.js'
import './request-context.js'

/**
 * Tells clients that use DPoP the nonce for their next proof, with every answer (RFC 9449 section 8.2): who keeps the
 * latest one is never sent back.
 */
export const addDpopNonce = (app: FastifyInstance): void => {
  app.addHook('onRequest', (request, reply, done) => {
    const { dpop, authorization } = request.headers
    if (dpop !== undefined || /^DPoP /i.test(authorization ?? ''))
      reply.header('dpop-nonce', currentNonce(request.tenant))
    done()
  })
}
