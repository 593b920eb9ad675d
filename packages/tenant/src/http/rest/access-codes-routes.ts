import { rest } from '@understudy/contract'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { createAccessCode } from '../../clients/access-codes/create-access-code.js'
import { deleteAccessCode } from '../../clients/access-codes/delete-access-code.js'
import { listAccessCodes } from '../../clients/access-codes/list-access-codes.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { answers, type IdParams, idParams, noQuery } from './route-schemas.js'

const admin = { onRequest: requireScopes('admin_classic') }
const tags = ['oauth-clients']

const codeParams = Type.Object({ ...idParams.properties, codeId: Type.String({ minLength: 1, maxLength: 64 }) })

/** Access codes of `anonymous-embed` clients. Ours, beside contract 4.6. */
export const addAccessCodeRoutes = (app: FastifyInstance): void => {
  app.get<{ Params: IdParams }>(
    '/oauth-clients/:id/access-codes',
    {
      ...admin,
      schema: {
        tags,
        summary: 'List the access codes of a client',
        params: idParams,
        querystring: noQuery,
        response: answers(200, rest.AccessCodeList),
      },
    },
    async (request): Promise<rest.AccessCodeList> => {
      const { store, tenant, clock } = request.tenant
      return { data: await listAccessCodes(store, tenant.id, request.params.id, clock()) }
    },
  )

  app.post<{ Params: IdParams; Body: rest.AccessCodeCreate }>(
    '/oauth-clients/:id/access-codes',
    {
      ...admin,
      schema: {
        tags,
        summary: 'Create an access code for one app',
        params: idParams,
        body: rest.AccessCodeCreate,
        response: answers(201, rest.AccessCodeCreated),
      },
    },
    async (request, reply) =>
      reply.status(201).send(await createAccessCode(request.tenant, request.caller, request.params.id, request.body)),
  )

  app.delete<{ Params: Type.Static<typeof codeParams> }>(
    '/oauth-clients/:id/access-codes/:codeId',
    {
      ...admin,
      schema: { tags, summary: 'Delete an access code', params: codeParams, response: answers(204, Type.Null()) },
    },
    async (request, reply) => {
      await deleteAccessCode(request.tenant, request.caller, request.params.id, request.params.codeId)
      return reply.status(204).send()
    },
  )
}
