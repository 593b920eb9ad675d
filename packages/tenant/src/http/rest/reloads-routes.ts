import { rest, scopesCover, UnderstudyError } from '@understudy/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { appFor } from '../../apps/app-rights.js'
import { seesAllOf } from '../../apps/data-of-app.js'
import { cancelReload } from '../../apps/reloads/cancel-reload.js'
import { listReloads, reloadType } from '../../apps/reloads/list-reloads.js'
import type { ReloadQueue } from '../../apps/reloads/reload-queue.js'
import { type Reload, readReload } from '../../apps/reloads/reload-rows.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { appCaller } from './app-caller.js'
import { pageLinks, tenantUrl } from './page-links.js'
import { answers, type IdParams, idParams } from './route-schemas.js'

const tags = ['reloads']
const uses = { onRequest: requireScopes('apps', 'admin.apps') }

/** Reloads of apps, for those who may reload them (reloads of the published client). */
export const addReloadRoutes = (app: FastifyInstance, queue: ReloadQueue): void => {
  app.get<{ Querystring: rest.ReloadListQuery }>(
    '/reloads',
    {
      ...uses,
      schema: {
        tags,
        summary: 'List the reloads of an app, the latest first; without one, for administrators, those of all apps',
        querystring: rest.ReloadListQuery,
        response: answers(200, rest.ReloadPage),
      },
    },
    async (request): Promise<rest.ReloadPage> => {
      const { log = false, ...query } = request.query
      const caller = appCaller(request)
      const known = query.appId === undefined ? undefined : await appFor(request.tenant, caller, query.appId, 'reload')
      if (known === undefined && !scopesCover(caller.scopes, 'admin.apps'))
        throw new UnderstudyError(
          'REST-INVALID-PARAMETER',
          '"appId" is missing: only administrators list all reloads.',
          {
            source: { parameter: 'appId' },
          },
        )
      const { rows, ...cursors } = await listReloads(request.tenant, query)
      const told = rows.length > 0 && (known === undefined || (await seesAllOf(request.tenant, caller, known)))
      return { data: rows.map((row) => reloadBody(request, row, told, log)), links: pageLinks(request, cursors) }
    },
  )

  app.post<{ Body: rest.ReloadRequest }>(
    '/reloads',
    {
      ...uses,
      schema: { tags, summary: 'Reload an app', body: rest.ReloadRequest, response: answers(201, rest.Reload) },
    },
    async (request, reply) => {
      const { appId, partial = false, weight = 1, variables = {} } = request.body
      if (partial || Object.keys(variables).length > 0) {
        const member = partial ? 'partial' : 'variables'
        throw new UnderstudyError('REST-INVALID-BODY', `"/${member}": apps are reloaded as wholes, by their script.`, {
          source: { pointer: `/${member}` },
        })
      }
      const caller = appCaller(request)
      const known = await appFor(request.tenant, caller, appId, 'reload')
      const reload = await queue.add(request.tenant, request.caller, known, { partial, weight })
      return reply.status(201).send(reloadBody(request, reload, false, false))
    },
  )

  app.get<{ Params: IdParams }>(
    '/reloads/:id',
    {
      ...uses,
      schema: { tags, summary: 'Read a reload', params: idParams, response: answers(200, rest.Reload) },
    },
    async (request) => {
      const caller = appCaller(request)
      const { app: known, reload } = await readReload(request.tenant, caller, request.params.id)
      return reloadBody(request, reload, await seesAllOf(request.tenant, caller, known), true)
    },
  )

  app.post<{ Params: IdParams }>(
    '/reloads/:id/actions/cancel',
    {
      ...uses,
      schema: {
        tags,
        summary: 'Cancel a reload',
        params: idParams,
        response: { 202: rest.ReloadStatus, 204: Type.Null(), '4xx': rest.ErrorEnvelope },
      },
    },
    async (request, reply) => {
      const status = await cancelReload(request.tenant, request.caller, request.params.id)
      return status === 'CANCELED' ? reply.status(204).send() : reply.status(202).send({ status })
    },
  )
}

/** Messages of the database tell values: they are for those who see all of the app's data. */
const reloadBody = (request: FastifyRequest, row: Reload, told: boolean, log: boolean): rest.Reload => ({
  id: row.id,
  appId: row.app_id,
  tenantId: row.tenant_id,
  userId: row.user_id,
  type: reloadType,
  status: row.status,
  partial: row.partial === 1,
  weight: row.weight,
  creationTime: row.created_at,
  ...(row.started_at !== null && { startTime: row.started_at }),
  ...(row.ended_at !== null && { endTime: row.ended_at }),
  ...(row.status === 'SUCCEEDED' && row.ended_at !== null && { engineTime: row.ended_at }),
  ...(row.error_code !== null && { errorCode: row.error_code }),
  ...(row.error_message !== null && told && { errorMessage: row.error_message }),
  ...(log && told && { log: row.log }),
  links: { self: { href: tenantUrl(request, `/api/v1/reloads/${row.id}`) } },
})
