import { rest, UnderstudyError } from '@understudy/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { changeGroup } from '../../directory/groups/change-group.js'
import { createGroup } from '../../directory/groups/create-group.js'
import { deleteGroup } from '../../directory/groups/delete-group.js'
import { everyoneRecord, type GroupRecord } from '../../directory/groups/group-rows.js'
import { changeGroupSettings, readGroupSettings } from '../../directory/groups/group-settings.js'
import { type GroupListRequest, listGroups } from '../../directory/groups/list-groups.js'
import { readGroup } from '../../directory/groups/read-group.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { pageLinks, tenantUrl } from './page-links.js'
import { answers, type IdParams, idParams, noQuery } from './route-schemas.js'

const mayRead = { onRequest: requireScopes('admin.users:read') }
const mayWrite = { onRequest: requireScopes('admin.users') }
const tags = ['groups']

/** The groups API of contract 4.2, for `groups` of `@qlik/api`. */
export const addGroupRoutes = (app: FastifyInstance): void => {
  app.get<{ Querystring: rest.GroupListQuery }>(
    '/groups',
    {
      ...mayRead,
      schema: {
        tags,
        summary: 'List groups',
        querystring: rest.GroupListQuery,
        response: answers(200, rest.GroupPage),
      },
    },
    async (request) =>
      request.query.systemGroups === true ? systemGroupPage(request) : groupPage(request, request.query),
  )

  app.post<{ Querystring: rest.GroupFilterQuery; Body: rest.FilterBody }>(
    '/groups/actions/filter',
    {
      ...mayRead,
      schema: {
        tags,
        summary: 'List groups by a filter too long for an URL',
        querystring: rest.GroupFilterQuery,
        body: rest.FilterBody,
        response: answers(200, rest.GroupPage),
      },
    },
    async (request) => groupPage(request, { ...request.query, filter: request.body.filter }),
  )

  app.post<{ Body: rest.GroupCreate }>(
    '/groups',
    {
      ...mayWrite,
      schema: { tags, summary: 'Create a group', body: rest.GroupCreate, response: answers(201, rest.Group) },
    },
    async (request, reply) =>
      reply.status(201).send(withLink(request, await createGroup(request.tenant, request.caller, request.body))),
  )

  app.get(
    '/groups/settings',
    {
      ...mayRead,
      schema: {
        tags,
        summary: 'Read the group settings',
        querystring: noQuery,
        response: answers(200, rest.GroupSettings),
      },
    },
    async (request): Promise<rest.GroupSettings> => ({
      ...(await readGroupSettings(request.tenant.store, request.tenant.tenant.id)),
      links: { self: { href: tenantUrl(request, '/api/v1/groups/settings') } },
    }),
  )

  app.patch<{ Body: rest.GroupPatch }>(
    '/groups/settings',
    {
      ...mayWrite,
      schema: {
        tags,
        summary: 'Change the group settings',
        body: rest.GroupPatch,
        response: answers(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await changeGroupSettings(request.tenant, request.caller, request.body)
      return reply.status(204).send()
    },
  )

  app.get<{ Params: IdParams }>(
    '/groups/:id',
    { ...mayRead, schema: { tags, summary: 'Read a group', params: idParams, response: answers(200, rest.Group) } },
    async (request) =>
      withLink(request, await readGroup(request.tenant.store, request.tenant.tenant.id, request.params.id)),
  )

  app.patch<{ Params: IdParams; Body: rest.GroupPatch }>(
    '/groups/:id',
    {
      ...mayWrite,
      schema: {
        tags,
        summary: 'Change a group',
        params: idParams,
        body: rest.GroupPatch,
        response: answers(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await changeGroup(request.tenant, request.caller, request.params.id, request.body)
      return reply.status(204).send()
    },
  )

  app.delete<{ Params: IdParams }>(
    '/groups/:id',
    { ...mayWrite, schema: { tags, summary: 'Delete a group', params: idParams, response: answers(204, Type.Null()) } },
    async (request, reply) => {
      await deleteGroup(request.tenant, request.caller, request.params.id)
      return reply.status(204).send()
    },
  )
}

const withLink = (request: FastifyRequest, group: GroupRecord): rest.Group => ({
  ...group,
  links: { self: { href: tenantUrl(request, `/api/v1/groups/${group.id}`) } },
})

const groupPage = async (request: FastifyRequest, query: GroupListRequest): Promise<rest.GroupPage> => {
  const { groups, totalResults, ...cursors } = await listGroups(request.tenant, query)
  return {
    data: groups.map((group) => withLink(request, group)),
    links: pageLinks(request, cursors),
    ...(totalResults !== undefined && { totalResults }),
  }
}

/** One entry, whatever the order and the number of entries wanted; what would choose among groups cannot be told of it. */
const systemGroupPage = async (
  request: FastifyRequest<{ Querystring: rest.GroupListQuery }>,
): Promise<rest.GroupPage> => {
  const { filter, next, prev, totalResults } = request.query
  if (filter !== undefined || next !== undefined || prev !== undefined)
    throw new UnderstudyError(
      'REST-INVALID-PARAMETER',
      '"systemGroups" cannot be combined with "filter", "next" or "prev".',
      { source: { parameter: 'systemGroups' } },
    )
  const everyone = await everyoneRecord(request.tenant.store, request.tenant.tenant.id)
  return {
    data: [withLink(request, everyone)],
    links: pageLinks(request, {}),
    ...(totalResults === true && { totalResults: 1 }),
  }
}
