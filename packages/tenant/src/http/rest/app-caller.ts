import type { FastifyRequest } from 'fastify'
import type { AppCaller } from '../../apps/data-of-app.js'
import { enginePrincipal } from '../../qix/engine-principal.js'
import '../request-context.js'

/** Who asks, as section access would know them. */
export const appCaller = (request: FastifyRequest): AppCaller => ({
  ...request.caller,
  principal: () => enginePrincipal(request.tenant, request.principal),
})
