import { rest } from '@understudy/contract'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { changeConsent } from '../../clients/change-consent.js'
import { createSecret, deleteSecret } from '../../clients/client-secrets.js'
import { readClient } from '../../clients/read-client.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { answers, type IdParams, idParams } from './route-schemas.js'

const admin = { onRequest: requireScopes('admin_classic') }
const tags = ['oauth-clients']

const secretParams = Type.Object({ ...idParams.properties, hint: Type.String({ minLength: 1, maxLength: 64 }) })

/** Secrets and connection configuration of OAuth clients (contract 4.6). */
export const addClientSecretRoutes = (app: FastifyInstance): void => {
  app.post<{ Params: IdParams }>(
    '/oauth-clients/:id/client-secrets',
    {
      ...admin,
      schema: {
        tags,
        summary: 'Create a client secret',
        params: idParams,
        response: answers(201, rest.ClientSecretCreated),
      },
    },
    async (request, reply) =>
      reply.status(201).send(await createSecret(request.tenant, request.caller, request.params.id)),
  )

  app.delete<{ Params: Type.Static<typeof secretParams> }>(
    '/oauth-clients/:id/client-secrets/:hint',
    {
      ...admin,
      schema: { tags, summary: 'Delete a client secret', params: secretParams, response: answers(204, Type.Null()) },
    },
    async (request, reply) => {
      await deleteSecret(request.tenant, request.caller, request.params.id, request.params.hint)
      return reply.status(204).send()
    },
  )

  app.get<{ Params: IdParams }>(
    '/oauth-clients/:id/connection-configs/me',
    {
      ...admin,
      schema: {
        tags,
        summary: 'Read how consent to a client is obtained',
        params: idParams,
        response: answers(200, rest.ConnectionConfig),
      },
    },
    async (request) =>
      (await readClient(request.tenant.store, request.tenant.tenant.id, request.params.id)).connectionConfig,
  )

  app.patch<{ Params: IdParams; Body: rest.ConnectionConfigPatch }>(
    '/oauth-clients/:id/connection-configs/me',
    {
      ...admin,
      schema: {
        tags,
        summary: 'Change how consent to a client is obtained',
        params: idParams,
        body: rest.ConnectionConfigPatch,
        response: answers(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await changeConsent(request.tenant, request.caller, request.params.id, request.body)
      return reply.status(204).send()
    },
  )

  app.delete<{ Params: IdParams }>(
    '/oauth-clients/:id/connection-configs/me',
    {
      ...admin,
      schema: {
        tags,
        summary: 'Withdraw the trust in a client',
        params: idParams,
        response: answers(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await changeConsent(request.tenant, request.caller, request.params.id, undefined)
      return reply.status(204).send()
    },
  )
}
