import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { rest, UnderstudyError } from '@understudy/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import Type from 'typebox'
import { addMedia, deleteMedia } from '../../apps/media/change-media.js'
import { findPicture, findThumbnail, mediaNotFound, picturesOf } from '../../apps/media/media-files.js'
import { readReadableApp } from '../../apps/readable-apps.js'
import { requireScopes } from '../authentication.js'
import '../request-context.js'
import { answers, type IdParams, idParams } from './route-schemas.js'
import { sendFile } from './send-file.js'
import { fileBody, validationBesideStreams } from './stream-body.js'

const tags = ['apps']
const mayRead = { onRequest: requireScopes('apps:read', 'admin.apps:read') }
const mayChange = { onRequest: requireScopes('apps', 'admin.apps') }
const pathParams = Type.Object({ ...idParams.properties, '*': Type.String({ maxLength: 1024 }) })
type PathParams = Type.Static<typeof pathParams>
const file = { '4xx': rest.ErrorEnvelope }

/** The pictures of apps: for all who may open the app, changed by those who may change it. */
export const addAppMediaRoutes = (app: FastifyInstance): void => {
  app.get<{ Params: PathParams; Querystring: rest.AppMediaListQuery }>(
    '/apps/:id/media/list/*',
    {
      ...mayRead,
      schema: {
        tags,
        summary: 'List the pictures in a folder of the app; without a path, in the topmost',
        params: pathParams,
        querystring: rest.AppMediaListQuery,
        response: answers(200, rest.AppContentList),
      },
    },
    async (request): Promise<rest.AppContentList> => {
      const { id, '*': text } = request.params
      const known = await readReadableApp(request.tenant, request.caller, id)
      const subpath = text.replace(/\/$/, '')
      const prefix = subpath === '' ? '' : `${subpath}/`
      const below = (await picturesOf(request.tenant, known)).filter((path) => path.startsWith(prefix))
      if (below.length === 0 && subpath !== '') throw mediaNotFound()
      const recursive = ['r', 'recursive', 'a', 'all'].includes(request.query.show ?? '')
      const shown = recursive ? below : below.map((path) => prefix + (path.slice(prefix.length).split('/')[0] ?? ''))
      return {
        data: [...new Set(shown)].map((path) => {
          const isFile = below.includes(path)
          const address = path.split('/').map(encodeURIComponent).join('/')
          return {
            id: path,
            name: path.slice(prefix.length),
            link: `/api/v1/apps/${known.id}/media/${isFile ? 'files' : 'list'}/${address}`,
            type: isFile ? 'image' : 'directory',
          }
        }),
        library: 'inapp',
        subpath,
      }
    },
  )

  app.get<{ Params: PathParams }>(
    '/apps/:id/media/files/*',
    { ...mayRead, schema: { tags, summary: 'Download a picture of the app', params: pathParams, response: file } },
    async (request, reply) => {
      const { id, '*': path } = request.params
      const known = await readReadableApp(request.tenant, request.caller, id)
      return sendPicture(reply, await findPicture(request.tenant, known, path))
    },
  )

  app.get<{ Params: IdParams }>(
    '/apps/:id/media/thumbnail',
    {
      ...mayRead,
      schema: { tags, summary: 'Download the picture that stands for the app', params: idParams, response: file },
    },
    async (request, reply) => {
      const known = await readReadableApp(request.tenant, request.caller, request.params.id)
      return sendPicture(reply, await findThumbnail(request.tenant, known))
    },
  )

  app.put<{ Params: PathParams; Body: Readable | null | undefined }>(
    '/apps/:id/media/files/*',
    {
      ...mayChange,
      validatorCompiler: validationBesideStreams,
      schema: {
        tags,
        summary: 'Add a picture to the app',
        params: pathParams,
        body: fileBody,
        response: answers(200, Type.Null()),
      },
    },
    async (request, reply) => {
      const { id, '*': path } = request.params
      const { body: picture } = request
      if (picture === undefined || picture === null)
        throw new UnderstudyError('REST-INVALID-BODY', 'The body is empty.', { source: { pointer: '' } })
      await addMedia(request.tenant, request.caller, id, { path, picture })
      return reply.send()
    },
  )

  app.delete<{ Params: PathParams }>(
    '/apps/:id/media/files/*',
    {
      ...mayChange,
      schema: {
        tags,
        summary: 'Delete a picture of the app, or a folder of them',
        params: pathParams,
        response: answers(200, Type.Null()),
      },
    },
    async (request, reply) => {
      await deleteMedia(request.tenant, request.caller, request.params.id, request.params['*'])
      return reply.send()
    },
  )
}

const sendPicture = (reply: FastifyReply, path: string): Promise<FastifyReply> =>
  sendFile(reply, { path, name: basename(path), inline: true })
