import { rest, UnderstudyError } from '@understudy/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { changeApiKeyConfig, readApiKeyConfig } from '../../api-keys/api-key-settings.js'
import { changeApiKey, endApiKey } from '../../api-keys/change-api-key.js'
import { createApiKey } from '../../api-keys/create-api-key.js'
import { listApiKeys, readApiKey } from '../../api-keys/list-api-keys.js'
import { requireAuthentication, requireScopes } from '../authentication.js'
import '../request-context.js'
import { linksById } from './page-links.js'
import { answers, type IdParams, idParams } from './route-schemas.js'

const mayUse = { onRequest: requireScopes('api-keys') }
const administers = { onRequest: requireScopes('admin_classic') }
const tags = ['api-keys']

/** The keys that users make for their own programs (contract 4.8). */
export const addApiKeyRoutes = (app: FastifyInstance): void => {
  app.get<{ Querystring: rest.ApiKeyListQuery }>(
    '/api-keys',
    {
      ...mayUse,
      schema: {
        tags,
        summary: 'List API keys',
        querystring: rest.ApiKeyListQuery,
        response: answers(200, rest.ApiKeyPage),
      },
    },
    async (request): Promise<rest.ApiKeyPage> => {
      const { rows, ...neighbours } = await listApiKeys(request.tenant, request.caller, request.query)
      return { data: [...rows], links: linksById(request, neighbours) }
    },
  )

  app.post<{ Body: rest.ApiKeyCreate }>(
    '/api-keys',
    {
      ...mayUse,
      schema: {
        tags,
        summary: 'Create an API key for the caller',
        body: rest.ApiKeyCreate,
        response: answers(201, rest.ApiKeyWithToken),
      },
    },
    async (request, reply) => {
      refuseOthersInTheName(request)
      return reply.status(201).send(await createApiKey(request.tenant, request.caller, request.body))
    },
  )

  app.get<{ Params: IdParams }>(
    '/api-keys/configs/:id',
    {
      onRequest: requireAuthentication,
      schema: {
        tags,
        summary: 'What the tenant allows of API keys',
        params: idParams,
        response: answers(200, rest.ApiKeyConfig),
      },
    },
    async (request) => {
      assertOwnTenant(request)
      return readApiKeyConfig(request.tenant)
    },
  )

  app.patch<{ Params: IdParams; Body: rest.ApiKeyPatch }>(
    '/api-keys/configs/:id',
    {
      ...administers,
      schema: {
        tags,
        summary: 'Change what the tenant allows of API keys',
        params: idParams,
        body: rest.ApiKeyPatch,
        response: answers(204, Type.Null()),
      },
    },
    async (request, reply) => {
      assertOwnTenant(request)
      await changeApiKeyConfig(request.tenant, request.caller, request.body)
      return reply.status(204).send()
    },
  )

  app.get<{ Params: IdParams }>(
    '/api-keys/:id',
    { ...mayUse, schema: { tags, summary: 'Read an API key', params: idParams, response: answers(200, rest.ApiKey) } },
    async (request) => readApiKey(request.tenant, request.caller, request.params.id),
  )

  app.patch<{ Params: IdParams; Body: rest.ApiKeyPatch }>(
    '/api-keys/:id',
    {
      ...mayUse,
      schema: {
        tags,
        summary: 'Change the description of an API key',
        params: idParams,
        body: rest.ApiKeyPatch,
        response: answers(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await changeApiKey(request.tenant, request.caller, request.params.id, request.body)
      return reply.status(204).send()
    },
  )

  app.delete<{ Params: IdParams }>(
    '/api-keys/:id',
    {
      ...mayUse,
      schema: {
        tags,
        summary: 'Delete an own API key, or revoke that of another user',
        params: idParams,
        response: answers(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await endApiKey(request.tenant, request.caller, request.params.id)
      return reply.status(204).send()
    },
  )
}

/** A key lives longer than the token that it is asked for with: whoever borrows a name may not keep it. */
const refuseOthersInTheName = ({ principal }: FastifyRequest): void => {
  if (principal.actor === undefined) return
  throw new UnderstudyError(
    'API-KEY-IMPERSONATED',
    'The token was issued to a client that acts in the name of the user.',
  )
}

const assertOwnTenant = ({ tenant, params }: FastifyRequest): void => {
  const { id } = params as IdParams
  if (id === tenant.tenant.id) return
  throw new UnderstudyError('TENANTS-8', 'The caller belongs to another tenant.')
}
