import type { Readable } from 'node:stream'
import { rest, UnderstudyError } from '@understudy/contract'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { uploadTempContent } from '../../temp-contents/keep-temp-content.js'
import { readTempContent, tempContentPath } from '../../temp-contents/temp-content-rows.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { tenantUrl } from './page-links.js'
import { answers, type IdParams, idParams } from './route-schemas.js'
import { sendFile } from './send-file.js'
import { fileBody, validationBesideStreams } from './stream-body.js'

const tags = ['temp-contents']
/** What is imported from here, and exported to here, are apps and their files. */
const uses = requireScopes('apps', 'apps:export', 'admin.apps', 'admin.apps:export')

/** Files that are kept for a while, each for the user who sent it (temp-contents of the published client). */
export const addTempContentRoutes = (app: FastifyInstance): void => {
  app.post<{ Querystring: rest.TempContentQuery; Body: Readable | undefined }>(
    '/temp-contents',
    {
      onRequest: uses,
      validatorCompiler: validationBesideStreams,
      schema: {
        tags,
        summary: 'Keep a file for a while; the Location leads to it',
        querystring: rest.TempContentQuery,
        body: fileBody,
        response: answers(201, Type.Null()),
      },
    },
    async (request, reply) => {
      const { filename = 'content', ttl = 3600 } = request.query
      const { body } = request
      if (body === undefined || body === null)
        throw new UnderstudyError('REST-INVALID-BODY', 'The body is empty.', { source: { pointer: '' } })
      const { id } = await uploadTempContent(request.tenant, request.caller, { name: filename || 'content', ttl }, body)
      return reply
        .status(201)
        .header('location', tenantUrl(request, `/api/v1/temp-contents/${id}`))
        .send()
    },
  )

  app.get<{ Params: IdParams; Querystring: rest.TempContentDownloadQuery }>(
    '/temp-contents/:id',
    {
      onRequest: uses,
      schema: {
        tags,
        summary: 'Download a temporary content',
        params: idParams,
        querystring: rest.TempContentDownloadQuery,
        response: { '4xx': rest.ErrorEnvelope },
      },
    },
    async (request, reply) => {
      const content = await readTempContent(request.tenant, request.caller, request.params.id)
      const path = tempContentPath(request.tenant.config, content)
      return sendFile(reply, { path, name: content.name, inline: request.query.inline === '1' })
    },
  )

  app.get<{ Params: IdParams }>(
    '/temp-contents/:id/details',
    {
      onRequest: uses,
      schema: {
        tags,
        summary: 'Tell of a temporary content',
        params: idParams,
        response: answers(200, rest.TempContentDetails),
      },
    },
    async (request): Promise<rest.TempContentDetails> => {
      const content = await readTempContent(request.tenant, request.caller, request.params.id)
      return {
        ID: content.id,
        Name: content.name,
        Size: String(content.size),
        CreatorID: content.user_id,
        CreatedAt: content.created_at,
        UpdatedAt: content.created_at,
        Expires: new Date(content.expires_at).toISOString(),
        TTLSeconds: content.ttl,
      }
    },
  )
}
