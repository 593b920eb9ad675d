import { rest } from '@understudy/contract'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import {
  createCspOrigin,
  deleteCspOrigin,
  readCspOrigin,
  replaceCspOrigin,
} from '../../csp-origins/change-csp-origins.js'
import { listCspOrigins, readCspOrigins } from '../../csp-origins/list-csp-origins.js'
import { addedSources } from '../../csp-origins/page-policy.js'
import { classicPagePolicy } from '../../embed-assets/classic-page-policy.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { pageLinks } from './page-links.js'
import { answers, type IdParams, idParams, noQuery } from './route-schemas.js'

const administers = { onRequest: requireScopes('admin.csp') }
const tags = ['csp-origins']

/** The entries of the Content-Security-Policy of the tenant's pages (contract 4.10). */
export const addCspOriginRoutes = (app: FastifyInstance): void => {
  app.get<{ Querystring: rest.CspOriginListQuery }>(
    '/csp-origins',
    {
      ...administers,
      schema: {
        tags,
        summary: 'List the origins of the Content-Security-Policy',
        querystring: rest.CspOriginListQuery,
        response: answers(200, rest.CspOriginPage),
      },
    },
    async (request): Promise<rest.CspOriginPage> => {
      const { rows, ...cursors } = await listCspOrigins(request.tenant, request.query)
      return { data: [...rows], links: pageLinks(request, cursors) }
    },
  )

  app.post<{ Body: rest.CspOriginContent }>(
    '/csp-origins',
    {
      ...administers,
      schema: { tags, summary: 'Add an origin', body: rest.CspOriginContent, response: answers(201, rest.CspOrigin) },
    },
    async (request, reply) =>
      reply.status(201).send(await createCspOrigin(request.tenant, request.caller, request.body)),
  )

  app.get(
    '/csp-origins/actions/generate-header',
    {
      ...administers,
      schema: {
        tags,
        summary: 'The Content-Security-Policy of the page of classic embeds, framed by no client',
        querystring: noQuery,
        response: answers(200, rest.CspHeader),
      },
    },
    async ({ tenant }): Promise<rest.CspHeader> => ({
      'Content-Security-Policy': classicPagePolicy(
        tenant.tenant.origin,
        [],
        addedSources(await readCspOrigins(tenant.store, tenant.tenant.id)),
      ),
    }),
  )

  app.get<{ Params: IdParams }>(
    '/csp-origins/:id',
    {
      ...administers,
      schema: { tags, summary: 'Read an origin', params: idParams, response: answers(200, rest.CspOrigin) },
    },
    async (request) => readCspOrigin(request.tenant, request.params.id),
  )

  app.put<{ Params: IdParams; Body: rest.CspOriginContent }>(
    '/csp-origins/:id',
    {
      ...administers,
      schema: {
        tags,
        summary: 'Replace an origin',
        params: idParams,
        body: rest.CspOriginContent,
        response: answers(200, rest.CspOrigin),
      },
    },
    async (request) => replaceCspOrigin(request.tenant, request.caller, request.params.id, request.body),
  )

  app.delete<{ Params: IdParams }>(
    '/csp-origins/:id',
    {
      ...administers,
      schema: { tags, summary: 'Remove an origin', params: idParams, response: answers(204, Type.Null()) },
    },
    async (request, reply) => {
      await deleteCspOrigin(request.tenant, request.caller, request.params.id)
      return reply.status(204).send()
    },
  )
}
