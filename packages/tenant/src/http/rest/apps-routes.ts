import { rest, UnderstudyError } from '@understudy/contract'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { deleteApp, giveApp, renameApp } from '../../apps/change-app.js'
import { copyApp } from '../../apps/making/copy-app.js'
import { createApp } from '../../apps/making/create-app.js'
import { privilegesOf } from '../../apps/making/privileges.js'
import { publishApp, republishApp } from '../../apps/making/publish-app.js'
import { moveApp } from '../../apps/move-app.js'
import { readReadableApp } from '../../apps/readable-apps.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { appBody } from './app-body.js'
import { appCaller } from './app-caller.js'
import { answers, type IdParams, idParams } from './route-schemas.js'

const tags = ['apps']
const response = answers(200, rest.NxApp)
const mayRead = { onRequest: requireScopes('apps:read', 'admin.apps:read') }
const mayChange = { onRequest: requireScopes('apps', 'admin.apps') }

/** The apps API: what apps are, where they are and whose (contract 4.13). They are listed as items. */
export const addAppRoutes = (app: FastifyInstance): void => {
  app.get<{ Params: IdParams }>(
    '/apps/:id',
    { ...mayRead, schema: { tags, summary: 'Read an app', params: idParams, response } },
    async (request) => appBody(request, await readReadableApp(request.tenant, request.caller, request.params.id)),
  )

  app.get(
    '/apps/privileges',
    {
      ...mayRead,
      schema: { tags, summary: 'Tell whether the caller may make apps', response: answers(200, rest.AppsPrivileges) },
    },
    async (request) => privilegesOf(request.tenant, request.caller),
  )

  app.post<{ Body: rest.AppCreate }>(
    '/apps',
    { ...mayChange, schema: { tags, summary: 'Make an empty app', body: rest.AppCreate, response } },
    async (request) => appBody(request, await createApp(request.tenant, request.caller, request.body.attributes ?? {})),
  )

  app.put<{ Params: IdParams; Body: rest.AppUpdate }>(
    '/apps/:id',
    { ...mayChange, schema: { tags, summary: 'Rename an app', params: idParams, body: rest.AppUpdate, response } },
    async (request) => {
      const { params, body } = request
      return appBody(request, await renameApp(request.tenant, request.caller, params.id, body.attributes ?? {}))
    },
  )

  app.delete<{ Params: IdParams }>(
    '/apps/:id',
    { ...mayChange, schema: { tags, summary: 'Delete an app', params: idParams, response: answers(200, Type.Null()) } },
    async (request, reply) => {
      await deleteApp(request.tenant, request.caller, request.params.id)
      return reply.send()
    },
  )

  app.post<{ Params: IdParams; Body: rest.AppCopy | null }>(
    '/apps/:id/copy',
    { ...mayChange, schema: { tags, summary: 'Copy an app', params: idParams, body: rest.AppCopy, response } },
    async (request) => {
      const { name, description, spaceId } = request.body?.attributes ?? {}
      const copy = { name, description, spaceId: spaceId || null, by: 'making' } as const
      return appBody(request, await copyApp(request.tenant, appCaller(request), request.params.id, copy))
    },
  )

  app.post<{ Params: IdParams; Body: rest.AppPublish }>(
    '/apps/:id/publish',
    {
      ...mayChange,
      schema: { tags, summary: 'Publish an app into a space', params: idParams, body: rest.AppPublish, response },
    },
    async (request) => {
      const { attributes, spaceId, moveApp = false, data } = request.body
      if (data === 'target')
        throw new UnderstudyError('APP-PUBLISH', 'Only what is published again can keep the data that it has.', {
          source: { pointer: '/data' },
        })
      const publication = { ...attributes, spaceId, moveApp }
      return appBody(request, await publishApp(request.tenant, appCaller(request), request.params.id, publication))
    },
  )

  app.put<{ Params: IdParams; Body: rest.AppRepublish }>(
    '/apps/:id/publish',
    {
      ...mayChange,
      schema: { tags, summary: 'Publish an app again', params: idParams, body: rest.AppRepublish, response },
    },
    async (request) => {
      const { attributes, targetId, data = 'source', checkOriginAppId = true } = request.body
      const republication = { ...attributes, targetId, data, checkOrigin: checkOriginAppId }
      return appBody(request, await republishApp(request.tenant, appCaller(request), request.params.id, republication))
    },
  )

  app.put<{ Params: IdParams; Body: rest.AppSpace }>(
    '/apps/:id/space',
    {
      ...mayChange,
      schema: { tags, summary: 'Move an app into a space', params: idParams, body: rest.AppSpace, response },
    },
    async (request) => {
      const { params, body } = request
      return appBody(request, await moveApp(request.tenant, request.caller, params.id, body.spaceId))
    },
  )

  app.delete<{ Params: IdParams }>(
    '/apps/:id/space',
    { ...mayChange, schema: { tags, summary: 'Move an app out of its space', params: idParams, response } },
    async (request) => appBody(request, await moveApp(request.tenant, request.caller, request.params.id, null)),
  )

  app.put<{ Params: IdParams; Body: rest.AppOwner }>(
    '/apps/:id/owner',
    {
      ...mayChange,
      schema: { tags, summary: 'Give an app to another user', params: idParams, body: rest.AppOwner, response },
    },
    async (request) => {
      const { params, body } = request
      return appBody(request, await giveApp(request.tenant, request.caller, params.id, body.ownerId))
    },
  )
}
