import { rest } from '@understudy/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { patchSpace, updateSpace } from '../../spaces/change-space.js'
import { createSpace } from '../../spaces/create-space.js'
import { deleteSpace } from '../../spaces/delete-space.js'
import { listSpaces } from '../../spaces/list-spaces.js'
import { readSpace } from '../../spaces/read-space.js'
import type { SpaceRecord } from '../../spaces/space-rows.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { pageLinks, tenantUrl } from './page-links.js'
import { answers, type IdParams, idParams } from './route-schemas.js'
import { mayManageSpaces, mayReadSpaces } from './space-access.js'

/** Of which type is decided by the user's roles. */
const mayCreate = { onRequest: requireScopes('spaces.shared:create', 'spaces.managed', 'spaces.data', 'admin.spaces') }
const tags = ['spaces']

/** The spaces API of contract 4.4, for `spaces` of `@qlik/api`. */
export const addSpaceRoutes = (app: FastifyInstance): void => {
  app.get<{ Querystring: rest.SpaceListQuery }>(
    '/spaces',
    {
      ...mayReadSpaces,
      schema: {
        tags,
        summary: 'List spaces',
        querystring: rest.SpaceListQuery,
        response: answers(200, rest.SpacePage),
      },
    },
    async (request): Promise<rest.SpacePage> => {
      const { spaces, count, personalSpace, ...cursors } = await listSpaces(
        request.tenant,
        request.caller,
        request.query,
      )
      return {
        data: spaces.map((space) => withLinks(request, space)),
        links: pageLinks(request, cursors),
        meta: { count, ...(personalSpace !== undefined && { personalSpace }) },
      }
    },
  )

  app.get(
    '/spaces/types',
    {
      ...mayReadSpaces,
      schema: { tags, summary: 'List the types of spaces', response: answers(200, rest.SpaceTypes) },
    },
    async () => ({ data: rest.spaceTypes }),
  )

  app.post<{ Body: rest.SpaceCreate }>(
    '/spaces',
    {
      ...mayCreate,
      schema: { tags, summary: 'Create a space', body: rest.SpaceCreate, response: answers(201, rest.Space) },
    },
    async (request, reply) =>
      reply.status(201).send(withLinks(request, await createSpace(request.tenant, request.caller, request.body))),
  )

  app.get<{ Params: IdParams }>(
    '/spaces/:id',
    {
      ...mayReadSpaces,
      schema: { tags, summary: 'Read a space', params: idParams, response: answers(200, rest.Space) },
    },
    async (request) => withLinks(request, await readSpace(request.tenant, request.caller, request.params.id)),
  )

  app.patch<{ Params: IdParams; Body: rest.SpacePatch }>(
    '/spaces/:id',
    {
      ...mayManageSpaces,
      schema: {
        tags,
        summary: 'Change a space',
        params: idParams,
        body: rest.SpacePatch,
        response: answers(200, rest.Space),
      },
    },
    async (request) =>
      withLinks(request, await patchSpace(request.tenant, request.caller, request.params.id, request.body)),
  )

  app.put<{ Params: IdParams; Body: rest.SpaceUpdate }>(
    '/spaces/:id',
    {
      ...mayManageSpaces,
      schema: {
        tags,
        summary: 'Update a space',
        params: idParams,
        body: rest.SpaceUpdate,
        response: answers(200, rest.Space),
      },
    },
    async (request) =>
      withLinks(request, await updateSpace(request.tenant, request.caller, request.params.id, request.body)),
  )

  app.delete<{ Params: IdParams }>(
    '/spaces/:id',
    {
      ...mayManageSpaces,
      schema: { tags, summary: 'Delete a space', params: idParams, response: answers(204, Type.Null()) },
    },
    async (request, reply) => {
      await deleteSpace(request.tenant, request.caller, request.params.id)
      return reply.status(204).send()
    },
  )
}

const withLinks = (request: FastifyRequest, space: SpaceRecord): rest.Space => {
  const href = tenantUrl(request, `/api/v1/spaces/${space.id}`)
  return { ...space, links: { self: { href }, assignments: { href: `${href}/assignments` } } }
}
