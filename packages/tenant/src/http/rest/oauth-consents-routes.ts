import { rest } from '@understudy/contract'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { listConsents } from '../../oauth/authorization/list-consents.js'
import { withdrawConsent } from '../../oauth/authorization/withdraw-consent.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { answers, type IdParams, idParams, noQuery } from './route-schemas.js'

const user = { onRequest: requireScopes('user_default') }
const tags = ['oauth-consents']

/** What the user of the token has allowed which applications. Ours; the contract leaves open how it is withdrawn. */
export const addOAuthConsentRoutes = (app: FastifyInstance): void => {
  app.get(
    '/oauth-consents',
    {
      ...user,
      schema: {
        tags,
        summary: 'List the consents of the user',
        querystring: noQuery,
        response: answers(200, rest.OAuthConsentList),
      },
    },
    async (request): Promise<rest.OAuthConsentList> => ({
      data: await listConsents(request.tenant, request.caller.userId),
    }),
  )

  app.delete<{ Params: IdParams }>(
    '/oauth-consents/:id',
    {
      ...user,
      schema: {
        tags,
        summary: 'Withdraw the consent to a client',
        description: 'Ends all that the client obtained by it. The id is that of the client.',
        params: idParams,
        response: answers(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await withdrawConsent(request.tenant, request.caller.userId, request.params.id, request.caller.trace)
      return reply.status(204).send()
    },
  )
}
