import { rest, UnderstudyError } from '@understudy/contract'
import type { FastifyInstance, preValidationHookHandler } from 'fastify'
import Type from 'typebox'
import { changeIdentityProvider } from '../../identity-providers/change-identity-provider.js'
import { createIdentityProvider } from '../../identity-providers/create-identity-provider.js'
import { deleteIdentityProvider } from '../../identity-providers/delete-identity-provider.js'
import {
  assertBuiltInDirectory,
  identityProviderStatus,
  listIdentityProviders,
  readIdentityProvider,
} from '../../identity-providers/list-identity-providers.js'
import { jwtAlgorithms } from '../../identity-providers/public-key.js'
import { requireAuthentication, requireScopes } from '../authentication.js'
import '../request-context.js'
import { pageLinks, tenantUrl } from './page-links.js'
import { answers, type IdParams, idParams } from './route-schemas.js'

/** Whoever adds a provider can sign in as anybody: nothing less than the administrator's scope. */
const admin = { onRequest: requireScopes('admin_classic') }
const anyone = { onRequest: requireAuthentication }
const tags = ['identity-providers']

/** Protocols that clients of the contract may ask for, and that the tenant does not speak. */
const otherProtocols: readonly unknown[] = ['SAML', 'qsefw-local-bearer-token']

/** Before the body is checked, which would complain of the members of the other protocol instead. */
const refuseOtherProtocols: preValidationHookHandler = (request, _reply, done) => {
  const { protocol } = (request.body ?? {}) as { readonly protocol?: unknown }
  if (!otherProtocols.includes(protocol)) return done()
  done(
    new UnderstudyError('IDENTITY-PROVIDERS-UNSUPPORTED', `The tenant does not speak ${protocol}.`, {
      source: { pointer: '/protocol' },
    }),
  )
}

/** The identity providers API of contract 4.5, for `identity-providers` of `@qlik/api`. */
export const addIdentityProviderRoutes = (app: FastifyInstance): void => {
  app.get<{ Querystring: rest.IdentityProviderListQuery }>(
    '/identity-providers',
    {
      ...admin,
      schema: {
        tags,
        summary: 'List identity providers',
        querystring: rest.IdentityProviderListQuery,
        response: answers(200, rest.IdentityProviderPage),
      },
    },
    async (request): Promise<rest.IdentityProviderPage> => {
      const { providers, ...cursors } = await listIdentityProviders(request.tenant, request.query)
      return { data: [...providers], links: pageLinks(request, cursors) }
    },
  )

  app.post<{ Body: rest.IdentityProviderCreate }>(
    '/identity-providers',
    {
      ...admin,
      preValidation: refuseOtherProtocols,
      schema: {
        tags,
        summary: 'Create an identity provider',
        body: rest.IdentityProviderCreate,
        response: answers(201, rest.IdentityProvider),
      },
    },
    async (request, reply) =>
      reply.status(201).send(await createIdentityProvider(request.tenant, request.caller, request.body)),
  )

  app.get(
    '/identity-providers/me/meta',
    {
      ...anyone,
      schema: {
        tags,
        summary: 'Read the meta data of the built-in directory',
        response: answers(200, Type.Object({})),
      },
    },
    async (request) => {
      await assertBuiltInDirectory(request.tenant)
      return {}
    },
  )

  app.get(
    '/identity-providers/status',
    {
      ...admin,
      schema: {
        tags,
        summary: 'Tell which identity providers there are',
        response: answers(200, rest.IdentityProviderStatus),
      },
    },
    async (request) => identityProviderStatus(request.tenant),
  )

  app.get(
    '/identity-providers/.well-known/metadata.json',
    {
      schema: {
        tags,
        summary: 'Tell how users are vouched for',
        response: answers(200, rest.IdentityProviderMetadata),
      },
    },
    async (request): Promise<rest.IdentityProviderMetadata> => ({
      issuer: request.tenant.tenant.origin,
      protocols_supported: [...rest.identityProviderProtocols],
      jwt_login_endpoint: tenantUrl(request, '/login/jwt-session'),
      jwt_audience: 'qlik.api/login/jwt-session',
      jwt_signing_alg_values_supported: [...jwtAlgorithms],
      login_endpoint: tenantUrl(request, '/login'),
      logout_endpoint: tenantUrl(request, '/logout'),
    }),
  )

  app.get<{ Params: IdParams }>(
    '/identity-providers/:id',
    {
      ...admin,
      schema: {
        tags,
        summary: 'Read an identity provider',
        params: idParams,
        response: answers(200, rest.IdentityProvider),
      },
    },
    async (request) => readIdentityProvider(request.tenant, request.params.id),
  )

  app.patch<{ Params: IdParams; Body: rest.IdentityProviderPatch }>(
    '/identity-providers/:id',
    {
      ...admin,
      schema: {
        tags,
        summary: 'Change an identity provider',
        params: idParams,
        body: rest.IdentityProviderPatch,
        response: answers(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await changeIdentityProvider(request.tenant, request.caller, request.params.id, request.body)
      return reply.status(204).send()
    },
  )

  app.delete<{ Params: IdParams }>(
    '/identity-providers/:id',
    {
      ...admin,
      schema: { tags, summary: 'Delete an identity provider', params: idParams, response: answers(204, Type.Null()) },
    },
    async (request, reply) => {
      await deleteIdentityProvider(request.tenant, request.caller, request.params.id)
      return reply.status(204).send()
    },
  )
}
