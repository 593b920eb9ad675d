import { rest } from '@understudy/contract'
import type { FastifyInstance } from 'fastify'
import { readApp } from '../../apps/app-rows.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { appAttributes } from './item-body.js'
import { answers, type IdParams, idParams } from './route-schemas.js'

/** What a user may do with an app; apps are changed in their folders, not through the API. */
const privileges = ['read', 'exportdata']

/** The apps API, as far as it tells of apps; they are listed as items (contract 4.13). */
export const addAppRoutes = (app: FastifyInstance): void => {
  app.get<{ Params: IdParams }>(
    '/apps/:id',
    {
      onRequest: requireScopes('apps:read', 'admin.apps:read'),
      schema: { tags: ['apps'], summary: 'Read an app', params: idParams, response: answers(200, rest.NxApp) },
    },
    async (request): Promise<rest.NxApp> => {
      const row = await readApp(request.tenant.store, request.tenant.tenant.id, request.params.id)
      return { attributes: appAttributes(row), privileges, create: [] }
    },
  )
}
