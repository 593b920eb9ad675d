import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'

/** The frame of the API description; its paths are rendered from the schemas that validate the requests. */
export const openApiDocument: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Understudy REST API',
      description: 'Users, groups, OAuth clients, spaces and apps of a tenant, compatible with the published clients.',
      version: '1',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    security: [{ bearer: [] }],
  },
}
