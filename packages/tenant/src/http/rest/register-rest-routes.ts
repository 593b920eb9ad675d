import swagger from '@fastify/swagger'
import type { onRequestAsyncHookHandler } from 'fastify'
import { createReloadQueue } from '../../apps/reloads/reload-queue.js'
import { nodeId } from '../../audit/node-id.js'
import { dataPaths } from '../../config/data-paths.js'
import { isShared } from '../../store/open-store.js'
import { parseJson } from '../parse-json.js'
import type { RouteRegistration } from '../server.js'
import { addAccessCodeRoutes } from './access-codes-routes.js'
import { addApiKeyRoutes } from './api-keys-routes.js'
import { addAppArchiveRoutes } from './app-archives-routes.js'
import { addAppDataRoutes } from './app-data-routes.js'
import { addAppMediaRoutes } from './app-media-routes.js'
import { addAppRoutes } from './apps-routes.js'
import { addAuditRoutes } from './audits-routes.js'
import { addAuthSettingsRoutes } from './auth-settings-routes.js'
import { addClientSecretRoutes } from './client-secrets-routes.js'
import { addCollectionRoutes } from './collections-routes.js'
import { addCspOriginRoutes } from './csp-origins-routes.js'
import { addDataFileRoutes } from './data-files-routes.js'
import { addEmptyResourceRoutes } from './empty-resources-routes.js'
import { addGroupRoutes } from './groups-routes.js'
import { addIdentityProviderRoutes } from './identity-providers-routes.js'
import { addItemRoutes } from './items-routes.js'
import { addOAuthClientRoutes } from './oauth-clients-routes.js'
import { addOAuthConsentRoutes } from './oauth-consents-routes.js'
import { addOAuthSettingsRoutes } from './oauth-settings-routes.js'
import { addOAuthTokenRoutes } from './oauth-tokens-routes.js'
import { openApiDocument } from './open-api.js'
import { addPlatformRoutes } from './platform-routes.js'
import { addReloadRoutes } from './reloads-routes.js'
import { requestValidation } from './request-validation.js'
import { addRoleRoutes } from './roles-routes.js'
import { addSessionRoutes } from './session-routes.js'
import { addSpaceAssignmentRoutes } from './space-assignments-routes.js'
import { addSpaceShareRoutes } from './space-shares-routes.js'
import { addSpaceRoutes } from './spaces-routes.js'
import { takeFiles } from './stream-body.js'
import { addTempContentRoutes } from './temp-contents-routes.js'
import { addTenantRoutes } from './tenants-routes.js'
import { addUserRoutes } from './users-routes.js'
import { addWebIntegrationRoutes } from './web-integrations-routes.js'

/** How often it is looked whether a node died in the middle of reloads, in ms. */
const takeOverInterval = 2_000

/** Adds the REST API with its description at `/openapi.json`. */
export const registerRestRoutes: RouteRegistration = async (app, dependencies) => {
  const { config, randomness } = dependencies
  const reloads = createReloadQueue(dependencies, nodeId(dataPaths(config).nodeIdFile, randomness.uuid))
  await reloads.markInterrupted()
  if (isShared(dependencies.store)) {
    const look = setInterval(() => {
      reloads.takeOver().catch((error: unknown) => app.log.error({ err: error }, 'Reloads cannot be taken over'))
    }, takeOverInterval)
    app.addHook('preClose', async () => clearInterval(look))
  }
  app.addHook('onClose', reloads.close)
  app.setValidatorCompiler(requestValidation)
  // The published clients send patches as application/json, the standard's name is taken too (contract 4.0).
  app.addContentTypeParser(
    'application/json-patch+json',
    { parseAs: 'string' },
    async (_request: unknown, body: string) => parseJson(body),
  )
  await app.register(swagger, openApiDocument)
  await app.register(
    async (api) => {
      api.addHook('onRequest', notStored)
      addUserRoutes(api)
      addGroupRoutes(api)
      addRoleRoutes(api)
      addOAuthSettingsRoutes(api)
      addOAuthClientRoutes(api)
      addOAuthConsentRoutes(api)
      addAccessCodeRoutes(api)
      addClientSecretRoutes(api)
      addIdentityProviderRoutes(api)
      addOAuthTokenRoutes(api)
      addWebIntegrationRoutes(api)
      addTenantRoutes(api)
      addSpaceRoutes(api)
      addSpaceAssignmentRoutes(api)
      addSpaceShareRoutes(api)
      addItemRoutes(api)
      takeFiles(api)
      addAppRoutes(api)
      addCollectionRoutes(api)
      addEmptyResourceRoutes(api)
      addAppArchiveRoutes(api)
      addAppDataRoutes(api)
      addAppMediaRoutes(api)
      addReloadRoutes(api, reloads)
      addTempContentRoutes(api)
      await addDataFileRoutes(api, config.uploadSize * 2 ** 20)
      addAuditRoutes(api)
      addApiKeyRoutes(api)
      addCspOriginRoutes(api)
      addSessionRoutes(api)
    },
    { prefix: '/api/v1' },
  )
  await app.register(
    async (api) => {
      api.addHook('onRequest', notStored)
      addAuthSettingsRoutes(api)
    },
    { prefix: '/api/core' },
  )
  addPlatformRoutes(app)
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}

/** Personal data and secrets; nothing between tenant and client may keep them. */
const notStored: onRequestAsyncHookHandler = async (_request, reply) => {
  reply.header('cache-control', 'no-store')
}
