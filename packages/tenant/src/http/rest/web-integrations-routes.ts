import { rest } from '@understudy/contract'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { changeWebIntegration } from '../../web-integrations/change-web-integration.js'
import { createWebIntegration } from '../../web-integrations/create-web-integration.js'
import { deleteWebIntegration } from '../../web-integrations/delete-web-integration.js'
import { listWebIntegrations } from '../../web-integrations/list-web-integrations.js'
import { readWebIntegration } from '../../web-integrations/read-web-integration.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { linksById } from './page-links.js'
import { answers, type IdParams, idParams } from './route-schemas.js'

/** Whoever lists an origin lets its pages act for every user who signs in there. */
const admin = { onRequest: requireScopes('admin_classic') }
const tags = ['web-integrations']

/** The web integrations API of contract 4.11, for `web-integrations` of `@qlik/api`. */
export const addWebIntegrationRoutes = (app: FastifyInstance): void => {
  app.get<{ Querystring: rest.WebIntegrationListQuery }>(
    '/web-integrations',
    {
      ...admin,
      schema: {
        tags,
        summary: 'List web integrations',
        querystring: rest.WebIntegrationListQuery,
        response: answers(200, rest.WebIntegrationPage),
      },
    },
    async (request): Promise<rest.WebIntegrationPage> => {
      const { integrations, neighbours } = await listWebIntegrations(request.tenant, request.query)
      return {
        data: [...integrations],
        links: linksById(request, neighbours),
      }
    },
  )

  app.post<{ Body: rest.WebIntegrationCreate }>(
    '/web-integrations',
    {
      ...admin,
      schema: {
        tags,
        summary: 'Create a web integration',
        body: rest.WebIntegrationCreate,
        response: answers(201, rest.WebIntegration),
      },
    },
    async (request, reply) =>
      reply.status(201).send(await createWebIntegration(request.tenant, request.caller, request.body)),
  )

  app.get<{ Params: IdParams }>(
    '/web-integrations/:id',
    {
      ...admin,
      schema: {
        tags,
        summary: 'Read a web integration',
        params: idParams,
        response: answers(200, rest.WebIntegration),
      },
    },
    async (request) => readWebIntegration(request.tenant, request.params.id),
  )

  app.patch<{ Params: IdParams; Body: rest.WebIntegrationPatch }>(
    '/web-integrations/:id',
    {
      ...admin,
      schema: {
        tags,
        summary: 'Change a web integration',
        params: idParams,
        body: rest.WebIntegrationPatch,
        response: answers(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await changeWebIntegration(request.tenant, request.caller, request.params.id, request.body)
      return reply.status(204).send()
    },
  )

  app.delete<{ Params: IdParams }>(
    '/web-integrations/:id',
    {
      ...admin,
      schema: { tags, summary: 'Delete a web integration', params: idParams, response: answers(204, Type.Null()) },
    },
    async (request, reply) => {
      await deleteWebIntegration(request.tenant, request.caller, request.params.id)
      return reply.status(204).send()
    },
  )
}
