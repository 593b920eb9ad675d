import { rest } from '@understudy/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { patchShare } from '../../spaces/shares/change-share.js'
import { createShare } from '../../spaces/shares/create-share.js'
import { deleteShare } from '../../spaces/shares/delete-share.js'
import { listShares, readShare } from '../../spaces/shares/list-shares.js'
import type { ShareRecord } from '../../spaces/shares/share-rows.js'
import '../request-context.js'
import { pageLinks, tenantUrl } from './page-links.js'
import { answers, type IdParams, idParams } from './route-schemas.js'
import { mayManageSpaces, mayReadSpaces } from './space-access.js'

const tags = ['spaces']

const shareParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 64 }),
  shareId: Type.String({ minLength: 1, maxLength: 64 }),
})
type ShareParams = Type.Static<typeof shareParams>

/** Single apps of a space in other hands (contract 4.4), for `spaces` of `@qlik/api`. */
export const addSpaceShareRoutes = (app: FastifyInstance): void => {
  app.get<{ Params: IdParams; Querystring: rest.SpaceShareListQuery }>(
    '/spaces/:id/shares',
    {
      ...mayReadSpaces,
      schema: {
        tags,
        summary: 'List the shares of a space',
        params: idParams,
        querystring: rest.SpaceShareListQuery,
        response: answers(200, rest.SpaceSharePage),
      },
    },
    async (request): Promise<rest.SpaceSharePage> => {
      const { tenant, caller, params, query } = request
      const { shares, count, ...cursors } = await listShares(tenant, caller, params.id, query)
      return {
        data: shares.map((share) => withLinks(request, share)),
        links: pageLinks(request, cursors),
        meta: { count },
      }
    },
  )

  app.post<{ Params: IdParams; Body: rest.SpaceShareCreate }>(
    '/spaces/:id/shares',
    {
      ...mayManageSpaces,
      schema: {
        tags,
        summary: 'Share one app with a user or group',
        params: idParams,
        body: rest.SpaceShareCreate,
        response: answers(201, rest.SpaceShare),
      },
    },
    async (request, reply) => {
      const share = await createShare(request.tenant, request.caller, request.params.id, request.body)
      return reply.status(201).send(withLinks(request, share))
    },
  )

  app.get<{ Params: ShareParams }>(
    '/spaces/:id/shares/:shareId',
    {
      ...mayReadSpaces,
      schema: { tags, summary: 'Read a share', params: shareParams, response: answers(200, rest.SpaceShare) },
    },
    async (request) => {
      const { id, shareId } = request.params
      return withLinks(request, await readShare(request.tenant, request.caller, id, shareId))
    },
  )

  app.patch<{ Params: ShareParams; Body: rest.SpaceSharePatch }>(
    '/spaces/:id/shares/:shareId',
    {
      ...mayManageSpaces,
      schema: {
        tags,
        summary: 'Change the roles of a share',
        params: shareParams,
        body: rest.SpaceSharePatch,
        response: answers(200, rest.SpaceShare),
      },
    },
    async (request) => {
      const { id, shareId } = request.params
      return withLinks(request, await patchShare(request.tenant, request.caller, id, shareId, request.body))
    },
  )

  app.delete<{ Params: ShareParams }>(
    '/spaces/:id/shares/:shareId',
    {
      ...mayManageSpaces,
      schema: { tags, summary: 'Take a share away', params: shareParams, response: answers(204, Type.Null()) },
    },
    async (request, reply) => {
      await deleteShare(request.tenant, request.caller, request.params.id, request.params.shareId)
      return reply.status(204).send()
    },
  )
}

const withLinks = (request: FastifyRequest, share: ShareRecord): rest.SpaceShare => {
  const space = tenantUrl(request, `/api/v1/spaces/${share.spaceId}`)
  return { ...share, links: { self: { href: `${space}/shares/${share.id}` }, space: { href: space } } }
}
