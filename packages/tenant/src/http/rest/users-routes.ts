import { rest } from '@understudy/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { changeUser } from '../../directory/users/change-user.js'
import { createUser } from '../../directory/users/create-user.js'
import { deleteUser } from '../../directory/users/delete-user.js'
import { listUsers, type UserListRequest } from '../../directory/users/list-users.js'
import { countUsers, readUser } from '../../directory/users/read-user.js'
import type { UserRecord } from '../../directory/users/user-rows.js'
import { visibleFields } from '../../directory/users/user-view.js'
import { inviteUsers } from '../../sign-in/invitations/invite-users.js'
import { requireAuthentication, requireScopes } from '../authentication.js'
import '../request-context.js'
import { pageLinks, tenantUrl } from './page-links.js'
import { answers, anyQuery, type IdParams, idParams } from './route-schemas.js'
import { parseUserFields, selectUserFields } from './user-fields.js'

/** How much of it is decided by who asks: see `userViewOf`. */
const mayRead = { onRequest: requireScopes('users:read', 'admin.users:read') }
const mayCount = { onRequest: requireScopes('admin.users:read') }
const mayWrite = { onRequest: requireScopes('admin.users') }
const tags = ['users']

/** The users API of contract 4.1, for `users` of `@qlik/api`. */
export const addUserRoutes = (app: FastifyInstance): void => {
  app.get<{ Querystring: rest.UserListQuery }>(
    '/users',
    {
      ...mayRead,
      schema: {
        tags,
        summary: 'List users; for the machine of a host, find one',
        querystring: rest.UserListQuery,
        response: answers(200, rest.UserPage),
      },
    },
    async (request) => userPage(request, request.query),
  )

  app.post<{ Querystring: rest.UserFilterQuery; Body: rest.FilterBody }>(
    '/users/actions/filter',
    {
      ...mayRead,
      schema: {
        tags,
        summary: 'List users by a filter too long for an URL',
        querystring: rest.UserFilterQuery,
        body: rest.FilterBody,
        response: answers(200, rest.UserPage),
      },
    },
    async (request) => userPage(request, { ...request.query, filter: request.body.filter }),
  )

  app.get(
    '/users/actions/count',
    {
      ...mayCount,
      schema: { tags, summary: 'Count users', querystring: anyQuery, response: answers(200, rest.UserCount) },
    },
    async (request): Promise<rest.UserCount> => ({
      total: await countUsers(request.tenant.store, request.tenant.tenant.id),
    }),
  )

  app.post<{ Body: rest.UserCreate }>(
    '/users',
    {
      ...mayWrite,
      schema: { tags, summary: 'Create a user', body: rest.UserCreate, response: answers(201, rest.User) },
    },
    async (request, reply) => {
      const user = await createUser(request.tenant, request.caller, request.body)
      return reply.status(201).send(withLink(request, user))
    },
  )

  app.post<{ Body: rest.InviteRequest }>(
    '/users/actions/invite',
    {
      ...mayWrite,
      schema: {
        tags,
        summary: 'Invite people to sign in with a password; the answer holds the links to hand over',
        body: rest.InviteRequest,
        response: answers(207, rest.InviteAnswer),
      },
    },
    async (request, reply) => {
      const data = await inviteUsers(request.tenant, request.caller, request.body.invitees)
      return reply.status(207).send({ data })
    },
  )

  // Answered in place, not by a redirect to /users/{id}: the clients' HTTP layer need not follow one with a token.
  app.get<{ Querystring: rest.UserReadQuery }>(
    '/users/me',
    {
      onRequest: requireAuthentication,
      schema: {
        tags,
        summary: 'The user of the token',
        querystring: rest.UserReadQuery,
        response: answers(200, rest.UserSelection),
      },
    },
    async (request, reply) => {
      reply.header('content-location', `/api/v1/users/${request.caller.userId}`)
      return selectedUser(request, request.caller.userId, request.query.fields)
    },
  )

  app.get<{ Params: IdParams; Querystring: rest.UserReadQuery }>(
    '/users/:id',
    {
      ...mayRead,
      schema: {
        tags,
        summary: 'Read a user',
        params: idParams,
        querystring: rest.UserReadQuery,
        response: answers(200, rest.UserSelection),
      },
    },
    async (request) => selectedUser(request, request.params.id, request.query.fields),
  )

  app.patch<{ Params: IdParams; Body: rest.UserPatch }>(
    '/users/:id',
    {
      ...mayWrite,
      schema: {
        tags,
        summary: 'Change a user',
        params: idParams,
        body: rest.UserPatch,
        response: answers(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await changeUser(request.tenant, request.caller, request.params.id, request.body)
      return reply.status(204).send()
    },
  )

  app.delete<{ Params: IdParams }>(
    '/users/:id',
    { ...mayWrite, schema: { tags, summary: 'Delete a user', params: idParams, response: answers(204, Type.Null()) } },
    async (request, reply) => {
      await deleteUser(request.tenant, request.caller, request.params.id)
      return reply.status(204).send()
    },
  )
}

const withLink = (request: FastifyRequest, user: UserRecord): Omit<rest.User, 'groups'> => ({
  ...user,
  links: { self: { href: tenantUrl(request, `/api/v1/users/${user.id}`) } },
})

/** A user as the caller sees it. */
const selectedUser = async (
  request: FastifyRequest,
  userId: string,
  fields: string | undefined,
): Promise<rest.UserSelection> => {
  const wanted = parseUserFields(fields)
  const user = await readUser(request.tenant.store, request.tenant.tenant.id, userId)
  return selectUserFields(withLink(request, user), wanted, visibleFields(request.caller, userId))
}

const userPage = async (
  request: FastifyRequest,
  query: UserListRequest & { readonly fields?: string | undefined },
): Promise<rest.UserPage> => {
  const fields = parseUserFields(query.fields)
  const { caller } = request
  const { users, totalResults, ...cursors } = await listUsers(request.tenant, caller, query)
  return {
    data: users.map((user) => selectUserFields(withLink(request, user), fields, visibleFields(caller, user.id))),
    links: pageLinks(request, cursors),
    ...(totalResults !== undefined && { totalResults }),
  }
}
