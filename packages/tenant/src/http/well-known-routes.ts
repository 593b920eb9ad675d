import type { FastifyInstance } from 'fastify'
import { offeredRegistration } from '../clients/registration/registration-settings.js'
import { jwksMaxAge } from '../keys/key-life.js'
import { authorizationServerMetadata } from '../oauth/metadata.js'
import { protectedResourceMetadata, resourceMetadataPath } from '../oauth/protected-resource.js'
import './request-context.js'

const cacheControl = `public, max-age=${jwksMaxAge}`

/**
 * `GET /.well-known/*`: RFC 7517 keys, RFC 8414 metadata, the same metadata where OpenID Connect looks for it, and RFC
 * 9728 metadata of the API.
 */
export const addWellKnownRoutes = (app: FastifyInstance): void => {
  app.get('/.well-known/jwks.json', async (request, reply) => {
    reply.header('cache-control', cacheControl)
    return { keys: request.tenant.keys.published(request.tenant.tenant.id) }
  })
  for (const path of ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration']) {
    app.get(path, async (request, reply) => {
      reply.header('cache-control', cacheControl)
      const registration = (await offeredRegistration(request.tenant)) !== undefined
      return authorizationServerMetadata(request.tenant.tenant, { registration })
    })
  }
  app.get(resourceMetadataPath, async (request, reply) => {
    reply.header('cache-control', cacheControl)
    return protectedResourceMetadata(request.tenant.tenant)
  })
}
