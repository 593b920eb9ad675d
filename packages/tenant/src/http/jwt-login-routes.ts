import { UnderstudyError } from '@understudy/contract'
import type { FastifyRequest } from 'fastify'
import { beginJwtSession } from '../jwt-login/begin-jwt-session.js'
import { asUnderstudyError } from './error-response.js'
import './request-context.js'
import type { RouteRegistration } from './server.js'

/** `POST /login/jwt-session` (contract 3). */
export const registerJwtLoginRoutes: RouteRegistration = (app) => {
  // Clients announce JSON and send nothing, or something; the login is in the headers.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { bodyLimit: 16_384, parseAs: 'string' }, (_request, _body, done) => done(null))
  app.post('/login/jwt-session', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    try {
      const { setCookies } = await beginJwtSession(request.tenant, bearerJwt(request), {
        origin: request.headers.origin,
        fetchSite: headerOf(request, 'sec-fetch-site'),
        webIntegrationId: webIntegrationOf(request),
        address: request.ip,
      })
      return reply.header('set-cookie', [...setCookies]).send({})
    } catch (error) {
      await recordRefusal(request, asUnderstudyError(error))
      throw error
    }
  })
}

const bearerJwt = ({ headers }: FastifyRequest): string => {
  const jwt = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(headers.authorization ?? '')?.[1]
  if (jwt === undefined)
    throw new UnderstudyError('JWT-LOGIN-UNTRUSTED', 'There is no JWT in the Authorization header.')
  return jwt
}

const headerOf = ({ headers }: FastifyRequest, name: string): string | undefined => {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}

const webIntegrationOf = (request: FastifyRequest): string | undefined => {
  const { 'qlik-web-integration-id': parameter } = request.query as Readonly<Record<string, unknown>>
  const named = headerOf(request, 'qlik-web-integration-id') ?? (typeof parameter === 'string' ? parameter : undefined)
  if (named?.includes('\0'))
    throw new UnderstudyError('REST-INVALID-PARAMETER', '"qlik-web-integration-id" holds a NUL character.', {
      source: { parameter: 'qlik-web-integration-id' },
    })
  return named
}

const recordRefusal = ({ tenant, headers, ip }: FastifyRequest, { code }: UnderstudyError): Promise<void> =>
  tenant.audit.append(tenant.tenant.id, {
    event: 'user-session.refused',
    outcome: 'refused',
    source: 'jwt-login-session',
    origin: headers.origin?.slice(0, 256),
    address: ip,
    errorCode: code,
  })
