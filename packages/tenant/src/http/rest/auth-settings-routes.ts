import { rest } from '@understudy/contract'
import type { FastifyInstance } from 'fastify'
import { changeAuthSettings, readAuthSettings } from '../../sessions/auth-settings.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { answers } from './route-schemas.js'

const admin = { onRequest: requireScopes('admin.auth-settings') }
const tags = ['auth-settings']

/** How long browser sessions last and how clients register, for `core/auth-settings` of `@qlik/api` (contract 1.11, 3). */
export const addAuthSettingsRoutes = (app: FastifyInstance): void => {
  app.get(
    '/auth-settings',
    {
      ...admin,
      schema: {
        tags,
        summary: 'Read the times of browser sessions and how clients register',
        response: answers(200, rest.AuthSettings),
      },
    },
    async (request) => readAuthSettings(request.tenant.store, request.tenant.tenant.id),
  )

  app.patch<{ Body: rest.AuthSettingsPatch }>(
    '/auth-settings',
    {
      ...admin,
      schema: {
        tags,
        summary: 'Change the times of browser sessions and how clients register',
        body: rest.AuthSettingsPatch,
        response: answers(200, rest.AuthSettings),
      },
    },
    async (request) => changeAuthSettings(request.tenant, request.caller, request.body),
  )
}
