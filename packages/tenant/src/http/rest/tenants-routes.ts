import { rest, UnderstudyError } from '@understudy/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { readTenant } from '../../tenants/read-tenant.js'
import { requireAuthentication } from '../authentication.js'
import '../request-context.js'
import { tenantUrl } from './page-links.js'
import { answers, type IdParams, idParams } from './route-schemas.js'

const anyone = { onRequest: requireAuthentication }
const tags = ['tenants']

/** The tenant that a request is addressed to (contract 4.12). Other tenants are none of its users' business. */
export const addTenantRoutes = (app: FastifyInstance): void => {
  // Answered in place, not by a redirect to /tenants/{id}: the clients' HTTP layer need not follow one with a token.
  app.get(
    '/tenants/me',
    { ...anyone, schema: { tags, summary: 'The tenant of the token', response: answers(200, rest.Tenant) } },
    async (request, reply) => {
      reply.header('content-location', `/api/v1/tenants/${request.tenant.tenant.id}`)
      return tenantBody(request)
    },
  )

  app.get<{ Params: IdParams }>(
    '/tenants/:id',
    { ...anyone, schema: { tags, summary: 'Read the tenant', params: idParams, response: answers(200, rest.Tenant) } },
    async (request) => {
      if (request.params.id !== request.tenant.tenant.id)
        throw new UnderstudyError('TENANTS-8', 'The host name of the request belongs to another tenant.')
      return tenantBody(request)
    },
  )
}

const tenantBody = async (request: FastifyRequest): Promise<rest.Tenant> => {
  const { store, tenant } = request.tenant
  return {
    ...(await readTenant(store, tenant)),
    links: { self: { href: tenantUrl(request, `/api/v1/tenants/${tenant.id}`) } },
  }
}
