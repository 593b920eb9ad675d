import { rest } from '@understudy/contract'
import type { FastifyInstance } from 'fastify'
import type { App } from '../../apps/app-rows.js'
import { moveApp } from '../../apps/move-app.js'
import { readReadableApp } from '../../apps/readable-apps.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { appAttributes } from './item-body.js'
import { answers, type IdParams, idParams } from './route-schemas.js'

/** What a user may do with an app; apps are changed in their folders, not through the API. */
const privileges = ['read', 'exportdata']

const tags = ['apps']

/** The apps API, as far as it tells of apps and moves them; they are listed as items (contract 4.13). */
export const addAppRoutes = (app: FastifyInstance): void => {
  app.get<{ Params: IdParams }>(
    '/apps/:id',
    {
      onRequest: requireScopes('apps:read', 'admin.apps:read'),
      schema: { tags, summary: 'Read an app', params: idParams, response: answers(200, rest.NxApp) },
    },
    async (request) => appBody(await readReadableApp(request.tenant, request.caller, request.params.id)),
  )

  const mayMove = { onRequest: requireScopes('admin.apps') }

  app.put<{ Params: IdParams; Body: rest.AppSpace }>(
    '/apps/:id/space',
    {
      ...mayMove,
      schema: {
        tags,
        summary: 'Move an app into a space',
        params: idParams,
        body: rest.AppSpace,
        response: answers(200, rest.NxApp),
      },
    },
    async (request) => appBody(await moveApp(request.tenant, request.caller, request.params.id, request.body.spaceId)),
  )

  app.delete<{ Params: IdParams }>(
    '/apps/:id/space',
    {
      ...mayMove,
      schema: { tags, summary: 'Move an app out of its space', params: idParams, response: answers(200, rest.NxApp) },
    },
    async (request) => appBody(await moveApp(request.tenant, request.caller, request.params.id, null)),
  )
}

const appBody = (row: App): rest.NxApp => ({ attributes: appAttributes(row), privileges, create: [] })
