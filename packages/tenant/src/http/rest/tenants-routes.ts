import { type OperatorScope, rest, UnderstudyError } from '@understudy/contract'
import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import Type from 'typebox'
import { addTenant } from '../../tenants/add-tenant.js'
import { changeTenant } from '../../tenants/change-tenant.js'
import { readTenant } from '../../tenants/read-tenant.js'
import { deactivateTenant, reactivateTenant } from '../../tenants/tenant-status.js'
import { requireAuthentication, requireScopes } from '../authentication.js'
import '../request-context.js'
import { tenantUrl } from './page-links.js'
import { answers, type IdParams, idParams } from './route-schemas.js'

const anyone = { onRequest: requireAuthentication }
const tags = ['tenants']

/** Lets a request pass that is addressed to the operator's tenant, with one of its clients' tokens. */
const operator = (scope: OperatorScope): { readonly onRequest: onRequestAsyncHookHandler[] } => ({
  onRequest: [
    async (request) => {
      if (request.tenant.tenant.kind === 'operator') return
      throw new UnderstudyError('TENANTS-OPERATOR-ONLY', 'The host name of the request is not that of the operator.')
    },
    requireScopes(scope),
  ],
})

/** The tenant that a request is addressed to, and the operator's management of all (contract 4.12). */
export const addTenantRoutes = (app: FastifyInstance): void => {
  // Answered in place, not by a redirect to /tenants/{id}: the clients' HTTP layer need not follow one with a token.
  app.get(
    '/tenants/me',
    { ...anyone, schema: { tags, summary: 'The tenant of the token', response: answers(200, rest.Tenant) } },
    async (request, reply) => {
      reply.header('content-location', `/api/v1/tenants/${request.tenant.tenant.id}`)
      return tenantBody(request, request.tenant.tenant.id)
    },
  )

  app.get<{ Params: IdParams }>(
    '/tenants/:id',
    { ...anyone, schema: { tags, summary: 'Read the tenant', params: idParams, response: answers(200, rest.Tenant) } },
    async (request) => {
      if (request.tenant.tenant.kind === 'operator') return tenantBody(request, request.params.id)
      assertOwn(request, request.params.id)
      return tenantBody(request, request.params.id)
    },
  )

  app.patch<{ Params: IdParams; Body: rest.TenantPatch }>(
    '/tenants/:id',
    {
      onRequest: requireScopes('admin_classic'),
      schema: {
        tags,
        summary: 'Change the name or the alias of the tenant',
        params: idParams,
        body: rest.TenantPatch,
        response: answers(204, Type.Null()),
      },
    },
    async (request, reply) => {
      assertOwn(request, request.params.id)
      await changeTenant(request.tenant, request.caller, request.body)
      return reply.status(204).send()
    },
  )

  app.post<{ Body: rest.TenantCreate }>(
    '/tenants',
    {
      ...operator('tenants:create'),
      schema: {
        tags,
        summary: 'Create a tenant, as the operator',
        body: rest.TenantCreate,
        response: answers(201, rest.TenantCreated),
      },
    },
    async (request, reply) => {
      const { tenantId, clientId, clientSecret } = await addTenant(request.tenant, request.caller, request.body)
      const tenant = await tenantBody(request, tenantId)
      return reply.status(201).send({ ...tenant, adminClient: { clientId, clientSecret } })
    },
  )

  app.post<{ Params: IdParams; Body: rest.TenantDeactivate }>(
    '/tenants/:id/actions/deactivate',
    {
      ...operator('tenants:deactivate'),
      schema: {
        tags,
        summary: 'Deactivate a tenant, as the operator',
        params: idParams,
        body: rest.TenantDeactivate,
        response: answers(200, rest.TenantDeactivated),
      },
    },
    async (request): Promise<rest.TenantDeactivated> => {
      const { id } = request.params
      const { trace } = request.caller
      const purgeAt = await deactivateTenant(request.tenant, id, trace, request.body.purgeAfterDays)
      await request.tenant.tenantChanged(id)
      return {
        id,
        status: 'disabled',
        ...(purgeAt === undefined ? {} : { estimatedPurgeDate: new Date(purgeAt).toISOString() }),
      }
    },
  )

  app.post<{ Params: IdParams }>(
    '/tenants/:id/actions/reactivate',
    {
      ...operator('tenants:reactivate'),
      schema: {
        tags,
        summary: 'Reactivate a tenant, as the operator',
        params: idParams,
        response: answers(200, rest.Tenant),
      },
    },
    async (request) => {
      const { id } = request.params
      await reactivateTenant(request.tenant, id, request.caller.trace)
      await request.tenant.tenantChanged(id)
      return tenantBody(request, id)
    },
  )
}

/** Other tenants are none of a tenant's business: there is no telling whether an id is one of theirs. */
const assertOwn = (request: FastifyRequest, id: string): void => {
  if (id === request.tenant.tenant.id) return
  throw new UnderstudyError('TENANTS-8', 'The host name of the request belongs to another tenant.')
}

const tenantBody = async (request: FastifyRequest, id: string): Promise<rest.Tenant> => ({
  ...(await readTenant(request.tenant, id)),
  links: { self: { href: tenantUrl(request, `/api/v1/tenants/${id}`) } },
})
