import { rest } from '@understudy/contract'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { changeOAuthSettings, readOAuthSettings } from '../../clients/registration/registration-settings.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { answers, noQuery } from './route-schemas.js'

const admin = { onRequest: requireScopes('admin_classic') }
const tags = ['oauth-clients']

/** How the tenant takes OAuth clients. Ours, beside contract 4.6. */
export const addOAuthSettingsRoutes = (app: FastifyInstance): void => {
  app.get(
    '/oauth-clients/settings',
    {
      ...admin,
      schema: {
        tags,
        summary: 'Read the OAuth settings',
        querystring: noQuery,
        response: answers(200, rest.OAuthSettings),
      },
    },
    (request) => readOAuthSettings(request.tenant),
  )

  app.patch<{ Body: rest.OAuthSettingsPatch }>(
    '/oauth-clients/settings',
    {
      ...admin,
      schema: {
        tags,
        summary: 'Change the OAuth settings',
        body: rest.OAuthSettingsPatch,
        response: answers(204, Type.Null()),
      },
    },
    async (request, reply) => {
      await changeOAuthSettings(request.tenant, request.caller, request.body)
      return reply.status(204).send()
    },
  )
}
