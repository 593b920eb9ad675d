import { parseClientRegistration, UnderstudyError } from '@understudy/contract'
import type { FastifyInstance } from 'fastify'
import { registerClient } from '../clients/registration/register-client.js'
import './request-context.js'

/** `POST /oauth/register`: dynamic client registration (RFC 7591, contract 1.11). */
export const addRegistrationRoutes = (app: FastifyInstance): void => {
  app.post('/oauth/register', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    // A form would get here from any page, without a preflight.
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
      throw new UnderstudyError('REST-UNSUPPORTED-MEDIA-TYPE', 'A registration is JSON (RFC 7591 section 3.1).')
    }
    const parsed = parseClientRegistration(request.body)
    if ('problem' in parsed) throw new UnderstudyError('OAUTH-REGISTRATION-INVALID', parsed.problem)
    const { origin } = request.headers
    const registered = await registerClient(request.tenant, parsed.request, { origin, address: request.ip })
    return reply.status(201).send(registered)
  })
}
