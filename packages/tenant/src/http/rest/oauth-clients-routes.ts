import { rest, scopesCover, UnderstudyError } from '@understudy/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { changeClient } from '../../clients/change-client.js'
import { createClient } from '../../clients/create-client.js'
import { deleteClient } from '../../clients/delete-client.js'
import { listClients } from '../../clients/list-clients.js'
import { publishClient } from '../../clients/publish-client.js'
import { readShownClient } from '../../clients/read-client.js'
import { requireAuthentication, requireScopes } from '../authentication.js'
import '../request-context.js'
import { pageLinks } from './page-links.js'
import { answers, type IdParams, idParams } from './route-schemas.js'

/** Whoever makes clients can act as anyone the clients may act as: nothing less than the administrator's scope. */
const admin = { onRequest: requireScopes('admin_classic') }
const anyone = { onRequest: requireAuthentication }
const tags = ['oauth-clients']

const confirmation = Type.Object({
  'qlik-confirm-delete': Type.Optional(Type.String({ maxLength: 64, description: 'Id of the client to be deleted.' })),
})

/** The OAuth clients API of contract 4.6, for `oauth-clients` of `@qlik/api`. */
export const addOAuthClientRoutes = (app: FastifyInstance): void => {
  app.get<{ Querystring: rest.OAuthClientListQuery }>(
    '/oauth-clients',
    {
      ...anyone,
      schema: {
        tags,
        summary: 'List OAuth clients',
        querystring: rest.OAuthClientListQuery,
        response: answers(200, rest.OAuthClientPage),
      },
    },
    async (request): Promise<rest.OAuthClientPage> => {
      const { clients, totalResults, ...cursors } = await listClients(request.tenant, {
        ...request.query,
        unapproved: mayApprove(request),
      })
      return {
        data: clients.map((client) => visibleClient(request, client)),
        links: pageLinks(request, cursors),
        ...(totalResults !== undefined && { totalResults }),
      }
    },
  )

  app.post<{ Body: rest.OAuthClientCreate }>(
    '/oauth-clients',
    {
      ...admin,
      schema: {
        tags,
        summary: 'Create an OAuth client',
        body: rest.OAuthClientCreate,
        response: answers(201, rest.OAuthClientCreated),
      },
    },
    async (request, reply) => reply.status(201).send(await createClient(request.tenant, request.caller, request.body)),
  )

  app.get<{ Params: IdParams }>(
    '/oauth-clients/:id',
    {
      ...anyone,
      schema: {
        tags,
        summary: 'Read an OAuth client',
        params: idParams,
        response: answers(200, rest.VisibleOAuthClient),
      },
    },
    async (request) =>
      visibleClient(
        request,
        await readShownClient(request.tenant, request.params.id, { unapproved: mayApprove(request) }),
      ),
  )

  app.patch<{ Params: IdParams; Body: rest.OAuthClientPatch }>(
    '/oauth-clients/:id',
    {
      ...admin,
      schema: {
        tags,
        summary: 'Change an OAuth client',
        params: idParams,
        body: rest.OAuthClientPatch,
        response: { ...answers(204, Type.Null()), 202: rest.OAuthClientPatched },
      },
    },
    async (request, reply) => {
      const clientSecret = await changeClient(request.tenant, request.caller, request.params.id, request.body)
      return clientSecret === undefined ? reply.status(204).send() : reply.status(202).send({ clientSecret })
    },
  )

  // The contract asks for the header, the published client does not send it (contract 0.12): it may be left out, but
  // one that names another client stops the deletion.
  app.delete<{ Params: IdParams; Headers: Type.Static<typeof confirmation> }>(
    '/oauth-clients/:id',
    {
      ...admin,
      schema: {
        tags,
        summary: 'Delete an OAuth client',
        params: idParams,
        headers: confirmation,
        response: answers(204, Type.Null()),
      },
    },
    async (request, reply) => {
      const confirmed = request.headers['qlik-confirm-delete']
      if (confirmed !== undefined && confirmed !== request.params.id)
        throw new UnderstudyError('OAUTH-CLIENTS-CONFIRM-DELETE', 'The header names another client than the path.', {
          source: { parameter: 'qlik-confirm-delete' },
        })
      await deleteClient(request.tenant, request.caller, request.params.id)
      return reply.status(204).send()
    },
  )

  app.post<{ Params: IdParams }>(
    '/oauth-clients/:id/actions/publish',
    {
      ...admin,
      schema: {
        tags,
        summary: 'Publish an OAuth client',
        params: idParams,
        response: answers(201, rest.OAuthClientPublished),
      },
    },
    async (request, reply) =>
      reply.status(201).send({ publishedAt: await publishClient(request.tenant, request.caller, request.params.id) }),
  )
}

const mayApprove = (request: FastifyRequest): boolean => scopesCover(request.caller.scopes, 'admin_classic')

/** Administrators see a client as it is, others what a consent page would show (contract 4.6). */
const visibleClient = (request: FastifyRequest, client: rest.OAuthClient): rest.VisibleOAuthClient =>
  mayApprove(request) ? client : rest.publicClientFields(client)
