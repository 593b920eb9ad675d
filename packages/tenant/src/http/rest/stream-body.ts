import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifySchemaCompiler } from 'fastify'
import Type, { type TSchema } from 'typebox'
import { requestValidation } from './request-validation.js'

/** The schema of a body that is a file: it is received by its handler, under the limits of its kind. */
export const fileBody = {
  content: { 'application/octet-stream': { schema: Type.Unsafe<Readable>({ type: 'string', format: 'binary' }) } },
}

/** Checks everything but a body that is received by its handler. */
export const validationBesideStreams: FastifySchemaCompiler<TSchema> = (route) =>
  route.httpPart === 'body' ? () => true : requestValidation(route)

/**
 * Hands bodies that are files to their handlers as streams; nothing is kept of a body that no handler reads. A connection
 * on which some of a body still comes takes no further request: it would wait for ever.
 */
export const takeFiles = (app: FastifyInstance): void => {
  app.addHook('onSend', async ({ raw }, reply) => {
    if (!raw.complete) reply.header('connection', 'close')
  })
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))
}
